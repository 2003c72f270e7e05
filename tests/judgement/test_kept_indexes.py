"""Indexes kept from the last start say the same as those worked out, and never stand in for other phrases."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

import pytest

from checklists.judgement import kept_indexes
from checklists.judgement.kept_indexes import KeptIndexes
from checklists.judgement.similarity import Index, Inverted, inverted_by

PHRASES = (("door", "安全出口上锁"), ("door", "疏散通道堵塞"), ("dust", "除尘器没有泄爆"), ("dust", "粉尘堆积"))


@pytest.fixture
def worked_out(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many phrases were worked out, each time that was done."""
    counted: list[int] = []

    def counting(phrases: Sequence[str], sizes: tuple[int, ...]) -> Inverted:
        counted.append(len(phrases))
        return inverted_by(phrases, sizes)

    monkeypatch.setattr(kept_indexes, "inverted_by", counting)
    return counted


def index(kept: Path, phrases: Sequence[tuple[str, str]] = PHRASES, sizes: tuple[int, ...] = (2, 3)) -> Index:
    indexes = KeptIndexes(kept)
    made = partial(Index, invert=indexes.invert)(phrases, sizes=sizes)
    indexes.keep()
    return made


def test_the_second_time_they_are_taken_from_there(tmp_path: Path, worked_out: list[int]) -> None:
    kept = tmp_path / "kept.json"
    first, again = index(kept), index(kept)
    assert worked_out == [4]
    for text in ("出口上锁了", "除尘器泄爆", "什么都好"):
        assert first.nearest(text) == again.nearest(text) == Index(PHRASES).nearest(text)
    assert again.closest("通道堵塞", "door") == "疏散通道堵塞"


def test_other_phrases_and_other_sizes_are_worked_out_anew(tmp_path: Path, worked_out: list[int]) -> None:
    kept = tmp_path / "kept.json"
    index(kept)
    index(kept, PHRASES[:3])
    index(kept, PHRASES[:3], (2,))
    index(kept, PHRASES[:3], (2,))
    assert worked_out == [4, 3, 3]


@pytest.mark.parametrize("damage", ["", "[]", '{"%s": 7}', '{"%s": {"grams": {"2": "安全"}, "counts": []}}', "\udcff"])
def test_what_is_damaged_is_worked_out_anew(tmp_path: Path, worked_out: list[int], damage: str) -> None:
    kept = tmp_path / "kept.json"
    index(kept)
    name = kept.read_text("utf-8").split('"')[1]
    kept.write_bytes(damage.replace("%s", name).encode("utf-8", "surrogateescape"))
    assert index(kept).nearest("出口上锁") == Index(PHRASES).nearest("出口上锁")
    assert worked_out == [4, 4]


def test_without_a_folder_for_it_nothing_is_packed_and_all_is_said(
    tmp_path: Path, worked_out: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr(kept_indexes, "_packed")
    made = index(tmp_path / "not there" / "kept.json")
    assert made.nearest("安全出口上锁").keys() >= {"door"}
    assert worked_out == [len(PHRASES)]
    assert not (tmp_path / "not there").exists()
