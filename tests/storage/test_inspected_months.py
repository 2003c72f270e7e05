"""The months beside the inspections say the same as the inspections, wherever a period begins or ends."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import product

import pytest
from sqlalchemy import delete, insert, select, update

from storage import inspected_months
from storage.scope import EVERYTHING, Scope
from storage.tables import enterprises, inspections, persons
from storage.tables import inspected_months as months
from storage.unit_of_work import OpenUnit, UnitOfWork

BITS = {"ledger": 1, "drills": 2, "study": 4}
FIRST = datetime(2023, 5, 1, tzinfo=UTC) - timedelta(hours=8)
"""The first of May in Beijing."""


@pytest.fixture
def recorded(open_unit: OpenUnit) -> OpenUnit:
    """Two enterprises; the checklists of one are finished all over three months, some of them exactly at midnight."""
    with open_unit() as unit:
        unit.execute(insert(persons).values(id=1, name="p", created_at=FIRST))
        for number, region in ((1, "360702"), (2, "360703")):
            unit.execute(
                insert(enterprises).values(
                    id=number, name="n", uscc=f"{number:018d}", region=region, sector="mine", kinds=[], profile={},
                    created_at=FIRST,
                )
            )  # fmt: skip
        for day, checklist in ((0, "ledger"), (9, "drills"), (31, "study"), (31.5, "ledger"), (61, "drills")):
            _finish(unit, 1, checklist, FIRST + timedelta(days=day))
        _finish(unit, 2, "study", FIRST + timedelta(days=40))
        _finish(unit, 2, "study", FIRST + timedelta(days=35))
        unit.commit()
    return open_unit


def test_any_period_gives_what_the_inspections_give(recorded: OpenUnit) -> None:
    moments = [FIRST + timedelta(days=day) for day in (0, 5, 31, 31.2, 36, 40, 61, 70)]
    with recorded() as unit:
        rows = unit.execute(select(inspections)).all()
        for begin, end in product(moments, moments):
            expected: dict[int, int] = {}
            for row in rows:
                if begin <= row.finished_at < end:
                    expected[row.enterprise_id] = expected.get(row.enterprise_id, 0) | BITS[row.checklist]
            found = inspected_months.finished(unit, EVERYTHING, "plan", BITS, {begin}, end)
            assert found == {begin: expected}, (begin, end)


def test_only_the_scope_and_the_plan_are_read(recorded: OpenUnit) -> None:
    end = FIRST + timedelta(days=90)
    with recorded() as unit:
        county = Scope(region="360703")
        assert inspected_months.finished(unit, county, "plan", BITS, {FIRST}, end) == {FIRST: {2: 4}}
        assert inspected_months.finished(unit, EVERYTHING, "other", BITS, {FIRST}, end) == {FIRST: {}}


def test_the_check_tells_where_they_differ(recorded: OpenUnit) -> None:
    with recorded() as unit:
        assert inspected_months.differing(unit.connection) == 0
        unit.execute(update(months).where(months.c.month == date(2023, 5, 1)).values(checklists="ledger"))
        unit.execute(delete(months).where(months.c.enterprise_id == 2))
        assert inspected_months.differing(unit.connection) == 2


def _finish(unit: UnitOfWork, enterprise: int, checklist: str, at: datetime) -> None:
    unit.execute(
        insert(inspections).values(
            enterprise_id=enterprise, plan="plan", year=2023, checklist=checklist, form_version="v", person_id=1,
            role="principal", led_by_principal=True, started_at=at, finished_at=at, asked=1, negative=0,
        )
    )  # fmt: skip
    inspected_months.note(unit, enterprise, "plan", checklist, at)
