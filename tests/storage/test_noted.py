"""Notes of messages that were acknowledged before they were carried out."""

from __future__ import annotations

import fcntl
import os
import threading
from pathlib import Path

import pytest

from storage import noted
from storage.keys import Keys
from storage.noted import Held, Noted

KEYS = Keys(b"a secret of the tests")


def message(number: int, at: str = "2026-11-22T01:00:00+00:00", words: str = "三号车间偷偷动火") -> Noted:
    return Noted("wechat", "wx1", "oSomebody", f"m{number}", f"<xml><Content>{words}</Content></xml>", at)


def written(folder: Path, one: Noted) -> Held:
    held = noted.write(folder, KEYS, one)
    assert held is not None
    return held


def test_what_its_writer_left_is_found_in_the_order_in_which_it_was_said(tmp_path: Path) -> None:
    for number, minute in ((1, 3), (2, 1), (3, 2)):
        noted.let_go(written(tmp_path, message(number, f"2026-11-22T01:0{minute}:00+00:00")))
    found, unreadable = noted.left(tmp_path, KEYS)
    assert [one.id for _, one in found] == ["m2", "m3", "m1"]
    assert found[0][1].raw == message(2).raw
    assert unreadable == 0


def test_a_note_in_somebodys_hands_is_nobody_elses(tmp_path: Path) -> None:
    held = written(tmp_path, message(1))
    assert noted.left(tmp_path, KEYS) == ([], 0)
    assert noted.write(tmp_path, KEYS, message(1)) is None, "another process was brought the same message"
    noted.let_go(held)
    again = noted.write(tmp_path, KEYS, message(1))
    assert again is not None, "whoever had it is gone"
    assert noted.left(tmp_path, KEYS) == ([], 0)
    noted.done(again)
    assert not noted.names(tmp_path)


def test_nothing_can_be_read_in_it_and_nothing_of_it_stays(tmp_path: Path) -> None:
    held = written(tmp_path, message(1))
    (path,) = tmp_path.iterdir()
    raw = path.read_bytes()
    assert not any(word.encode() in raw for word in ("偷偷动火", "oSomebody", "Content"))
    assert "oSomebody" not in path.name
    assert path.stat().st_mode & 0o077 == 0
    with path.open("rb") as still_open:
        noted.done(held)
        assert set(still_open.read()) <= {0}, "overwritten, and not only unlinked"
    assert list(tmp_path.iterdir()) == []


def test_who_looks_while_a_note_is_being_written_wipes_nothing_of_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They have found it under way and opened it; by the time they can lock it, it stands and its writer has let go."""
    opened, let_go = threading.Event(), threading.Event()
    looking = threading.Thread(target=noted.left, args=(tmp_path, KEYS))
    flock, fsync = fcntl.flock, os.fsync

    def when_it_stands(descriptor: int, how: int) -> None:
        if threading.current_thread() is looking:
            opened.set()
            assert let_go.wait(5)
        flock(descriptor, how)

    def looked_for(descriptor: int) -> None:
        if not opened.is_set():
            looking.start()
            assert opened.wait(5)
        fsync(descriptor)

    monkeypatch.setattr(noted.fcntl, "flock", when_it_stands)
    monkeypatch.setattr(noted.os, "fsync", looked_for)
    noted.let_go(written(tmp_path, message(1)))
    let_go.set()
    looking.join(5)
    monkeypatch.undo()
    assert [one.raw for _, one in noted.left(tmp_path, KEYS)[0]] == [message(1).raw]


@pytest.mark.parametrize("still_in_hand", [False, True])
def test_who_looks_before_it_is_locked_only_costs_another_try(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, still_in_hand: bool
) -> None:
    """They lock the file that was opened just now: it is wiped already, or they have it still."""
    flock, looked = fcntl.flock, list[Path]()

    def looked_first(descriptor: int, how: int) -> None:
        if not looked:
            (part,) = tmp_path.iterdir()
            looked.append(part)
            if still_in_hand:
                flock(os.open(part, os.O_RDWR), how)
            else:
                assert noted.left(tmp_path, KEYS) == ([], 0)
        flock(descriptor, how)

    monkeypatch.setattr(noted.fcntl, "flock", looked_first)
    noted.let_go(written(tmp_path, message(1)))
    assert [one.raw for _, one in noted.left(tmp_path, KEYS)[0]] == [message(1).raw]
    assert looked[0].exists() == still_in_hand


def test_what_has_both_its_names_keeps_its_words(tmp_path: Path) -> None:
    """Its writer died between the two; the same message came again, was acknowledged on that note, and is in hand."""
    noted.let_go(written(tmp_path, message(1)))
    (path,) = tmp_path.iterdir()
    os.link(path, part := tmp_path / f"{path.name}.0011.part")
    before = path.read_bytes()
    with pytest.MonkeyPatch.context() as patch:
        iterdir = Path.iterdir
        patch.setattr(Path, "iterdir", lambda folder: (one for one in iterdir(folder) if one == part))
        assert noted.left(tmp_path, KEYS) == ([], 0)
    assert (path.read_bytes(), part.exists()) == (before, False)


def test_a_death_at_any_moment_leaves_a_whole_note_or_none(tmp_path: Path) -> None:
    (tmp_path / "half.0011.part").write_bytes(b"half")  # before it counted
    (tmp_path / "overwritten").write_bytes(bytes(40))  # after it was done with
    noted.let_go(written(tmp_path, message(1)))
    (path,) = (one for one in tmp_path.iterdir() if len(one.name) == 97)
    os.link(path, tmp_path / f"{path.name}.0022.part")  # right behind the moment it counted
    found, _ = noted.left(tmp_path, KEYS)
    assert [one.id for _, one in found] == ["m1"]
    noted.done(found[0][0])
    noted.left(tmp_path, KEYS)
    assert not noted.names(tmp_path)


def test_one_of_another_secret_stays_and_keeps_nobody_waiting(tmp_path: Path) -> None:
    other = noted.write(tmp_path, Keys(b"another secret altogether"), message(1))
    assert other is not None
    noted.let_go(other)
    noted.let_go(written(tmp_path, message(2)))
    found, unreadable = noted.left(tmp_path, KEYS)
    assert [one.id for _, one in found] == ["m2"]
    assert unreadable == 1


def test_nothing_passes_what_the_same_person_said_before_and_somebody_works_on(tmp_path: Path) -> None:
    first = written(tmp_path, message(1))
    noted.let_go(written(tmp_path, message(2)))
    assert noted.left(tmp_path, KEYS) == ([], 0)
    noted.done(first)
    found, _ = noted.left(tmp_path, KEYS)
    assert [one.id for _, one in found] == ["m2"]
