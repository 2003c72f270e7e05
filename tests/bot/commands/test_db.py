"""`db`: migrations and safe copies as an operator uses them."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

from checklists.gathering import HERE
from checklists.parsed import Parsed
from storage import trail
from storage.database import open_engine, units
from tests.bot.commands.conftest import Run, giving
from tests.conftest import CountedCodes
from tests.databases import BEGINNING

HOLDS = """
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1])
connection.execute("SELECT count(*) FROM regions").fetchall()
print("open", flush=True)
sys.stdin.read()
"""
"""A program that has the database open and does nothing just now."""
SECTORS = HERE / "sectors.yaml"


def test_upgrade_once_and_again(run: Run) -> None:
    assert "Upgraded from nothing to" in run("db", "upgrade").output
    assert "Already at" in run("db", "upgrade").output
    assert "Sound: sqlite" in run("db", "check").output


def test_upgrade_parses_the_content_for_the_start_that_comes_next(folder: Path) -> None:
    given = giving(None)
    given("db", "upgrade")
    assert Parsed(folder / "data" / "content.parsed.json").get(Parsed.name(SECTORS.read_bytes()), SECTORS)
    (folder / "data" / "content.parsed.json").write_text("[]")
    given("db", "upgrade")
    assert (folder / "data" / "content.parsed.json").read_text() == "[]"  # nothing new, nothing to do


def test_check_of_a_database_without_tables(run: Run) -> None:
    assert "there are no tables yet; run `db upgrade`" in run("db", "check", status=1).output


def test_backup_and_restore(ready: Run, folder: Path) -> None:
    copy = folder / "monday.backup"
    ready("db", "backup", copy)
    assert "is there already" in ready("db", "backup", copy, status=2).output

    ready("plan", "start", "weihai-mines", "--year", "2023")
    assert "add --yes" in ready("db", "restore", copy, status=2).output
    assert "Restored." in ready("db", "restore", copy, "--yes").output

    running = ready("plan", "list").output
    assert "weihai-mines-2023" in running
    assert running.count("2023-05-01 to 2023-12-31") == 1  # ganzhou's only: the other came after the copy
    (kept,) = (folder / "data").glob("before-restore-*.backup")
    ready("db", "restore", kept, "--yes")
    assert ready("plan", "list").output.count("2023-05-01 to 2023-12-31") == 2


def test_a_copy_that_cannot_be_written_is_said(ready: Run) -> None:
    said = ready("db", "backup", "/proc/monday.backup", status=2).output  # root may write to any folder but such a one
    assert "/proc/monday.backup cannot be written" in said
    assert "check its folder, its rights and the disk" in said


def test_a_restore_beside_the_program_is_refused(ready: Run, folder: Path) -> None:
    copy = folder / "monday.backup"
    ready("db", "backup", copy)
    file = folder / "data" / "ancha.db"
    program = subprocess.Popen(
        [sys.executable, "-c", HOLDS, str(file)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )  # fmt: skip
    assert program.stdout is not None
    assert program.stdout.readline() == "open\n"
    said = ready("db", "restore", copy, "--yes", status=2).output
    assert "is open elsewhere" in said
    assert "Stop the program first" in said
    assert list((folder / "data").glob("before-restore-*")) == []
    program.communicate("")
    ready("db", "restore", copy, "--yes")


def test_of_what_restores_replaced_the_newest_three_stay(ready: Run, folder: Path) -> None:
    copy = folder / "monday.backup"
    ready("db", "backup", copy)
    for _ in range(3):
        ready("db", "restore", copy, "--yes")
    oldest, *others = sorted((folder / "data").glob("before-restore-*.backup"))
    ready("db", "restore", folder / "nothing", "--yes", status=2)
    assert oldest.exists(), "a restore that failed removes nothing"
    ready("db", "restore", oldest, "--yes")
    assert oldest.exists(), "what was just put back is not removed"
    ready("db", "restore", copy, "--yes")
    left = sorted((folder / "data").glob("before-restore-*.backup"))
    assert len(left) == 3
    assert left[0] == others[1]


def test_what_is_no_copy_of_ours_is_refused_before_anything_is_touched(ready: Run, folder: Path) -> None:
    other = folder / "photo.jpg"
    other.write_bytes(b"\xff\xd8\xff no database")
    assert "no whole copy of an Ancha database" in ready("db", "restore", other, "--yes", status=2).output
    assert "is not there" in ready("db", "restore", folder / "nothing", "--yes", status=2).output
    assert list((folder / "data").glob("before-restore-*")) == []
    ready("db", "check")


def test_another_secret(ready: Run, folder: Path) -> None:
    """The created one is moved away; a new one is created by the next command that needs one."""
    ready("db", "check")
    with closing(sqlite3.connect(folder / "data" / "ancha.db")) as connection:
        assert connection.execute("SELECT count(*) FROM audit").fetchone() != (0,)
    sealed_by_the_clock(folder)
    old = (folder / "data" / "secret_key").rename(folder / "old")
    assert "sealed under another ANCHA_SECRET_KEY" in ready("plan", "list", status=2).output
    assert "add --yes" in ready("db", "rekey", old, status=2).output
    note = folder / "data" / "noted" / "wechat" / "one"
    note.parent.mkdir(parents=True)
    note.write_bytes(b"sealed")
    assert "start the program once more" in ready("db", "rekey", old, "--yes", status=1).output
    note.unlink()
    assert "Sealed anew:" in ready("db", "rekey", old, "--yes").output
    assert "Audit trail: seal 1" in ready("db", "check").output
    ready("plan", "list")
    (folder / "empty").write_bytes(b"")
    assert "holds no secret" in ready("db", "rekey", folder / "empty", "--yes", status=2).output
    assert "is set now" in ready("db", "rekey", folder / "data" / "secret_key", "--yes", status=2).output


def test_a_secret_that_is_lost(ready: Run, folder: Path) -> None:
    sealed_by_the_clock(folder)
    (folder / "data" / "secret_key").unlink()
    assert "sealed under another ANCHA_SECRET_KEY" in ready("plan", "list", status=2).output
    assert "or say --lost" in ready("db", "rekey", "--yes", status=2).output
    assert "Let go, or sealed anew" in ready("db", "rekey", "--lost", "--yes").output
    ready("db", "check")
    ready("plan", "list")


def sealed_by_the_clock(folder: Path) -> None:
    secret = (folder / "data" / "secret_key").read_bytes().strip()
    engine = open_engine(f"sqlite:///{folder / 'data' / 'ancha.db'}")
    assert trail.seal(units(engine, lambda: BEGINNING, CountedCodes(), secret)) is not None
    engine.dispose()
