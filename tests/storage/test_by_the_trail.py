"""Who changes the ledger behind the program's back is told by `db check`: the sealed trail says what became of each."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from storage import hazards
from storage.scope import EVERYTHING
from storage.upkeep.by_the_trail import ledger_faults
from tests.conftest import Database
from tests.storage.ground import FIELDS, plant

NUMBER = "2023-00001"


@pytest.fixture(autouse=True)
def a_hazard_put_right_and_another(database: Database) -> None:
    with database.open_unit() as unit:
        ground = plant(unit)
        for words in ("除尘器没有泄爆", "灭火器过期"):
            one = hazards.report(
                unit, enterprise_id=ground.enterprise, source="self", words=words, place="打磨间",
                found_by=ground.officer, level="suspected_major",
            )  # fmt: skip
            hazards.seen_again(unit, one, words="又看到了", photos=(), by=ground.officer, role="safety_officer")
        hazards.assign(unit, one, FIELDS, by=ground.principal, role="principal")
        again = hazards.hazard(unit, one.id, EVERYTHING)
        assert again is not None
        hazards.rectify(unit, again, how="换了新的", photos=(), by=ground.officer, role="safety_officer")
        unit.commit()


def faults(database: Database) -> list[str]:
    with database.engine.connect() as connection:
        return list(ledger_faults(connection))


def test_a_ledger_the_program_wrote_fits(database: Database) -> None:
    assert faults(database) == []


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("UPDATE hazards SET status = 'signed_off' WHERE id = 1", f"hazard {NUMBER}: status not as the audit trail says"),
        ("UPDATE hazards SET level = 'general' WHERE id = 1", f"hazard {NUMBER}: level not as"),
        ("UPDATE hazards SET deadline = '2033-01-01' WHERE id = 2", "hazard 2023-00002: deadline not as"),
        ("UPDATE hazards SET found_at = '2023-07-01 00:00:00' WHERE id = 1", f"hazard {NUMBER}: found_at not as"),
    ],
)  # fmt: skip
def test_a_hazard_changed_behind_its_back_is_named(database: Database, statement: str, said: str) -> None:
    with database.engine.begin() as connection:
        connection.execute(text(statement))
    (fault,) = faults(database)
    assert fault.startswith(said)
    assert "compare with a backup" in fault


def test_a_hazard_taken_out_is_missed(database: Database) -> None:
    with database.engine.begin() as connection:
        connection.execute(text("DELETE FROM hazard_events WHERE hazard_id = 1"))
        connection.execute(text("DELETE FROM hazards WHERE id = 1"))
    (fault,) = faults(database)
    assert fault.startswith("the hazard of id 1 stands in the audit trail and not in the ledger")


def test_of_many_the_first_are_named(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("storage.upkeep.by_the_trail.MOST_NAMED", 1)
    with database.engine.begin() as connection:
        connection.execute(text("UPDATE hazards SET status = 'rejected'"))
    first, rest = faults(database)
    assert first.startswith(f"hazard {NUMBER}")
    assert rest.startswith("and 1 hazards more differ")
