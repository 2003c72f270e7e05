"""A unit that only looks: on the record as it was, beside whoever writes."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError

from checklists.errors import TellOperator
from storage import people
from storage.database import looks
from storage.tables import persons
from storage.unit_of_work import OpenUnit, UnitOfWork
from tests.conftest import Database, SetClock


@pytest.fixture
def look(database: Database, clock: SetClock) -> OpenUnit:
    return looks(database.engine, clock, "x".__mul__)


def there(unit: UnitOfWork) -> int:
    return int(unit.execute(select(func.count()).select_from(persons)).scalar_one())


def add(database: Database, name: str) -> None:
    with database.open_unit() as unit:
        people.add_person(unit, name)
        unit.commit()


def test_it_sees_what_was_there_when_it_first_looked_while_others_write(database: Database, look: OpenUnit) -> None:
    add(database, "李安")
    with look() as unit:
        assert there(unit) == 1
        add(database, "王建国")  # nobody waits
        assert there(unit) == 1
    with look() as unit:
        assert there(unit) == 2


def test_it_looks_while_another_writes(database: Database, look: OpenUnit) -> None:
    with database.open_unit() as writing:
        people.add_person(writing, "李安")
        with look() as unit:
            assert there(unit) == 0
        writing.commit()


def test_it_cannot_write(database: Database, look: OpenUnit) -> None:
    with pytest.raises((TellOperator, DBAPIError)), look() as unit:
        people.add_person(unit, "李安")
    with look() as unit:
        assert there(unit) == 0


def test_the_connection_writes_again_when_it_was_given_back(database: Database, look: OpenUnit) -> None:
    with look() as unit:
        assert there(unit) == 0
    for number in range(3):
        add(database, f"李安{number}")
    with look() as unit:
        unit.commit()  # of nothing
    add(database, "王建国")
    with look() as unit:
        assert there(unit) == 4
        assert unit.execute(text("SELECT 1")).scalar_one() == 1
