"""Migrations make the tables the code means; copies are whole, whatever goes on meanwhile."""

from __future__ import annotations

import shutil
import sqlite3
import threading
from pathlib import Path

import pytest
from sqlalchemy import text

from checklists.errors import TellOperator, UserMistake
from storage import enterprises, upkeep
from storage.database import open_engine, units
from storage.keys import Keys
from storage.scope import EVERYTHING
from storage.upkeep.schema import differences
from tests.conftest import CountedCodes, Database, SetClock

KEYS = Keys(b"a secret of the tests")


def emptied(database: Database) -> Database:
    """The database without any table."""
    with database.engine.begin() as connection:
        if database.kind == "postgresql":
            connection.execute(text("DROP SCHEMA public CASCADE"))
            connection.execute(text("CREATE SCHEMA public"))
        else:
            connection.execute(text("PRAGMA defer_foreign_keys=ON"))
            names = connection.execute(
                text("SELECT name FROM sqlite_master WHERE type='table' AND name NOT LIKE 'sqlite_%'")
            )
            for (name,) in names.all():
                connection.execute(text(f"DROP TABLE {name}"))
    return database


def at_head(database: Database) -> Database:
    """The tables of the code, said to be those of this version: that the migrations make the same is shown once, below,
    and takes a second each time."""
    with database.engine.begin() as connection:
        connection.execute(
            text(
                "CREATE TABLE alembic_version "
                "(version_num VARCHAR(32) NOT NULL, CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num))"
            )
        )
        connection.execute(text("INSERT INTO alembic_version VALUES (:head)"), {"head": upkeep.head()})
    return database


def with_counties(database: Database, *names: str) -> Database:
    with database.open_unit() as unit:
        for number, name in enumerate(names):
            enterprises.add_region(unit, f"36070{number}", name, "county")
        unit.commit()
    return database


def counties(database: Database) -> list[str]:
    with database.open_unit() as unit:
        return [name for _, name in enterprises.counties(unit, EVERYTHING)]


def test_the_migrations_make_exactly_the_tables_of_the_code(database: Database) -> None:
    engine = emptied(database).engine
    assert upkeep.revision(engine) is None
    assert upkeep.upgrade(engine) == (None, upkeep.head())
    assert upkeep.at_head(engine)
    with engine.connect() as connection:
        assert differences(connection) == ()
    assert upkeep.check(engine, KEYS).sound


def test_a_second_upgrade_changes_nothing(database: Database) -> None:
    at_head(database)
    with_counties(database, "章贡区")
    assert upkeep.upgrade(database.engine) == (upkeep.head(), upkeep.head())
    assert counties(database) == ["章贡区"]


def test_two_processes_that_start_together_upgrade_once(database: Database) -> None:
    engine = emptied(database).engine
    results: list[object] = []

    def start() -> None:
        try:
            results.append(upkeep.upgrade(engine))
        except Exception as error:
            results.append(error)

    threads = [threading.Thread(target=start) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    head = upkeep.head()
    assert sorted(map(str, results)) == sorted(map(str, [(None, head), (head, head)]))


def test_a_database_of_a_later_version_is_left_alone(database: Database) -> None:
    at_head(database)
    with database.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(TellOperator, match="made by a later version"):
        upkeep.upgrade(database.engine)
    assert not upkeep.check(database.engine, KEYS).sound


def test_a_copy_brings_back_what_was(database: Database, tmp_path: Path) -> None:
    at_head(database)
    with_counties(database, "章贡区")
    upkeep.backup(database.engine, tmp_path / "copy")
    assert (tmp_path / "copy").stat().st_mode & 0o077 == 0, "names, and what is wrong in enterprises"
    with_counties(database, "章贡区", "南康区")

    upkeep.restore(database.engine, tmp_path / "copy", tmp_path / "kept")
    assert counties(database) == ["章贡区"]
    upkeep.restore(database.engine, tmp_path / "kept", tmp_path / "kept again")
    assert counties(database) == ["章贡区", "南康区"]
    assert upkeep.check(database.engine, KEYS).sound


def test_a_restore_asks_whether_somebody_else_has_the_database_open(database: Database, tmp_path: Path) -> None:
    """Also one that does nothing just now; its own connections do not count."""
    address = database.engine.url.set(database=str(tmp_path / "apart.sqlite3"))
    if database.kind == "postgresql":  # in the tests' own somebody always is
        address = database.engine.url.set(database="apart")
        with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("DROP DATABASE IF EXISTS apart"))
            connection.execute(text("CREATE DATABASE apart"))
    mine, other = (open_engine(address.render_as_string(hide_password=False)) for _ in range(2))
    for engine in (mine, other):
        with engine.connect() as connection:
            connection.execute(text("CREATE TABLE IF NOT EXISTS t (x INTEGER)"))
    with pytest.raises(UserMistake, match=r"is open elsewhere .* Stop the program first"):
        upkeep.must_be_alone(mine)
    other.dispose()
    upkeep.must_be_alone(mine)
    with mine.connect() as connection:
        connection.execute(text("SELECT 1"))  # it goes on as before
    mine.dispose()


