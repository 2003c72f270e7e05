"""Who was sent to enterprises, and what problems they found there: the other figures of spot checks.

One team 检查组 sent out is the same office and the same inspectors on one Beijing day, however many enterprises they
saw; its officers 人次 are the inspectors who signed. Withdrawn records do not count.
"""

from __future__ import annotations

import json
import typing
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any, Literal

from sqlalchemy import ColumnElement, Date, Select, Text, and_, cast, func, select, union

from checklists.periods import beijing_day
from storage.figures.actions import Act, acts_behind
from storage.figures.behind import Behind
from storage.figures.body import Body, checks_with_enterprises, own_acts, own_checks
from storage.figures.period import Period
from storage.figures.splitting import Group, Rows, added_up, group_of, grouped
from storage.figures.spot_checks import checks_behind
from storage.tables import actions, enterprises, spot_checks
from storage.unit_of_work import UnitOfWork

Sent = Literal["teams", "officers", "problems", "problems-fixed"]
"""teams: how many were sent · officers: persons by times sent · problems, problems-fixed: as the checks state them."""

HELP = "help_enterprise"


def count_sent(unit: UnitOfWork, body: Body, period: Period, *wanted: Sent) -> tuple[int, ...]:
    """The figure of each of several wishes."""
    return split_sent(unit, body, period, *wanted)(body)


def split_sent(unit: UnitOfWork, body: Body, period: Period, *wanted: Sent) -> Rows:
    """The same for every row of a table over the body's sectors; a team that saw two sectors counts in both rows."""
    seen: dict[tuple[str, str], _Seen] = {}
    rows = typing.cast(_Rows, unit.execute(_checks(unit, body, period)))
    for team, found, fixed, sector, kinds in rows:
        of_group = seen.get((sector, kinds)) or seen.setdefault((sector, kinds), _Seen())
        of_group.teams.add(team)
        of_group.found += found
        of_group.fixed += fixed
    groups = {group_of(sector, json.loads(kinds)): of_group for (sector, kinds), of_group in seen.items()}

    def of_row(row: Body) -> tuple[int, ...]:
        chosen = [of_group for group, of_group in groups.items() if group.belongs_to(row)]
        teams = set[str]().union(*(one.teams for one in chosen))
        figures = {
            "teams": len(teams),
            "officers": sum(map(_officers, teams)) if "officers" in wanted else 0,
            "problems": sum(one.found for one in chosen),
            "problems-fixed": sum(one.fixed for one in chosen),
        }
        return tuple(figures[one] for one in wanted)

    return of_row


@dataclass
class _Seen:
    """What the checks of one group of enterprises come to: the teams, problems found and fixed."""

    teams: set[str] = field(default_factory=set)
    found: int = 0
    fixed: int = 0


_Rows = Iterable[tuple[Any, ...]]


def _checks(unit: UnitOfWork, body: Body, period: Period) -> Select[Any]:
    """One row for each check: its team, the problems found and fixed, the sector, and the kinds as text. What is the
    same is put together by the reader, which is quicker than sorting.

    A team is one text: all that tells it from others, a blank between, and its officers' names as JSON at the end.
    """
    team: ColumnElement[str] = cast(spot_checks.c.level, Text)
    for word in (
        spot_checks.c.region, func.coalesce(spot_checks.c.department_id, 0),
        _beijing_day(sqlite=unit.dialect == "sqlite"), spot_checks.c.inspectors,
    ):  # fmt: skip
        team = team.concat(" ").concat(cast(word, Text))
    return (
        select(
            team, spot_checks.c.problems_found, spot_checks.c.problems_fixed, enterprises.c.sector,
            cast(enterprises.c.kinds, Text),
        )
        .select_from(checks_with_enterprises(body, period))
        .where(own_checks(body), spot_checks.c.checked_at >= period.begin, spot_checks.c.checked_at < period.end)
    )  # fmt: skip


def _officers(team: str) -> int:
    return len(json.loads(team.split(" ", 4)[4]))


def sent_behind(unit: UnitOfWork, body: Body, period: Period, wanted: Sent) -> tuple[Behind, ...]:
    """The checks behind the count, by time; a team's later checks on one day add nothing to `teams` and `officers`."""
    rows = unit.execute(
        select(spot_checks)
        .select_from(checks_with_enterprises(body, period))
        .where(own_checks(body), spot_checks.c.checked_at >= period.begin, spot_checks.c.checked_at < period.end)
    ).all()
    stated = {row.id: row for row in rows}
    seen: set[tuple[object, ...]] = set()
    behind = []
    for check in checks_behind(unit, body, period):
        row = stated[check.id]
        day = beijing_day(row.checked_at)
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
    return split_served(unit, body, period, *wanted)(body)


def split_served(unit: UnitOfWork, body: Body, period: Period, *wanted: None) -> Rows:
    """The same for every row of a table over the body's sectors."""
    checked = (
        select(spot_checks.c.enterprise_id)
        .select_from(checks_with_enterprises(body, period))
        .where(own_checks(body), spot_checks.c.checked_at >= period.begin, spot_checks.c.checked_at < period.end)
    )
    seen = union(checked, select(actions.c.enterprise_id).select_from(_HELPED).where(_helped(body, period)))
    named = select(func.count()).select_from(enterprises).where(enterprises.c.id.in_(seen))
    unnamed = select(func.coalesce(func.sum(actions.c.count), 0)).select_from(_HELPED)
    groups = dict(grouped(unit, named))
    groups[Group(None)] = (int(unit.execute(unnamed.where(_helped(body, period, named=False))).scalar_one()),)
    rows = added_up(groups, (0,))
    return lambda row: rows(row) * len(wanted)


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
