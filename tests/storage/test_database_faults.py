"""The drivers' errors become ours, sorted by what the caller can do."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import event, text

from checklists.errors import TellOperator, TryLater
from storage.database import open_engine, units
from storage.tables import metadata
from storage.unit_of_work import OpenUnit
from tests.conftest import CountedCodes, Database, SetClock


def opened(file: Path) -> OpenUnit:
    engine = open_engine(f"sqlite:///{file}")
    event.listen(engine, "connect", lambda connection, _: connection.execute("PRAGMA busy_timeout=20"))
    return units(engine, SetClock(), CountedCodes())


@pytest.fixture
def file(tmp_path: Path) -> Path:
    where = tmp_path / "ancha.sqlite3"
    engine = open_engine(f"sqlite:///{where}")
    metadata.create_all(engine)
    engine.dispose()
    return where


def test_a_lock_of_another_process_is_tried_later(file: Path) -> None:
    other = sqlite3.connect(file, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(TryLater, match="locked by another process"), opened(file)():
        pass
    other.close()
    with opened(file)() as unit:
        unit.execute(text("SELECT 1"))


def test_a_file_that_is_no_database_needs_the_operator(tmp_path: Path) -> None:
    file = tmp_path / "ancha.sqlite3"
    file.write_bytes(b"this is a letter to my aunt" * 100)
    with pytest.raises(TellOperator, match="not an Ancha database"), opened(file)():
        pass


def test_a_place_that_cannot_be_opened_needs_the_operator(tmp_path: Path) -> None:
    (tmp_path / "ancha.sqlite3").mkdir()
    with pytest.raises(TellOperator, match="cannot be opened"), opened(tmp_path / "ancha.sqlite3")():
        pass


@pytest.mark.parametrize("instead", ["nothing", "a copy"])
def test_a_file_taken_away_from_under_the_program_takes_no_more_words(file: Path, instead: str) -> None:
    open_unit = opened(file)
    with open_unit() as unit:
        unit.execute(text("SELECT 1"))
    away = file.rename(file.with_name("elsewhere"))
    if instead == "a copy":
        file.write_bytes(away.read_bytes())
    there = sorted(one.name for one in file.parent.iterdir())
    for _ in range(2):  # nor does a second try open a new, empty file in its place
        with pytest.raises(TellOperator, match="removed or replaced while the program ran"), open_unit():
            pass
    assert sorted(one.name for one in file.parent.iterdir()) == there
    away.replace(file)
    with open_unit() as unit:
        unit.execute(text("SELECT 1"))


@pytest.mark.parametrize("address", ["sqlite://", "sqlite:///:memory:"])
def test_a_record_in_memory_is_refused(address: str) -> None:
    with pytest.raises(TellOperator, match="write ANCHA_DATABASE_URL as sqlite:///FILE"):
        open_engine(address)


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_a_server_that_only_reads_needs_the_operator(database: Database) -> None:
    with database.open_unit() as unit:
        unit.execute(text("SET TRANSACTION READ ONLY"))
        with pytest.raises(TellOperator, match="takes no writes"):
            unit.execute(text("UPDATE regions SET name = name"))


def test_a_server_that_is_away_is_tried_later(tmp_path: Path) -> None:
    engine = open_engine(f"postgresql+psycopg://ancha@/ancha?host={tmp_path}")
    with pytest.raises(TryLater, match="does not answer"), units(engine, SetClock(), CountedCodes())():
        pass


def test_our_own_mistake_in_a_statement_is_neither(file: Path) -> None:
    with opened(file)() as unit, pytest.raises(Exception, match="no such table") as caught:
        unit.execute(text("SELECT * FROM aunts"))
    assert not isinstance(caught.value, TryLater | TellOperator)
