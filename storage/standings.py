"""How counties and departments stand: quotas of a plan, and the ranking the plan announces.

The counts are those of the official tables (storage.figures.hazards): suspected ones count until rejected.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, and_, exists, func, or_, select

from checklists.periods import period_containing
from checklists.plan import Plan, Quota
from storage.figures.hazards import is_major
from storage.figures.period import Period, days
from storage.scope import Scope, in_region, region_prefix, region_within, within
from storage.tables import departments, enterprises, hazard_events, hazards, regions
from storage.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class Standing:
    """One body in the ranking. `place` from 1, shared by bodies with equal figures; `quota` how many the plan wants
    found in the period, None where it says nothing."""

    place: int
    name: str
    found: int
    listed: int
    fixed: int
    quota: int | None

    @property
    def short(self) -> int:
        """How many are still missing from the quota."""
        return max(0, (self.quota or 0) - self.found)


@dataclass(frozen=True)
class Counts:
    """Found, listed and fixed, by region code or department id."""

    found: Mapping[str | int, int]
    listed: Mapping[str | int, int]
    fixed: Mapping[str | int, int]


def quota_period(plan: Plan, who: str, day: date) -> tuple[Period, Quota | None]:
    """The stretch that holds `day` over which such bodies are counted, and the plan's quota for it; the quarter where
    the plan sets none."""
    quota = next((one for one in plan.quotas if one.who == who), None)
    within_plan = (plan.begins(day.year), plan.ends(day.year))
    found = period_containing(quota.every if quota else "quarter", day, within_plan)
    return days(found.begin, found.end), quota


def county_standings(unit: UnitOfWork, scope: Scope, plan: Plan, day: date) -> tuple[Standing, ...]:
    """Every county of the scope: major hazards found there by anybody, listed, and fixed, in the period of `day`.

    Source: ganzhou-2023 二（三）2 (各地每季度不少于30条), 四（二） (对排查数量和挂牌督办情况通报排名).
    """
    period, quota = quota_period(plan, "county", day)
    query = select(regions.c.code, regions.c.name).where(regions.c.level == "county").order_by(regions.c.code)
    inside = (in_region(regions.c.code, region_prefix(plan.region)), region_within(scope, regions.c.code))
    bodies = [(row.code, row.name) for row in unit.execute(query.where(*inside))]
    return _ranked(bodies, _counts(unit, scope, period, enterprises.c.region), quota)


def department_standings(unit: UnitOfWork, scope: Scope, plan: Plan, day: date) -> tuple[Standing, ...]:
    """The city's departments (only its own for a department's official): major hazards each found itself, of those
    listed, and fixed, in the period of `day`.

    Source: ganzhou-2023 二（三）2 (市级部门每季度不少于10条).
    """
    period, quota = quota_period(plan, "department", day)
    query = (
        select(departments.c.id, departments.c.name)
        .where(departments.c.level == "city", in_region(departments.c.region, region_prefix(plan.region)))
        .order_by(departments.c.id)
    )
    if scope.department_id is not None:
        query = query.where(departments.c.id == scope.department_id)
    else:
        query = query.where(region_within(scope, departments.c.region))
    bodies = [(row.id, row.name) for row in unit.execute(query)]
    own = hazards.c.source.in_(("department", "whistle"))
    return _ranked(bodies, _counts(unit, scope, period, hazards.c.found_by_department, own), quota)


def _counts(
    unit: UnitOfWork,
    scope: Scope,
    period: Period,
    by: ColumnElement[str] | ColumnElement[int],
    *more: ColumnElement[bool],
) -> Counts:
    def count(condition: ColumnElement[bool]) -> dict[str | int, int]:
        statement = (
            select(by.label("body"), func.count().label("hazards"))
            .select_from(hazards.join(enterprises, enterprises.c.id == hazards.c.enterprise_id))
            .where(within(scope), is_major(), condition, *more)
            .group_by(by)
        )
        return {row.body: row.hazards for row in unit.execute(statement) if row.body is not None}

    def lies_in(moment: ColumnElement[datetime]) -> ColumnElement[bool]:
        return and_(moment >= period.begin, moment < period.end)

    once_listed = exists().where(
        hazard_events.c.hazard_id == hazards.c.id, hazard_events.c.kind == "listed", lies_in(hazard_events.c.at)
    )
    return Counts(
        count(lies_in(hazards.c.found_at)),
        count(or_(lies_in(hazards.c.supervised_at), once_listed)),
        count(and_(hazards.c.status == "signed_off", lies_in(hazards.c.signed_off_at))),
    )


def _ranked(bodies: Sequence[tuple[str | int, str]], counts: Counts, quota: Quota | None) -> tuple[Standing, ...]:
    """By found, then listed, then fixed; equal figures share a place, in the order given."""

    def figures(body: str | int) -> tuple[int, int, int]:
        return counts.found.get(body, 0), counts.listed.get(body, 0), counts.fixed.get(body, 0)

    ordered = sorted(bodies, key=lambda body: [-figure for figure in figures(body[0])])
    places: dict[tuple[int, int, int], int] = {}
    for index, (body, _) in enumerate(ordered, 1):
        places.setdefault(figures(body), index)
    wanted = quota.count if quota is not None else None
    return tuple(Standing(places[figures(body)], name, *figures(body), wanted) for body, name in ordered)
