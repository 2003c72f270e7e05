"""Reports: what their receipt opens, and what of them is kept."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from sqlalchemy import select

from storage import whistles
from storage.scope import EVERYTHING
from storage.tables import audit
from storage.tables import whistles as table
from storage.unit_of_work import OpenUnit, UnitOfWork
from tests.storage.ground import DAY, enter, plant

SECRET = b"the deployment's own"
NO_PHOTOS = Path("no photos")


def blow(unit: UnitOfWork, person: int | None = None, *, urgent: bool = False) -> str:
    return whistles.blow(
        unit, SECRET, enterprise_id=None, enterprise_words="河边的厂", region="360702", place="河边", words="锁着门",
        judgement=None, person_id=person, reporter_kind="staff", photos=(), day=DAY,
        urgent=urgent,
    )  # fmt: skip


def test_a_receipt_opens_its_report_however_it_is_typed(open_unit: OpenUnit) -> None:
    with open_unit() as unit:
        code = blow(unit)
        for typed in (code, code.lower(), f"{code[:4]} {code[4:8]} {code[8:]}", f"{code[:4]}-{code[4:]}"):
            found = whistles.by_receipt(unit, SECRET, typed)
            assert found is not None
            assert found.words == "锁着门"


def test_another_receipt_and_another_deployments_secret_open_nothing(open_unit: OpenUnit) -> None:
    with open_unit() as unit:
        code = blow(unit)
        assert whistles.by_receipt(unit, SECRET, f"{code[:-1]}X") is None
        assert whistles.by_receipt(unit, b"another", code) is None


def test_the_receipt_stands_nowhere_in_the_record(open_unit: OpenUnit) -> None:
    with open_unit() as unit:
        code = blow(unit)
        enter(unit)
        assert code not in str(unit.execute(select(table)).one())


def test_making_a_report_leaves_no_audit_row(open_unit: OpenUnit) -> None:
    with open_unit() as unit:
        blow(unit)
        enter(unit)
        assert unit.execute(select(audit).where(audit.c.entity == "whistles")).all() == []


def test_the_answer_is_what_the_reporter_reads(open_unit: OpenUnit) -> None:
    with open_unit() as unit:
        official = plant(unit).official
        code = blow(unit)
        enter(unit)
        (one,) = whistles.reported(unit, EVERYTHING)
        whistles.answer(unit, one, status="verified", reply="已责令整改", hazard_id=None, by=official)
        found = whistles.by_receipt(unit, SECRET, code)
        assert found is not None
        assert (found.status, found.reply) == ("verified", "已责令整改")
        assert unit.execute(select(audit.c.action).where(audit.c.entity == "whistles")).scalars().all() == [
            "whistle.verified"
        ]


def test_a_report_waits_for_the_next_full_hour_and_may_be_followed_before(open_unit: OpenUnit) -> None:
    """10:00 is a full hour: what comes then waits for 11:00."""
    with open_unit() as unit:
        code = blow(unit)
        assert whistles.release(unit, NO_PHOTOS) == ()
        assert whistles.reported(unit, EVERYTHING) == ()
        found = whistles.by_receipt(unit, SECRET, code)
        assert found is not None
        assert (found.status, found.words) == ("received", "锁着门")
        unit.now += timedelta(minutes=60)
        assert [one.region for one in whistles.release(unit, NO_PHOTOS)] == ["360702"]
        assert whistles.release(unit, NO_PHOTOS) == ()
        assert [one.words for one in whistles.reported(unit, EVERYTHING)] == ["锁着门"]


def test_what_may_be_a_major_hazard_waits_a_quarter_of_an_hour_at_most(open_unit: OpenUnit) -> None:
    with open_unit() as unit:
        blow(unit, urgent=True)
        unit.now += timedelta(minutes=15)
        assert len(whistles.release(unit, NO_PHOTOS)) == 1
