"""Who was sent to enterprises, and what problems they found there: the other figures of spot checks.

One team 检查组 sent out is the same office and the same inspectors on one Beijing day, however many enterprises they saw;
its officers 人次 are the inspectors who signed. Withdrawn records do not count.
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any, Literal

from sqlalchemy import ColumnElement, Date, Text, and_, cast, func, select, union

from storage.figures.actions import Act, acts_behind
from storage.figures.behind import Behind
from storage.figures.body import Body, own_acts, own_checks
from storage.figures.period import BEIJING, Period
from storage.figures.spot_checks import checks_behind
from storage.tables import actions, enterprises, spot_checks
from storage.unit_of_work import UnitOfWork

Sent = Literal["teams", "officers", "problems", "problems-fixed"]
"""teams: how many were sent · officers: persons by times sent · problems, problems-fixed: as the checks state them."""

HELP = "help_enterprise"


def count_sent(unit: UnitOfWork, body: Body, period: Period, *wanted: Sent) -> tuple[int, ...]:
    """The figure of each of several wishes."""
    within = (own_checks(body), spot_checks.c.checked_at >= period.begin, spot_checks.c.checked_at < period.end)
    sqlite = unit.connection.dialect.name == "sqlite"
    length = func.json_array_length if sqlite else func.jsonb_array_length
    teams = (
        select(
            spot_checks.c.level, spot_checks.c.region, spot_checks.c.department_id,
            cast(spot_checks.c.inspectors, Text), length(spot_checks.c.inspectors).label("officers"),
            _beijing_day(sqlite=sqlite),
        )
        .select_from(spot_checks.join(enterprises))
        .where(*within)
        .distinct()
        .subquery()
    )  # fmt: skip
    sent = unit.execute(select(func.count(), func.coalesce(func.sum(teams.c.officers), 0)).select_from(teams)).one()
    found = unit.execute(
        select(
            func.coalesce(func.sum(spot_checks.c.problems_found), 0),
            func.coalesce(func.sum(spot_checks.c.problems_fixed), 0),
        )
        .select_from(spot_checks.join(enterprises))
        .where(*within)
    ).one()
    figures = dict(zip(("teams", "officers", "problems", "problems-fixed"), (*sent, *found), strict=True))
    return tuple(int(figures[one]) for one in wanted)


def sent_behind(unit: UnitOfWork, body: Body, period: Period, wanted: Sent) -> tuple[Behind, ...]:
    """The checks behind the count, by time; a team's later checks on one day add nothing to `teams` and `officers`."""
    rows = unit.execute(
        select(spot_checks)
        .select_from(spot_checks.join(enterprises))
        .where(own_checks(body), spot_checks.c.checked_at >= period.begin, spot_checks.c.checked_at < period.end)
    ).all()
    stated = {row.id: row for row in rows}
    seen: set[tuple[object, ...]] = set()
    behind = []
    for check in checks_behind(unit, body, period):
        row = stated[check.id]
        day = row.checked_at.astimezone(BEIJING).date()
        team = (row.level, row.region, row.department_id, tuple(row.inspectors), day)
        adds = {
            "teams": int(team not in seen),
            "officers": len(row.inspectors) if team not in seen else 0,
            "problems": row.problems_found,
            "problems-fixed": row.problems_fixed,
        }[wanted]
        seen.add(team)
        behind.append(replace(check, amount=Decimal(adds)))
    return tuple(behind)


def count_served(unit: UnitOfWork, body: Body, period: Period, *wanted: None) -> tuple[int, ...]:
    """How many enterprises were checked or helped: each named one once, and the counts of help that names none."""
    checked = (
        select(spot_checks.c.enterprise_id)
        .select_from(spot_checks.join(enterprises))
        .where(own_checks(body), spot_checks.c.checked_at >= period.begin, spot_checks.c.checked_at < period.end)
    )
    named = union(checked, select(actions.c.enterprise_id).select_from(_HELPED).where(_helped(body, period))).subquery()
    enterprises_seen = unit.execute(select(func.count()).select_from(named)).scalar_one()
    unnamed = unit.execute(
        select(func.coalesce(func.sum(actions.c.count), 0))
        .select_from(_HELPED)
        .where(_helped(body, period, named=False))
    ).scalar_one()
    return (int(enterprises_seen) + int(unnamed),) * len(wanted)


def served_behind(unit: UnitOfWork, body: Body, period: Period, _: None = None) -> tuple[Behind, ...]:
    """The checks, then the help given, behind the count; an enterprise's later ones add nothing."""
    seen: set[int] = set()
    rows = []
    for row in (*checks_behind(unit, body, period), *acts_behind(unit, body, period, Act(HELP))):
        if row.enterprise_id is None:
            rows.append(row)
            continue
        rows.append(replace(row, amount=Decimal(row.enterprise_id not in seen)))
        seen.add(row.enterprise_id)
    return tuple(rows)


_HELPED = actions.outerjoin(enterprises, actions.c.enterprise_id == enterprises.c.id)


def _helped(body: Body, period: Period, *, named: bool = True) -> ColumnElement[bool]:
    enterprise = actions.c.enterprise_id
    return and_(
        own_acts(body),
        actions.c.kind == HELP,
        actions.c.happened_on >= period.first_day,
        actions.c.happened_on < period.after_day,
        enterprise.is_not(None) if named else enterprise.is_(None),
    )


def _beijing_day(*, sqlite: bool) -> ColumnElement[Any]:
    """The day of a check in Beijing, which has been UTC+8 all year since 1992."""
    if sqlite:
        return func.date(spot_checks.c.checked_at, "+8 hours").label("day")
    return cast(func.timezone("Asia/Shanghai", spot_checks.c.checked_at), Date).label("day")
