"""The figures of one regulator's weekly digest: the week, what stands open at its end, and who lags behind."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from checklists.content import Content
from checklists.periods import beijing_day, period_containing
from checklists.plan import Frequency, Plan
from reports.bodies import whom_it_binds
from storage.figures.body import Body
from storage.figures.hazards import Wanted, count_hazards
from storage.figures.period import Period
from storage.figures.self_inspections import Missing, not_inspected
from storage.figures.standing import (
    Late,
    SectorFigures,
    by_sector,
    found_and_fixed,
    late_enterprises,
)
from storage.scope import Scope
from storage.unit_of_work import UnitOfWork

WEEKS = 12
NAMES = 5


@dataclass(frozen=True)
class Lagging:
    """Who has not inspected in the current period of a plan: `every` is that period's kind, empty where high-risk
    enterprises have another than the rest."""

    every: Frequency | None
    missing: Missing


@dataclass(frozen=True)
class Digest:
    """One week's figures of major hazards (suspected ones included) for what a regulator looks after.

    Found and fixed lie within `week`; open, overdue, awaiting confirmation and who lags are as of `at`: its end, or now
    where it is not over. `late` are the first of `late_count` enterprises with overdue hazards; `trend` is (found,
    fixed) of WEEKS weeks, this one last.
    """

    area: str
    week: Period
    at: datetime
    self_found: int
    department_found: int
    fixed: int
    sectors: tuple[SectorFigures, ...]
    late_count: int
    late: tuple[Late, ...]
    lagging: tuple[Lagging, ...]
    trend: tuple[tuple[int, int], ...]

    @property
    def found(self) -> int:
        """Found in the week, by whomever."""
        return self.self_found + self.department_found

    @property
    def open(self) -> int:
        """Not signed off at that moment."""
        return sum(sector.open for sector in self.sectors)

    @property
    def overdue(self) -> int:
        """Open past their deadline at that moment."""
        return sum(sector.overdue for sector in self.sectors)

    @property
    def awaiting(self) -> int:
        """Open and only suspected at that moment."""
        return sum(sector.awaiting for sector in self.sectors)

    @property
    def mondays(self) -> tuple[date, ...]:
        """The first day of each week of the trend."""
        return tuple(self.week.first_day - timedelta(weeks=back) for back in reversed(range(len(self.trend))))


def weekly(
    content: Content, unit: UnitOfWork, scope: Scope, area: str, week: Period, *, plans: Sequence[str] = ()
) -> Digest:
    """The digest of that week (reports.periods.week_of, last_week) for that scope; `area` is its name.

    A department sees all hazards in its sectors, also those others found. `plans` are the plans in force in the area:
    they say in which period each enterprise must have inspected itself; none given leaves that part out. Of a week that
    is not over nothing is said that has not come yet.
    """
    at = min(week.end, unit.now)
    body = Body(replace(scope, department_id=None))
    self_found, department_found, fixed = count_hazards(
        unit, body, week, Wanted("found", "self"), Wanted("found", "department"), Wanted("fixed")
    )
    late_count, late = late_enterprises(unit, body, at, names=NAMES)
    borders = [week.after_day - timedelta(weeks=back) for back in reversed(range(WEEKS + 1))]
    return Digest(
        area=area,
        week=week,
        at=at,
        self_found=self_found,
        department_found=department_found,
        fixed=fixed,
        sectors=by_sector(unit, body, at),
        late_count=late_count,
        late=late,
        lagging=tuple(_lagging(unit, body.scope, content.plans[name], at) for name in plans),
        trend=found_and_fixed(unit, body, borders),
    )


def inspection_begins(plan: Plan, last_day: date) -> dict[bool, datetime | None]:
    """Since when each enterprise must have inspected itself under the plan, on that day: high-risk ones (True) and the
    others."""
    duty = plan.inspection
    high = duty.high_risk_every or duty.every
    campaign = plan.begins(last_day.year), plan.ends(last_day.year)
    return {
        high_risk: period_containing(every, last_day, campaign).begins_at
        for high_risk, every in ((True, high), (False, duty.every))
    }


def last_day(at: datetime) -> date:
    """The last Beijing day of which something lies before that moment."""
    return beijing_day(at - timedelta(microseconds=1))


def _lagging(unit: UnitOfWork, scope: Scope, plan: Plan, at: datetime) -> Lagging:
    duty = plan.inspection
    begins = inspection_begins(plan, last_day(at))
    missing = not_inspected(unit, whom_it_binds(scope, plan), plan, begins, at, names=NAMES)
    same = (duty.high_risk_every or duty.every) == duty.every
    return Lagging(duty.every if same else None, missing)
