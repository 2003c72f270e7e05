"""Who has inspected themselves: the same for a whole city at once as by the plan's rules for one enterprise."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlalchemy import insert

from checklists.content import PROFILE_FACTS, Content
from checklists.duties import ASKED_OF, facts_of, is_high_risk, undone
from storage import inspected_months
from storage.figures.self_inspections import unfinished
from storage.scope import EVERYTHING, NOTHING
from storage.tables import enterprises, inspections, persons
from storage.unit_of_work import OpenUnit, UnitOfWork

MONTH, QUARTER, END = (datetime(2023, month, 1, tzinfo=UTC) for month in (6, 4, 7))
MAY, JUNE = datetime(2023, 5, 20, tzinfo=UTC), datetime(2023, 6, 10, tzinfo=UTC)
KINDS: tuple[tuple[str, tuple[str, ...], bool], ...] = (
    ("industry", (), False), ("industry", ("dust",), True), ("mine", ("underground-mine",), False),
    ("mine", (), False), ("gas", (), False), ("hazchem", (), False), ("construction", (), False),
)  # fmt: skip
PROFILES: tuple[dict[str, str], ...] = (
    {}, {"outsourcing": "yes"}, dict.fromkeys(PROFILE_FACTS, "yes"), dict.fromkeys(PROFILE_FACTS, "no"),
)  # fmt: skip


@pytest.mark.parametrize("plan_id", ["ganzhou-2023", "honghe-2023", "pingdingshan-2023", "weihai-mines-2023"])
def test_the_city_at_once_and_one_by_one_agree(open_unit: OpenUnit, content: Content, plan_id: str) -> None:
    plan = content.plans[plan_id]
    expected, number = set(), 0
    with open_unit() as unit:
        unit.execute(insert(persons).values(id=1, name="p", created_at=MONTH))
        for sector, kinds, marked in KINDS:
            for profile in PROFILES:
                number += 1
                _enterprise(unit, number, sector, kinds, profile, marked)
                facts = facts_of(plan, sector=sector, kinds=kinds, profile=profile, marked=marked, role=ASKED_OF)
                wanted = [one.id for one in undone(plan, facts, ())]
                # By turns: nothing, all but one of what applies, all of it, all of it but the first in May already.
                done = ([], wanted[:-1], wanted, wanted)[(number + number // 4) % 4]
                early = (number + number // 4) % 4 == 3
                for position, checklist in enumerate(done):
                    _inspected(unit, number, plan_id, checklist, MAY if early and position == 0 else JUNE)
                _inspected(unit, number, "another", plan.checklists[0].id, JUNE)
                monthly = is_high_risk(plan, sector, kinds, marked=marked)
                if undone(plan, facts, done[1:] if early and monthly else done):
                    expected.add(number)
        begins = {True: MONTH, False: QUARTER}
        assert {one for _, one in unfinished(unit, EVERYTHING, plan, begins, END)} == expected
        assert unfinished(unit, NOTHING, plan, begins, END) == ()
        assert 0 < len(expected) < number


def _enterprise(
    unit: UnitOfWork, number: int, sector: str, kinds: tuple[str, ...], profile: dict[str, str], marked: bool
) -> None:
    unit.execute(
        insert(enterprises).values(
            id=number, name="n", uscc=f"{number:018d}", region="360702", sector=sector, kinds=list(kinds),
            profile=profile, high_risk=marked, created_at=QUARTER,
        )
    )  # fmt: skip


def _inspected(unit: UnitOfWork, enterprise: int, plan: str, checklist: str, at: datetime) -> None:
    unit.execute(
        insert(inspections).values(
            enterprise_id=enterprise, plan=plan, year=2023, checklist=checklist, form_version="v", person_id=1,
            role="principal", led_by_principal=True, started_at=at, finished_at=at, asked=1, negative=0,
        )
    )  # fmt: skip
    inspected_months.note(unit, enterprise, plan, checklist, at)
