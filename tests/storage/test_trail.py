"""The audit trail: nobody changes it unnoticed, and nobody changes it at all by way of the program."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from storage import trail
from storage.changes import note
from storage.keys import Keys
from storage.unit_of_work import UnitOfWork
from tests.conftest import Database

KEYS = Keys(b"a secret of the tests")


@pytest.fixture(autouse=True)
def three_rows_sealed_in_two_blocks(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """Rows 1 and 2, then row 3."""
    monkeypatch.setattr(trail, "MOST", 2)
    write(database, "one", "two", "three")
    assert trail.seal(database.open_unit) is not None


def write(database: Database, *actions: str) -> None:
    with database.open_unit() as unit:
        for action in actions:
            note(unit, action, "hazards", 7, by=3, before={"level": "general"}, after={"level": "major", "share": 0.5})
        unit.commit()


def faults(database: Database, keys: Keys = KEYS) -> list[str]:
    with database.engine.connect() as connection:
        return list(trail.faults(connection, keys))


def behind_its_back(database: Database, statement: str) -> None:
    """What somebody does who may do anything with the database: the guards are taken off and put back."""
    with database.engine.begin() as connection:
        if database.kind == "postgresql":
            connection.execute(text("SET LOCAL session_replication_role = replica"))
            connection.execute(text(statement))
            return
        query = "SELECT sql FROM sqlite_master WHERE type = 'trigger'"
        guards = connection.execute(text(query)).scalars().all()
        for guard in guards:
            connection.execute(text(f"DROP TRIGGER {guard.split()[2]}"))
        connection.execute(text(statement))
        for guard in guards:
            connection.exec_driver_sql(guard)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit SET person_id = 9 WHERE id = 1",
        "DELETE FROM audit WHERE id = 1",
        "DELETE FROM audit_seals",
        "UPDATE audit_seals SET digest = 'x'",
        "UPDATE audit_seals SET let_go_at = sealed_at, last_id = 3 WHERE number = 1",
    ],
)
def test_the_database_refuses_to_change_it(database: Database, statement: str) -> None:
    with pytest.raises(DBAPIError, match="append-only"), database.engine.begin() as connection:
        connection.execute(text(statement))
    assert faults(database) == []


def test_a_whole_trail_has_no_fault(database: Database) -> None:
    assert faults(database) == []
    write(database, "four")
    assert faults(database) == [], "not sealed yet"
    sealed = trail.seal(database.open_unit)
    assert sealed is not None
    assert (sealed.number, sealed.last_id) == (3, 4)
    assert trail.seal(database.open_unit) is None, "nothing new"
    assert faults(database) == []


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("UPDATE audit SET person_id = 9 WHERE id = 2", "row 2 of the audit trail was changed"),
        ("DELETE FROM audit WHERE id = 2", "row 2 of the audit trail is missing"),
        ("DELETE FROM audit WHERE id = 3", "row 3 of the audit trail is missing"),
        (
            "INSERT INTO audit (id, at, action, entity, entity_id) SELECT -id, at, action, entity, entity_id FROM audit",
            "",  # below the first row nothing was sealed
        ),
        ("UPDATE audit_seals SET marks = '1:0000000000000000' WHERE number = 1", "does not fit from seal 1 on"),
        ("UPDATE audit_seals SET digest = upper(digest) WHERE number = 2", "does not fit from seal 2 on"),
        ("DELETE FROM audit_seals WHERE number = 1", "seal 1 is missing"),
    ],
)
def test_the_first_row_that_was_tampered_with_is_named(database: Database, statement: str, said: str) -> None:
    behind_its_back(database, statement)
    found = faults(database)
    assert [said in one for one in found] == ([True] if said else [])


def test_whoever_has_no_secret_cannot_make_it_fit(database: Database) -> None:
    """They change a row, and seal the whole trail anew under a key of their own."""
    behind_its_back(database, "UPDATE audit SET person_id = 9 WHERE id = 2")
    behind_its_back(database, "DELETE FROM audit_seals")
    forger = Database(database.kind, database.engine, lambda: _with_keys(database, Keys(b"another")))
    assert trail.seal(forger.open_unit) is not None
    assert faults(database, Keys(b"another")) == []
    assert "does not fit from seal 1 on" in faults(database)[0]


def test_a_missing_guard_is_named(database: Database) -> None:
    on = " ON audit" if database.kind == "postgresql" else ""
    with database.engine.connect() as connection:
        connection.execute(text(f"DROP TRIGGER audit_not_deleted{on}"))
        found = list(trail.faults(connection, KEYS))
        connection.rollback()
    assert ["guard audit_not_deleted is missing" in one for one in found] == [True]


def test_old_blocks_are_let_go_whole_and_the_chain_holds(database: Database) -> None:
    """Only by the rule of retention: the seals stay and say so."""
    with database.open_unit() as unit:
        unit.now += timedelta(days=30)
        assert trail.let_go(unit, unit.now - timedelta(days=31)) == 0
        assert trail.let_go(unit, unit.now) == 2
        unit.commit()
    write(database, "four")
    assert trail.seal(database.open_unit) is not None
    assert faults(database) == []
    behind_its_back(database, "DELETE FROM audit")
    assert "row 3 of the audit trail is missing" in faults(database)[0]


def _with_keys(database: Database, keys: Keys) -> UnitOfWork:
    unit = database.open_unit()
    unit.keys = keys
    return unit