def test_nothing_is_overwritten(database: Database, tmp_path: Path) -> None:
    at_head(database)
    upkeep.backup(database.engine, tmp_path / "copy")
    before = (tmp_path / "copy").read_bytes()
    with pytest.raises(UserMistake, match="is there already"):
        upkeep.backup(database.engine, tmp_path / "copy")
    assert (tmp_path / "copy").read_bytes() == before
    assert sorted(file.name for file in tmp_path.glob("*unfinished*")) == []


def test_what_is_no_copy_is_refused(database: Database, tmp_path: Path) -> None:
    at_head(database)
    with_counties(database, "章贡区")
    (tmp_path / "letter").write_text("no database")
    with pytest.raises(UserMistake, match="of an Ancha database"):
        upkeep.restore(database.engine, tmp_path / "letter", tmp_path / "kept")
    assert counties(database) == ["章贡区"]
    assert not (tmp_path / "kept").exists()


@pytest.fixture(scope="module")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file that the migrations made."""
    file = tmp_path_factory.mktemp("migrated") / "as new.sqlite3"
    engine = open_engine(f"sqlite:///{file}")
    upkeep.upgrade(engine)
    engine.dispose()
    return file


@pytest.fixture
def sqlite(migrated: Path, tmp_path: Path, clock: SetClock, codes: CountedCodes) -> Database:
    engine = open_engine(f"sqlite:///{shutil.copyfile(migrated, tmp_path / 'own.sqlite3')}")
    return Database("sqlite", engine, units(engine, clock, codes, b"a secret of the tests"))


def test_a_copy_made_while_people_write_holds_one_moment(sqlite: Database, tmp_path: Path) -> None:
    with_counties(sqlite, "章贡区")
    with sqlite.open_unit() as unit:
        enterprises.add_region(unit, "360799", "还没提交", "county")
        upkeep.backup(sqlite.engine, tmp_path / "copy")
        unit.commit()
    found = sqlite3.connect(tmp_path / "copy")
    assert [row[0] for row in found.execute("SELECT name FROM regions")] == ["章贡区"]
    found.close()


def test_who_is_reading_sees_the_old_record_or_the_restored_one(sqlite: Database, tmp_path: Path) -> None:
    with_counties(sqlite, "章贡区")
    upkeep.backup(sqlite.engine, tmp_path / "copy")
    with_counties(sqlite, "章贡区", "南康区")
    reader = sqlite3.connect(tmp_path / "own.sqlite3")
    assert reader.execute("SELECT count(*) FROM regions").fetchone() == (2,)
    upkeep.restore(sqlite.engine, tmp_path / "copy", tmp_path / "kept")
    assert reader.execute("SELECT count(*) FROM regions").fetchone() == (1,)
    reader.close()


def test_a_damaged_copy_is_refused(sqlite: Database, tmp_path: Path) -> None:
    with_counties(sqlite, *(f"县{number}" for number in range(9)))
    upkeep.backup(sqlite.engine, tmp_path / "copy")
    data = bytearray((tmp_path / "copy").read_bytes())
    data[4096 * 3 : 4096 * 8] = bytes(4096 * 5)
    (tmp_path / "copy").write_bytes(data)
    with pytest.raises(UserMistake, match="no whole copy"):
        upkeep.restore(sqlite.engine, tmp_path / "copy", tmp_path / "kept")


def test_a_lost_reference_is_found(sqlite: Database, tmp_path: Path) -> None:
    broken = sqlite3.connect(tmp_path / "own.sqlite3")
    broken.execute("INSERT INTO roles (person_id, role, granted_at) VALUES (77, 'county', '2023-06-01')")
    broken.commit()
    broken.close()
    health = upkeep.check(sqlite.engine, KEYS)
    assert "row 1 of roles points to a row of persons that is not there" in health.faults[0]
