"""`import enterprises` and `import people` die at the n-th statement: nothing is entered, and the same command again
enters everything."""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from openpyxl import Workbook
from sqlalchemy import event
from sqlalchemy.engine import Engine

from bot.sample.identity import credit_code
from checklists.content import Content
from storage import enterprises, upkeep
from storage.database import open_engine, units
from tests.conftest import CountedCodes, SetClock
from tests.faults.serving import forked
from tests.own import own_content

pytestmark = pytest.mark.unwatched
HEADS = ("企业名称", "统一社会信用代码", "县区", "行业", "特殊情形", "从业人数")
PEOPLE = ("姓名", "身份", "统一社会信用代码")
MOST = 5


@pytest.fixture
def folder(tmp_path: Path, content: Content) -> Path:
    """A county without enterprises, and the two tables."""
    engine = open_engine(f"sqlite:///{tmp_path / 'data' / 'ancha.db'}")
    upkeep.upgrade(engine)
    with units(engine, SetClock(), CountedCodes(), b"a secret of the tests")() as unit:
        enterprises.add_region(unit, "360700", "赣州市", "city")
        enterprises.add_region(unit, "360702", "章贡区", "county")
        unit.commit()
    engine.dispose()
    works = [(f"第{one}家具厂", credit_code("360702", one), "章贡区", "工贸", "", 9) for one in range(1, MOST + 1)]
    _table(tmp_path / "enterprises.xlsx", HEADS, *works)
    _table(tmp_path / "people.xlsx", PEOPLE, *((f"厂长{row[0]}", "主要负责人", row[1]) for row in works))
    return tmp_path


def _table(file: Path, *rows: tuple[object, ...]) -> None:
    made = Workbook()
    sheet = made.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    made.save(file)


def test_an_import_that_dies_enters_nothing_and_again_everything(folder: Path) -> None:
    codes = folder / "codes.csv"
    for words, query in (
        (("import", "enterprises", str(folder / "enterprises.xlsx")), "SELECT count(*) FROM enterprises"),
        (("import", "people", str(folder / "people.xlsx"), "--codes", str(codes)), "SELECT count(*) FROM persons"),
    ):
        last = _statements(folder, words)
        assert last > MOST
        for nth in (last // 2, last):
            assert forked(_command, (folder / "data", words, nth, None)) == -signal.SIGKILL
            assert _one(folder, query) == 0
        assert forked(_command, (folder / "data", words, 0, None)) == 0
        assert _one(folder, query) == MOST
    lines = codes.read_text(encoding="utf-8-sig").splitlines()[1:]
    assert len(lines) == MOST
    assert _one(folder, "SELECT count(*) FROM invitations") == MOST
    given = {line.split(",")[3] for line in lines}
    with closing(sqlite3.connect(folder / "data" / "ancha.db")) as connection:
        assert given == {row[0] for row in connection.execute("SELECT code FROM invitations")}


def _statements(folder: Path, words: tuple[str, ...]) -> int:
    """How many statements the command needs, the commit being the last; found out on a copy."""
    copy = folder / "copy"
    shutil.copytree(folder / "data", copy)
    assert forked(_command, (copy, words, 0, folder / "counted")) == 0
    shutil.rmtree(copy)
    return int((folder / "counted").read_text())


def _one(folder: Path, query: str) -> int:
    with closing(sqlite3.connect(folder / "data" / "ancha.db")) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        return int(connection.execute(query).fetchone()[0])


def _command(data: Path, words: tuple[str, ...], nth: int, count_to: Path | None) -> None:
    """Give the command in a process of its own, which dies as the n-th statement begins."""
    from bot.commands import door

    os.environ["ANCHA_DATA_DIR"] = str(data)
    counted = _counting(nth)
    next(counted)
    door([*words], obj=own_content(), standalone_mode=False)
    if count_to is not None:
        count_to.write_text(str(next(counted)))


def _counting(nth: int) -> Iterator[int]:
    seen = [0]

    def stated(_: str) -> None:
        seen[0] += 1
        if seen[0] == nth:
            os.kill(os.getpid(), signal.SIGKILL)

    def connected(connection: sqlite3.Connection, _: object) -> None:
        connection.set_trace_callback(stated)

    event.listen(Engine, "connect", connected)
    while True:
        yield seen[0]
