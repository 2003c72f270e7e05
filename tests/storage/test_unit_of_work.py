"""One transaction: kept by commit, gone without it, and one moment for all of it."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import psycopg
import pytest
from psycopg import errors
from sqlalchemy import func, select, text
from sqlalchemy.exc import OperationalError

from checklists.errors import TellOperator, TryLater
from storage import people, reaching
from storage.database import open_engine, units
from storage.faults import translated
from storage.tables import bindings, persons
from tests.conftest import CountedCodes, Database, SetClock
from tests.databases import Databases


def persons_there(database: Database) -> int:
    with database.open_unit() as unit:
        return int(unit.execute(select(func.count()).select_from(persons)).scalar_one())


def test_what_is_committed_stays(database: Database) -> None:
    with database.open_unit() as unit:
        people.add_person(unit, "李安")
        unit.commit()
    assert persons_there(database) == 1


def test_leaving_without_commit_rolls_everything_back(database: Database) -> None:
    with database.open_unit() as unit:
        people.add_person(unit, "李安")
    assert persons_there(database) == 0


def test_a_fault_rolls_everything_back(database: Database) -> None:
    def faulty() -> None:
        with database.open_unit() as unit:
            people.add_person(unit, "李安")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        faulty()
    assert persons_there(database) == 0


def test_what_comes_after_the_commit_needs_one_of_its_own(database: Database) -> None:
    with database.open_unit() as unit:
        people.add_person(unit, "李安")
        unit.commit()
        people.add_person(unit, "王建国")
    assert persons_there(database) == 1


def test_one_unit_bears_one_moment(database: Database, clock: SetClock) -> None:
    with database.open_unit() as unit:
        begun = unit.now
        clock.move(days=1)
        assert unit.now == begun
        reaching.bound(unit, "web", "default", "李安")
        unit.commit()
        clock.move(days=-1)
    with database.open_unit() as unit:
        assert unit.execute(select(bindings.c.created_at)).scalar_one() == datetime(2023, 6, 12, 2, 0, tzinfo=UTC)


def test_a_moment_without_a_zone_cannot_be_stored(database: Database) -> None:
    with pytest.raises(Exception, match="without a time zone"), database.open_unit() as unit:
        unit.execute(persons.insert().values(name="李安", created_at=datetime(2023, 6, 12)))  # noqa: DTZ001


def test_a_unit_that_is_not_open_says_so(database: Database) -> None:
    with pytest.raises(RuntimeError, match="inside its with block"):
        database.open_unit().execute(select(persons))


def test_sqlite_keeps_our_promises(tmp_path: Path) -> None:
    """WAL, synchronous=FULL (2), foreign keys on."""
    engine = open_engine(f"sqlite:///{tmp_path / 'ancha.sqlite3'}")
    with engine.connect() as connection:
        asked = {name: connection.execute(text(f"PRAGMA {name}")).scalar_one() for name in PRAGMAS}
    engine.dispose()
    assert asked == PRAGMAS


PRAGMAS = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}


@pytest.mark.parametrize(
    "address",
    [
        "ancha.sqlite3 please",
        "mysql://a/b",
        "postgres://a/b",
        "postgresql+asyncpg://a/b",
        "postgresql+psycopg://a:port/b",
    ],
)
def test_an_address_that_is_none_is_said_to_the_operator(address: str) -> None:
    with pytest.raises(TellOperator, match="DATABASE_URL is not a database address"):
        open_engine(address)


SOCKET = 'connection to server on socket "/tmp/.s.PGSQL.5432" failed: '
NO_DATABASE, NO_PASSWORD = errors.InvalidCatalogName, errors.InvalidPassword
NOT_YET, AWAY = errors.CannotConnectNow, psycopg.OperationalError


@pytest.mark.parametrize(
    ("error", "remedy"),
    [
        (NO_DATABASE('致命错误:  数据库 "ancha" 不存在'), TellOperator),
        (NO_DATABASE("database fehlt"), TellOperator),
        (NO_PASSWORD('用户 "ancha" Password 认证失败'), TellOperator),
        (NOT_YET('FATAL:  the database system is starting up; role "x" does not exist'), TryLater),
        (AWAY(SOCKET + '致命错误:  数据库 "ancha" 不存在'), TellOperator),
        (AWAY(SOCKET + '致命错误:  角色 "ancha" 不存在'), TellOperator),
        (AWAY(SOCKET + '致命错误:  用户 "ancha" Password 认证失败'), TellOperator),
        (AWAY(SOCKET + 'FATAL:  password authentication failed for user "ancha"'), TellOperator),
        (AWAY(SOCKET + "致命错误:  数据库系统正在启动"), TryLater),
        (AWAY(SOCKET + "Connection refused"), TryLater),
    ],
)
def test_who_is_let_in_nowhere_is_told_so_whatever_language_the_server_speaks(
    error: psycopg.Error, remedy: type[Exception]
) -> None:
    """By the code where there is one: then the words say nothing."""
    with pytest.raises(remedy), translated():
        raise OperationalError("SELECT 1", {}, error)


def test_a_server_that_does_not_know_the_database_is_not_called_silent(databases: Databases) -> None:
    databases.postgresql()
    engine = open_engine(databases.address.format(database="nobody_made_this"))
    with (
        pytest.raises(TellOperator, match="knows no such database"),
        units(engine, SetClock(), CountedCodes())() as unit,
    ):
        unit.execute(text("SELECT 1"))
    engine.dispose()
