"""How many risks and prominent problems the enterprises of a body found, hold in check, and put right (F10).

Each event counts in the period in which it happened, as with hazards: a risk found in one month whose last list was
filled in the next counts as found in the one and as controlled in the other. What was withdrawn (the risk is gone, or
was entered by mistake) does not count. The record's present state decides: a list emptied again is no longer in place.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal, cast

from sqlalchemy import ColumnElement, Select, Table, and_, func, select

from storage.figures.behind import Behind
from storage.figures.body import Body, looks_after
from storage.figures.period import Period
from storage.figures.splitting import Rows, added_up, grouped
from storage.tables import enterprises, prominent_problems, risks
from storage.unit_of_work import UnitOfWork

RiskEvent = Literal["found", "controlled"]
"""controlled: all four lists 基础 防控 责任 应急 in place."""

ProblemEvent = Literal["found", "rooted", "fixed"]
"""rooted: root measures 治本措施 written down."""

MAJOR_RISKS = ("red",)
"""重大风险, which is what F10 counts; 红 is the gravest of the four colours."""

_RISK_MOMENTS = {"found": risks.c.found_at, "controlled": risks.c.controlled_at}
_PROBLEM_MOMENTS = {
    "found": prominent_problems.c.found_at,
    "rooted": prominent_problems.c.rooted_at,
    "fixed": prominent_problems.c.fixed_at,
}


def count_risks(
    unit: UnitOfWork, body: Body, period: Period, event: RiskEvent, levels: tuple[str, ...] = MAJOR_RISKS
) -> int:
    """How many risks of those colours were found, or came to have all four lists, in the period."""
    return _count(unit, risks, and_(_lies(body, period, risks, _RISK_MOMENTS[event]), risks.c.level.in_(levels)))


def tally_risks(unit: UnitOfWork, body: Body, period: Period, *events: RiskEvent) -> tuple[int, ...]:
    """The count of major risks for each of several events."""
    return tuple(unit.execute(_tallied(body, period, risks, [_RISK_MOMENTS[event] for event in events])).one())


def split_risks(unit: UnitOfWork, body: Body, period: Period, *events: RiskEvent) -> Rows:
    """The same for every row of a table over the body's sectors."""
    statement = _tallied(body, period, risks, [_RISK_MOMENTS[event] for event in events])
    return added_up(grouped(unit, statement), (0,) * len(events))


def tally_problems(unit: UnitOfWork, body: Body, period: Period, *events: ProblemEvent) -> tuple[int, ...]:
    """The count of prominent problems for each of several events."""
    moments = [_PROBLEM_MOMENTS[event] for event in events]
    return tuple(unit.execute(_tallied(body, period, prominent_problems, moments)).one())


def split_problems(unit: UnitOfWork, body: Body, period: Period, *events: ProblemEvent) -> Rows:
    """The same for every row of a table over the body's sectors."""
    statement = _tallied(body, period, prominent_problems, [_PROBLEM_MOMENTS[event] for event in events])
    return added_up(grouped(unit, statement), (0,) * len(events))


def risks_behind(
    unit: UnitOfWork, body: Body, period: Period, event: RiskEvent, levels: tuple[str, ...] = MAJOR_RISKS
) -> tuple[Behind, ...]:
    """The risks behind the count, oldest first; `what` is the place and what could happen there."""
    moment = _RISK_MOMENTS[event]
    query = (
        select(risks, enterprises.c.name, moment.label("moment"))
        .select_from(risks.join(enterprises))
        .where(_lies(body, period, risks, moment), risks.c.level.in_(levels))
        .order_by(moment, risks.c.id)
    )
    return tuple(
        Behind("risks", row.id, "", row.enterprise_id, row.name, row.moment, f"{row.place} {row.harm}")
        for row in unit.execute(query)
    )


def risks_by_sector(
    unit: UnitOfWork, body: Body, period: Period, event: RiskEvent, levels: tuple[str, ...] = MAJOR_RISKS
) -> Mapping[str, int]:
    """The same count for each sector at once, by its id; sectors with none are left out."""
    where = and_(_lies(body, period, risks, _RISK_MOMENTS[event]), risks.c.level.in_(levels))
    return _by_sector(unit, risks, where)


def count_problems(unit: UnitOfWork, body: Body, period: Period, event: ProblemEvent) -> int:
    """How many prominent problems were found, given root measures, or put right in the period."""
    return _count(
        unit, prominent_problems, _lies(body, period, prominent_problems, _PROBLEM_MOMENTS[event])
    )  # fmt: skip


def problems_behind(unit: UnitOfWork, body: Body, period: Period, event: ProblemEvent) -> tuple[Behind, ...]:
    """The problems behind the count, oldest first."""
    moment = _PROBLEM_MOMENTS[event]
    query = (
        select(prominent_problems, enterprises.c.name, moment.label("moment"))
        .select_from(prominent_problems.join(enterprises))
        .where(_lies(body, period, prominent_problems, moment))
        .order_by(moment, prominent_problems.c.id)
    )
    return tuple(
        Behind("prominent_problems", row.id, "", row.enterprise_id, row.name, row.moment, row.words)
        for row in unit.execute(query)
    )


def problems_by_sector(unit: UnitOfWork, body: Body, period: Period, event: ProblemEvent) -> Mapping[str, int]:
    """The same count for each sector at once, by its id; sectors with none are left out."""
    where = _lies(body, period, prominent_problems, _PROBLEM_MOMENTS[event])
    return _by_sector(unit, prominent_problems, where)


def _tallied(body: Body, period: Period, table: Table, moments: Sequence[ColumnElement[Any]]) -> Select[Any]:
    """How many rows have each of these moments within the period; of risks only major ones."""
    counts = [func.count().filter(moment >= period.begin, moment < period.end) for moment in moments]
    # + 0, so that the rows are read once in order and their enterprises looked up, never the other way round: looking
    # up the few rows of every enterprise, sector by sector, takes twice as long.
    theirs = table.join(enterprises, enterprises.c.id == table.c.enterprise_id + 0)
    statement = cast("Select[Any]", select(*counts)).select_from(theirs)
    statement = statement.where(looks_after(body), table.c.withdrawn_at.is_(None))
    return statement.where(table.c.level.in_(MAJOR_RISKS)) if table is risks else statement


def _lies(body: Body, period: Period, table: Table, moment: ColumnElement[object]) -> ColumnElement[bool]:
    return and_(
        looks_after(body), table.c.withdrawn_at.is_(None), moment >= period.begin, moment < period.end
    )  # fmt: skip


def _count(unit: UnitOfWork, table: Table, where: ColumnElement[bool]) -> int:
    statement = select(func.count()).select_from(table.join(enterprises)).where(where)
    return int(unit.execute(statement).scalar_one())


def _by_sector(unit: UnitOfWork, table: Table, where: ColumnElement[bool]) -> Mapping[str, int]:
    statement = (
        select(enterprises.c.sector, func.count().label("counted"))
        .select_from(table.join(enterprises))
        .where(where)
        .group_by(enterprises.c.sector)
        .order_by(enterprises.c.sector)
    )
    return {row.sector: row.counted for row in unit.execute(statement)}
