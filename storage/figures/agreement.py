"""How far officials agree with what was flagged: of the flags decided in a period, what became of each.

A flag is a hazard entered as suspected major (or left unclear); the first decision says what it was flagged with, the
last one what it is. Nothing here changes a flag, a weight or a clause: these are figures for people.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Literal, cast

from sqlalchemy import ColumnElement, Select, and_, func, select

from storage.figures.behind import Behind
from storage.figures.body import Body, looks_after
from storage.figures.period import Period
from storage.tables import clause_decisions, enterprises, hazards
from storage.unit_of_work import UnitOfWork

Outcome = Literal["decided", "major", "same-clause", "other-clause", "general", "rejected", "missed"]
"""`major` by whichever clause; `missed` were not flagged (unclear) and are major."""


@dataclass(frozen=True)
class Agreed:
    """Which decisions: of an outcome, and, where given, of flags with that clause."""

    outcome: Outcome
    clause: str | None = None


@dataclass(frozen=True)
class ClauseAgreement:
    """The decisions on flags with one clause; None: flagged without one. `waiting` are flags nobody decided yet."""

    clause: str | None
    decided: int = 0
    major: int = 0
    same: int = 0
    general: int = 0
    rejected: int = 0
    waiting: int = 0


_COUNTED: tuple[Outcome, ...] = ("decided", "major", "same-clause", "general", "rejected")
_first = clause_decisions.alias("first")
_last = clause_decisions.alias("last")


def tally_agreed(unit: UnitOfWork, body: Body, period: Period, *wanted: Agreed) -> tuple[int, ...]:
    """How many decisions of each sort fell into the period."""
    statement: Select[Any] = cast("Select[Any]", select(*(func.count().filter(_is(one)) for one in wanted)))
    return tuple(unit.execute(_decided(statement, body, period)).one())


def agreed_behind(unit: UnitOfWork, body: Body, period: Period, wanted: Agreed) -> tuple[Behind, ...]:
    """The hazards behind the figure, by the moment of the last word on them."""
    columns = (
        hazards.c.id, hazards.c.number, hazards.c.enterprise_id, enterprises.c.name, _last.c.at, hazards.c.words,
    )  # fmt: skip
    query = _decided(select(*columns), body, period).where(_is(wanted)).order_by(_last.c.at, hazards.c.id)
    return tuple(
        Behind("hazards", row.id, row.number or "", row.enterprise_id, row.name, row.at, row.words)
        for row in unit.execute(query)
    )


def by_clause(unit: UnitOfWork, body: Body, period: Period) -> tuple[ClauseAgreement, ...]:
    """The decisions on every clause that was flagged, those decided most often first; `waiting` is by now."""
    counts = [func.count().filter(_is(Agreed(outcome))) for outcome in _COUNTED]
    statement = _decided(cast("Select[Any]", select(_first.c.flagged_clause, *counts)), body, period)
    statement = statement.where(_first.c.flagged_level == "suspected_major").group_by(_first.c.flagged_clause)
    found = {row[0]: ClauseAgreement(*row) for row in unit.execute(statement)}
    waiting = _waiting(unit, body, period)
    rows = [
        replace(found.get(one, ClauseAgreement(one)), waiting=waiting.get(one, 0)) for one in {*found, *waiting}
    ]  # fmt: skip
    return tuple(sorted(rows, key=lambda one: (-one.decided, -one.waiting, one.clause or "")))


def _waiting(unit: UnitOfWork, body: Body, period: Period) -> dict[str | None, int]:
    undecided = (
        select(hazards.c.clause, func.count().label("waiting"))
        .select_from(hazards.join(enterprises))
        .where(
            looks_after(body), hazards.c.level == "suspected_major", hazards.c.status != "rejected",
            hazards.c.found_at >= period.begin, hazards.c.found_at < period.end,
        )
        .group_by(hazards.c.clause)
    )  # fmt: skip
    return {row.clause: row.waiting for row in unit.execute(undecided)}


def _decided(statement: Select[Any], body: Body, period: Period) -> Select[Any]:
    """Of every hazard its first and last decision, the last within the period."""
    ends = (
        select(
            clause_decisions.c.hazard_id,
            func.min(clause_decisions.c.id).label("first"),
            func.max(clause_decisions.c.id).label("last"),
        )
        .group_by(clause_decisions.c.hazard_id)
        .subquery()
    )
    joined = (
        hazards.join(enterprises)
        .join(ends, ends.c.hazard_id == hazards.c.id)
        .join(_first, _first.c.id == ends.c.first)
        .join(_last, _last.c.id == ends.c.last)
    )
    return statement.select_from(joined).where(looks_after(body), _last.c.at >= period.begin, _last.c.at < period.end)


def _is(wanted: Agreed) -> ColumnElement[bool]:
    same = _last.c.clause.is_not_distinct_from(_first.c.flagged_clause)
    flagged = _first.c.flagged_level == "suspected_major"
    conditions: dict[Outcome, tuple[ColumnElement[bool], ...]] = {
        "decided": (flagged,),
        "major": (flagged, _last.c.level == "major"),
        "same-clause": (flagged, _last.c.level == "major", same),
        "other-clause": (flagged, _last.c.level == "major", ~same),
        "general": (flagged, _last.c.level == "general"),
        "rejected": (flagged, _last.c.level == "rejected"),
        "missed": (~flagged, _last.c.level == "major"),
    }
    of_clause = () if wanted.clause is None else (_first.c.flagged_clause == wanted.clause,)
    return and_(*conditions[wanted.outcome], *of_clause)
