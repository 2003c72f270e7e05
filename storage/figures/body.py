"""Whose figures they are: which enterprises a body looks after, and which acts are its own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from sqlalchemy import ColumnElement, FromClause, Text, and_, cast, false, or_, select, true

from storage.figures.period import Period
from storage.scope import Scope, in_region, within
from storage.tables import actions, departments, enterprises, hazards, spot_checks

Level = Literal["county", "city"]
BOTH: tuple[Level, ...] = ("county", "city")
_COUNTY = 6
"""Digits of a county's code."""


@dataclass(frozen=True)
class Body:
    """A county, a city or a department as the one who reports.

    `scope` says which enterprises and their hazards it looks after. `levels` says whose checks and acts count as its
    own: a county counts those of the county level only, since the city's departments report theirs themselves and
    would be counted twice in the city's total; a city counts both. With `scope.department_id` only that
    department's own checks, finds and acts count.

    A row of a table narrows it: `kinds` to enterprises of one of these kinds; `unnamed` is off where acts that name no
    enterprise belong to another row.
    """

    scope: Scope
    levels: tuple[Level, ...] = BOTH
    kinds: tuple[str, ...] = ()
    unnamed: bool = True

    @property
    def is_narrow(self) -> bool:
        """Whether it looks after one county's enterprises at most, which are quicker found one by one."""
        return self.scope.enterprise_id is not None or len(self.scope.region or "") == _COUNTY


def looks_after(body: Body) -> ColumnElement[bool]:
    """The condition on enterprises: those the body looks after."""
    return and_(within(body.scope), _of_kinds(body)) if body.kinds else within(body.scope)


def checks_with_enterprises(body: Body, period: Period) -> FromClause:
    """Spot checks joined with their enterprises, by whose index a county's of a month are found.

    Else + 0, so that the checks are read once in order and their enterprises looked up, never the other way round:
    looking up the few checks of every enterprise takes twice as long.
    """
    key = spot_checks.c.enterprise_id
    by_enterprise = body.is_narrow and not period.is_long
    return spot_checks.join(enterprises, enterprises.c.id == (key if by_enterprise else key + 0))


def own_checks(body: Body) -> ColumnElement[bool]:
    """The condition on spot_checks joined with enterprises: not withdrawn, in scope, and the body's own."""
    conditions = [
        spot_checks.c.withdrawn_at.is_(None), spot_checks.c.level.in_(body.levels), looks_after(body)
    ]  # fmt: skip
    if body.scope.department_id is not None:
        conditions.append(spot_checks.c.department_id == body.scope.department_id)
    return and_(*conditions)


def own_acts(body: Body) -> ColumnElement[bool]:
    """The condition on actions (left-joined with enterprises): not withdrawn, in scope, and the body's own.

    An act that concerns no single enterprise (a study session, a talk with a region) has no sector and stays in;
    one at an enterprise counts only where the enterprise's sector is within the scope.
    """
    return and_(
        actions.c.withdrawn_at.is_(None),
        actions.c.level.in_(body.levels),
        _acts_within(body),
        actions.c.department_id == body.scope.department_id if body.scope.department_id is not None else true(),
    )


def _acts_within(body: Body) -> ColumnElement[bool]:
    scope, named = body.scope, actions.c.enterprise_id.is_not(None)
    if scope.enterprise_id is not None:
        return actions.c.enterprise_id == scope.enterprise_id
    if scope.region is None and not scope.everything:
        return false()
    conditions = [in_region(actions.c.region, scope.region or "")]
    if body.kinds:
        conditions += [named, _of_kinds(body)]
    elif not body.unnamed:
        conditions.append(named)
    if scope.sectors:
        conditions.append(or_(actions.c.enterprise_id.is_(None), enterprises.c.sector.in_(scope.sectors)))
    return and_(*conditions)


def _of_kinds(body: Body) -> ColumnElement[bool]:
    # JSON text on SQLite and JSONB on PostgreSQL; both print a name in double quotes.
    return or_(*(cast(enterprises.c.kinds, Text).contains(f'"{kind}"', autoescape=True) for kind in body.kinds))


def found_by(body: Body) -> ColumnElement[bool]:
    """The condition on hazards: found by this department, or by any department of the body's levels.

    A find without a department (a regulator of the county wrote it) counts for the region, never for a department.
    """
    if body.scope.department_id is not None:
        return hazards.c.found_by_department == body.scope.department_id
    if set(body.levels) == set(BOTH):
        return true()
    of_levels = select(departments.c.id).where(departments.c.level.in_(body.levels))
    return or_(hazards.c.found_by_department.is_(None), hazards.c.found_by_department.in_(of_levels))
