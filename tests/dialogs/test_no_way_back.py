"""An attacker with everything there is looks for whoever reported anonymously, and finds nobody.

They have the database's files as bytes, its write-ahead log, a backup, the photos and the log lines; on PostgreSQL what
it keeps for itself too: sequences, the order of rows in their files and of the transactions that wrote them, and a dump.
They look for words, and they try to join the report with somebody by ids, by order, by moments. The second kind is
refuted at its root: the same days are lived through with another reporter, at another minute, or with none, and what is
left must be the same.
"""

from __future__ import annotations

import logging
import re
import subprocess
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import Engine, select, text

from checklists.content import Content
from checklists.judgement.judge import Judge
from storage import private_post, upkeep
from storage.database import open_engine, units
from storage.tables import asides, metadata
from storage.unit_of_work import UnitOfWork
from tests.conftest import CountedCodes, Fresh, SetClock
from tests.databases import AsNew, Databases
from tests.postgres import binaries
from tests.transcripts.stage import Stage
from tests.transcripts.town import build

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
        self.server = engine.dialect.name == "postgresql"

    def live(self, *scripts: str) -> World:
        """Each script is a chapter; the platform's ids go on from a round number, whatever came before."""
        for script in scripts:
            self.chapter += 1
            self.stage.sent = 1000 * self.chapter
            self.stage.replay(script)
        return self

    def raw(self, *, log: bool = True) -> bytes:
        """The database's files, its log, and a backup, as bytes."""
        if self.server:
            return self._dumped().encode() + b"".join(self._files(log=log))
        backup = self._copied()
        ahead = self.file.with_name(f"{self.file.name}-wal")
        return self.file.read_bytes() + backup.read_bytes() + (ahead.read_bytes() if ahead.exists() else b"")

    def found(self) -> dict[str, object]:
        """All that can be read: every row in its order, every photo. What is sealed is told by its kind only."""
        with self.stage.open_unit() as unit:
            rows: dict[str, object] = {
                name: [tuple(row) for row in unit.execute(select(table).order_by(*table.primary_key))]
                for name, table in metadata.tables.items()
                if table is not asides
            }
            sealed = unit.execute(select(asides.c.kind, asides.c.until)).all()
            if self.server:
                rows |= _behind_the_rows(unit)
        if self.server:
            rows["dump"] = sorted(_SEALED.sub("sealed", line) for line in self._dumped().splitlines())
        rows["asides"] = sorted(tuple(row) for row in sealed)
        folder = self.stage.media_folder
        rows["photos"] = {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
        return rows

    def _copied(self) -> Path:
        backup = self.file.with_suffix(".backup")
        backup.parent.mkdir(parents=True, exist_ok=True)
        backup.unlink(missing_ok=True)
        upkeep.backup(self.engine, backup)
        return backup

    def _dumped(self) -> str:
        """The backup of a server, as the SQL it stands for."""
        command = [str(binaries() / "pg_restore"), "--file=-", str(self._copied())]
        written = subprocess.run(command, capture_output=True, text=True, check=True).stdout
        return "\n".join(line for line in written.splitlines() if "restrict " not in line)  # of each dump anew

    def _files(self, *, log: bool) -> Iterator[bytes]:
        """Those of our tables and indexes, and the server's write-ahead log."""
        with self.engine.connect() as connection:
            connection.execution_options(isolation_level="AUTOCOMMIT").execute(text("CHECKPOINT"))
            folder = Path(connection.execute(text("SHOW data_directory")).scalar_one())
            query = "SELECT pg_relation_filepath(oid) FROM pg_class WHERE relnamespace = 'public'::regnamespace"
            names = connection.execute(text(query)).scalars().all()
        ahead = (folder / "pg_wal").glob("0*") if log else ()
        for file in (*(folder / name for name in names if name), *ahead):
            yield file.read_bytes()


_SEALED = re.compile(r"^\S+\t(sheet|message|letter|report|photo)\t\S+", re.MULTILINE)


def _behind_the_rows(unit: UnitOfWork) -> dict[str, object]:
    """What PostgreSQL keeps beside them: how far ids were given out, in which order rows lie in their files, and in
    which order the transactions came that wrote them."""
    sequences = "SELECT sequencename, last_value FROM pg_sequences WHERE schemaname = 'public' ORDER BY 1"
    found: dict[str, object] = {"sequences": [tuple(row) for row in unit.execute(text(sequences))]}
    written: dict[int, list[str]] = {}
    for table in metadata.sorted_tables:
        key = ", ".join(column.name for column in table.primary_key)
        query = f"SELECT xmin::text::bigint AS by, ({'kind' if table is asides else f'({key})::text'}) AS what"
        rows = unit.execute(text(f"{query} FROM {table.name} ORDER BY ctid")).all()
        if table is not asides:  # those lie in the order of their keys
            found[f"{table.name} in its file"] = [row.what for row in rows]
        for row in rows:
            written.setdefault(row.by, []).append(f"{table.name} {row.what}")
    found["transactions"] = [sorted(written[number]) for number in sorted(written)]
    # Written in the order of their keys; a small one may still fill what was left of an earlier page.
    pages: dict[str, list[tuple[int, str]]] = {}
    for row in unit.execute(text("SELECT ctid::text AS place, key FROM asides")).all():
        page, line = row.place.strip("()").split(",")
        pages.setdefault(page, []).append((int(line), row.key))
    for there in pages.values():
        keys = [key for _, key in sorted(there)]
        assert keys == sorted(keys)
    return found


NewWorld = Callable[[], World]


@pytest.fixture(params=["sqlite", "postgresql"])
def new_world(
    request: pytest.FixtureRequest, content: Content, judge: Judge, two_towns: None, fresh: Fresh, databases: Databases,
    tmp_path: Path,
) -> Iterator[NewWorld]:  # fmt: skip
    """Makes records of the two towns, each with its own clock, all alike. On PostgreSQL each is a database on a server
    of this test's own: in files and logs that others have used stand other tests' words, and room where their rows were."""
    with ExitStack() as stack:
        made: list[World] = []
        own = Databases(tmp_path, stack)

        def address(file: Path) -> str:
            if request.param == "sqlite":
                return fresh("sqlite", file)
            return own.postgresql(AsNew(f"world_{len(made)}", lambda unit: build(unit, content)))

        def make() -> World:
            file = tmp_path / f"world-{len(made)}" / "ancha.sqlite3"
            engine = databases.quick(open_engine(address(file)))
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
        assert with_words in (["whistles"], ["whistles", "dump"])
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
    """Neither in free pages nor in the log: the words are sealed from the first, and sheets that go are overwritten.

    PostgreSQL writes them into a new file; its log keeps them, sealed, until it goes on in the same file.
    """
    world = new_world().live(BEFORE, f"@赵小兵\n{TOLD}")
    with world.stage.open_unit() as unit:
        sheets = [row.sealed for row in unit.execute(select(asides))]
    assert sheets
    world.live("!clock +5d\n!batch")
    raw = world.raw(log=False) if world.server else world.raw()
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


def test_no_number_is_left_out_where_a_photo_was(new_world: NewWorld) -> None:
    """Between two photos of others, whose moments are known."""
    world = new_world().live("@李安\n> 隐患\n>photo red", f"@赵小兵\n{TOLD}\n> 确认", "@李安\n>photo blue", "!batch")
    with world.stage.open_unit() as unit:
        assert unit.execute(select(metadata.tables["media"].c.id).order_by("id")).scalars().all() == [1, 2, 3]
    if world.server:
        assert ("media_id_seq", 3) in world.found()["sequences"]  # type: ignore[operator]


@pytest.mark.parametrize("end", ["> 确认\n> 回执\n> C00000000002", "> 确认", "", "> 放弃\n> 确认放弃"])
def test_who_never_said_anything_else_is_not_known_at_all(end: str, new_world: NewWorld) -> None:
    """A row for an address that was never heard from would say who it is. While an answer waits it is needed."""
    world = new_world().live(BEFORE, f"@从来没说过别的人\n{TOLD}\n{end}")
    with world.stage.open_unit() as unit:
        for letter in private_post.due(unit):
            private_post.settle(unit, letter.id, "sent", None)
        unit.commit()
    world.live("!batch", AFTER)
    known = world.found()
    assert "从来没说过别的人" not in str([rows for table, rows in known.items() if table != "photos"])
    if not world.server:
        assert "从来没说过别的人".encode() not in world.raw()
    again = "> 回执\n> C00000000002" if "确认\n> 回执" in end else "> 接着填"
    world.live(f"@从来没说过别的人\n{again}")
