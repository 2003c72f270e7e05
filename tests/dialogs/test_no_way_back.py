"""An attacker with everything there is looks for whoever reported anonymously, and finds nobody.

They have the database's file as bytes, its write-ahead log, a backup, the photos and the log lines. They look for words,
and they try to join the report with somebody by ids, by order, by moments. The second kind is refuted at its root: the
same days are lived through with another reporter, at another minute, or with none, and what is left must be the same.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import Engine, select

from checklists.content import Content
from checklists.judgement.judge import Judge
from storage import upkeep
from storage.database import open_engine, units
from storage.tables import asides, metadata
from tests.conftest import CountedCodes, Fresh, SetClock
from tests.databases import Databases
from tests.transcripts.stage import Stage

pytestmark = pytest.mark.unwatched

TOLD = (
    "> 举报\n> 匿名\n> 是员工\n> 宏达家具\n> 1\n> 三号宿舍地下室\n> 晚上有人在地下室偷偷做饭还充电\n>photo red\n> 好了"
)
WORDS = ("三号宿舍地下室", "偷偷做饭")
BEFORE = "@李安\n> 菜单\n> 上报隐患\n@赵小兵\n> 菜单\n@路过的人\n>follow"
AFTER = "@李安\n> 菜单\n@赵小兵\n> 菜单\n@路过的人\n> 菜单\n@刘明\n> 举报件\n> 1"
REPORTERS = ("李安", "赵小兵", "路过的人")
"""Somebody with a form half filled, somebody without, and a stranger."""


class World:
    """One course of the same days, on a record of its own."""

    def __init__(self, stage: Stage, engine: Engine, file: Path) -> None:
        self.stage, self.engine, self.file, self.chapter = stage, engine, file, 0

    def live(self, *scripts: str) -> World:
        """Each script is a chapter; the platform's ids go on from a round number, whatever came before."""
        for script in scripts:
            self.chapter += 1
            self.stage.sent = 1000 * self.chapter
            self.stage.replay(script)
        return self

    def raw(self) -> bytes:
        """The database's file, its log, and a backup, as bytes."""
        backup = self.file.with_suffix(".backup")
        backup.unlink(missing_ok=True)
        upkeep.backup(self.engine, backup)
        log = self.file.with_name(f"{self.file.name}-wal")
        return self.file.read_bytes() + backup.read_bytes() + (log.read_bytes() if log.exists() else b"")

    def found(self) -> dict[str, object]:
        """All that can be read: every row in its order, every photo. What is sealed is told by its kind only."""
        with self.stage.open_unit() as unit:
            rows: dict[str, object] = {
                name: [tuple(row) for row in unit.execute(select(table).order_by(*table.primary_key))]
                for name, table in metadata.tables.items()
                if table is not asides
            }
            sealed = unit.execute(select(asides.c.kind, asides.c.until)).all()
        rows["asides"] = sorted(tuple(row) for row in sealed)
        folder = self.stage.media_folder
        rows["photos"] = {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
        return rows


NewWorld = Callable[[], World]


@pytest.fixture
def new_world(
    content: Content, judge: Judge, two_towns: None, fresh: Fresh, databases: Databases, tmp_path: Path
) -> Iterator[NewWorld]:
    """Makes records of the two towns, each with its own clock, all alike."""
    with ExitStack() as stack:
        made: list[World] = []

        def make() -> World:
            file = tmp_path / f"world-{len(made)}" / "ancha.sqlite3"
            engine = databases.quick(open_engine(fresh("sqlite", file)))
            stack.callback(engine.dispose)
            clock = SetClock()
            open_unit = units(engine, clock, CountedCodes(), b"a secret of the tests")
            made.append(World(Stage(content, judge, open_unit, file.parent / "media", clock), engine, file))
            return made[-1]

        yield make


def reported(world: World, name: str, minutes: int = 1) -> World:
    """Everybody is there, one of them reports and looks the report up, the hour is full, everybody is there again."""
    return world.live(BEFORE, f"!clock +{minutes}m\n@{name}\n{TOLD}\n> 确认\n> 回执\n> C00000000002", "!batch", AFTER)


@pytest.mark.parametrize("name", REPORTERS[1:])
def test_whoever_reported_the_record_is_the_same(name: str, new_world: NewWorld) -> None:
    one, other = reported(new_world(), REPORTERS[0]).found(), reported(new_world(), name).found()
    for table, rows in one.items():
        assert rows == other[table], table


def test_at_whichever_minute_of_the_hour_the_record_is_the_same(new_world: NewWorld) -> None:
    one, other = reported(new_world(), "赵小兵").found(), reported(new_world(), "赵小兵", 25).found()
    for table, rows in one.items():
        assert rows == other[table], table


@pytest.mark.parametrize("end", ["> 放弃\n> 确认放弃", "> 菜单", "> 先停一下", "", "> 菜单\n> 举报\n> 退出"])
def test_a_report_that_was_not_made_was_never_begun(end: str, new_world: NewWorld) -> None:
    """Given up, left for the menu, or just not gone on with: days later the record is that of a world without it."""
    days = "!clock +5d\n!batch"
    begun = new_world().live(f"{BEFORE}\n!clock +1m\n@赵小兵\n{TOLD}\n{end}", days, "@李安\n> 菜单").found()
    never = new_world().live(BEFORE, days, "@李安\n> 菜单").found()
    for table, rows in begun.items():
        assert rows == never[table], table


def test_the_words_stand_nowhere_until_they_stand_in_the_one_table(
    new_world: NewWorld, caplog: pytest.LogCaptureFixture
) -> None:
    """While they are being written, when they are sent, and before officials have them."""
    with caplog.at_level(logging.DEBUG):
        world = new_world().live(BEFORE)
        for script in (f"@赵小兵\n{TOLD}", "> 确认", "> 回执\n> C00000000002"):
            world.live(script)
            raw = world.raw()
            assert not [word for word in WORDS if word.encode() in raw or repr(word)[1:-1].encode() in raw]
        world.live("!batch")
        with_words = [table for table, rows in world.found().items() if any(word in str(rows) for word in WORDS)]
        assert with_words == ["whistles"]
    assert not [word for word in (*WORDS, "赵小兵", "C00000000002") if word in caplog.text]


def test_neither_log_nor_counters_say_when_it_was(new_world: NewWorld, caplog: pytest.LogCaptureFixture) -> None:
    """Every other message has a line and is counted; by the gap one would know the minute."""
    world = new_world().live(BEFORE)
    heard: list[str] = []
    world.stage.gateway = replace(world.stage.gateway, heard=lambda *one: heard.append(one[1]))
    with caplog.at_level(logging.DEBUG):
        world.live(f"@赵小兵\n{TOLD}", "> 确认")
        assert not [one.getMessage() for one in caplog.records if one.name.startswith("ancha.")]
        assert heard == []
        world.live("@李安\n> 菜单")
    assert heard == ["taken"]


def test_what_is_let_go_is_not_in_the_bytes_either(new_world: NewWorld) -> None:
    """Neither in free pages nor in the log: the words are sealed from the first, and sheets that go are overwritten."""
    world = new_world().live(BEFORE, f"@赵小兵\n{TOLD}")
    with world.stage.open_unit() as unit:
        sheets = [row.sealed for row in unit.execute(select(asides))]
    assert sheets
    world.live("!clock +5d\n!batch")
    raw = world.raw()
    assert not [one for one in sheets if one.encode() in raw]
    assert not [word for word in WORDS if word.encode() in raw]


def test_no_photo_tells_when_or_by_whom_it_was_taken(new_world: NewWorld) -> None:
    """Before the hour is full the file bears its day alone, and the row no owner, no moment, no hash of what was sent."""
    world = new_world().live(BEFORE, f"@赵小兵\n{TOLD}\n> 确认", "@李安\n> 隐患\n>photo red")
    with world.stage.open_unit() as unit:
        anonymous, named = unit.execute(select(metadata.tables["media"]).order_by("id")).all()
    assert anonymous.owner_binding is None
    assert (anonymous.created_at.hour, anonymous.created_at.minute) == (0, 0)
    assert anonymous.sha256 != named.sha256
    written = (world.stage.media_folder / anonymous.path).stat().st_mtime
    assert written == anonymous.created_at.timestamp()
