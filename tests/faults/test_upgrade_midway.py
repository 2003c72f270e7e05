"""A program is upgraded while people are in the middle of a checklist: they go on where they were."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, inspect, select

from storage import upkeep
from storage.database import open_engine, units
from storage.tables import audit, inspection_answers, inspections, metadata, sessions
from storage.upkeep.schema import differences
from tests.conftest import CountedCodes, Database
from tests.faults.looking import count, standing
from tests.transcripts.stage import Stage

pytestmark = pytest.mark.unwatched


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_checklist_half_filled_on_the_first_version_is_finished_on_this_one(
    stage: Stage, database: Database, tmp_path: Path
) -> None:
    shown = stage.replay("@王建国\n> 自查")
    while not (half := _half_filled(stage)):
        shown = _answered(stage, shown)
    assert count(database.open_unit, inspections) == 0
    old = open_engine(f"sqlite:///{tmp_path / 'old.sqlite3'}")
    with old.connect() as target:
        _first_version(target)
        with database.engine.connect() as source, closing(source.connection):
            _carried_over(source, target)
        target.commit()
    assert upkeep.revision(old) == "0001"
    assert upkeep.upgrade(old) == ("0001", upkeep.head())
    with old.connect() as connection:
        assert differences(connection) == ()
    stage.open_unit = units(old, stage.clock, CountedCodes(), b"a secret of the tests")
    stage.restart()
    assert standing(stage.open_unit) == half
    shown = stage.replay("@王建国\n> 继续")
    for _ in range(30):
        if count(stage.open_unit, inspections):
            break
        shown = _answered(stage, shown)
    assert count(stage.open_unit, inspections) == 1, shown
    with stage.open_unit() as unit:
        kept = set(unit.execute(select(inspection_answers.c.question)).scalars())
    assert set(half["answers"]) <= kept
    assert count(stage.open_unit, audit, audit.c.action == "inspection.finished") == 1
    old.dispose()


def _half_filled(stage: Stage) -> Any:
    """Where the checklist stands once something is answered in it; nothing before."""
    with stage.open_unit() as unit:
        query = select(sessions.c.state).where(sessions.c.status == "active", sessions.c.conversation == "inspection")
        state = unit.execute(query).scalar_one_or_none()
    return state if state and state.get("answers") else None


def _answered(stage: Stage, shown: str) -> str:
    """Answer what is asked; what is asked then."""
    if "都答完了" in shown:
        return stage.replay("> 提交")
    return stage.replay(">photo red\n> 好了" if "请直接发照片" in shown else "> 1")


def _first_version(connection: Connection) -> None:
    from alembic import command

    from storage.upkeep.schema import _config

    command.upgrade(_config(connection), "0001")


def _carried_over(source: Connection, target: Connection) -> None:
    """What the first version would have written: its tables, with the columns they had."""
    there = inspect(target)
    for table in metadata.sorted_tables:
        if not there.has_table(table.name):
            continue
        names = [column["name"] for column in there.get_columns(table.name)]
        columns = ", ".join(f'"{name}"' for name in names)
        rows = source.exec_driver_sql(f"SELECT {columns} FROM {table.name}").all()
        marks = ", ".join("?" for _ in names)
        for row in rows:
            target.exec_driver_sql(f"INSERT INTO {table.name} ({columns}) VALUES ({marks})", tuple(row))
