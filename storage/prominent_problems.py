"""Prominent problems 突出问题: what keeps coming back, the measures at its root 治本措施, and its repair."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, select

from storage.changes import add, change
from storage.scope import Scope, within
from storage.tables import enterprises, prominent_problems
from storage.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class Problem:
    """One problem as it stands; empty `root_measures` means none yet, no `fixed_at` that it is not put right."""

    id: int
    enterprise_id: int
    enterprise: str
    words: str
    root_measures: str
    found_at: datetime
    rooted_at: datetime | None
    fixed_at: datetime | None
    revision: int


def enter_problem(
    unit: UnitOfWork, enterprise_id: int, *, words: str, root_measures: str, fixed: bool, by: int
) -> int:  # fmt: skip
    """Enter a problem; its id."""
    values = {
        "enterprise_id": enterprise_id,
        "words": words,
        "root_measures": root_measures,
        "found_at": unit.now,
        "rooted_at": unit.now if root_measures else None,
        "fixed_at": unit.now if fixed else None,
        "entered_by": by,
        "revision": 0,
    }
    return add(unit, prominent_problems, values, action="problem.found", by=by)


def update_problem(unit: UnitOfWork, one: Problem, *, words: str, root_measures: str, fixed: bool, by: int) -> None:
    """State a problem anew; what it was stays in the audit trail. Raises Conflict when it has changed meanwhile.

    The moments of its first root measures and of its repair are kept while they hold, and lost when taken back.
    """
    put = {
        "words": words,
        "root_measures": root_measures,
        "rooted_at": (one.rooted_at or unit.now) if root_measures else None,
        "fixed_at": (one.fixed_at or unit.now) if fixed else None,
        "revision": one.revision + 1,
    }
    expect = {"revision": one.revision, "withdrawn_at": None}
    change(unit, prominent_problems, one.id, expect=expect, put=put, action="problem.updated", by=by)


def withdraw_problem(unit: UnitOfWork, one: Problem, *, by: int) -> None:
    """Take a problem back that was entered by mistake; it stays in the record and counts nowhere."""
    put = {"withdrawn_at": unit.now, "revision": one.revision + 1}
    expect = {"revision": one.revision, "withdrawn_at": None}
    change(unit, prominent_problems, one.id, expect=expect, put=put, action="problem.withdrawn", by=by)


def problem(unit: UnitOfWork, problem_id: int, scope: Scope) -> Problem | None:
    """The standing problem of that id, if the scope holds its enterprise."""
    row = unit.execute(_query(scope).where(prominent_problems.c.id == problem_id)).one_or_none()
    return _problem(row) if row is not None else None


def standing_problems(unit: UnitOfWork, scope: Scope, *, limit: int = 50) -> tuple[Problem, ...]:
    """The problems of the scope, those not put right first."""
    query = _query(scope).order_by(prominent_problems.c.fixed_at.is_not(None), prominent_problems.c.id)
    return tuple(map(_problem, unit.execute(query.limit(limit))))


def _query(scope: Scope) -> Select[Any]:
    return (
        select(prominent_problems, enterprises.c.name.label("enterprise"))
        .join(enterprises, enterprises.c.id == prominent_problems.c.enterprise_id)
        .where(within(scope), prominent_problems.c.withdrawn_at.is_(None))
    )


def _problem(row: Row[Any]) -> Problem:
    return Problem(
        row.id, row.enterprise_id, row.enterprise, row.words, row.root_measures, row.found_at, row.rooted_at,
        row.fixed_at, row.revision,
    )  # fmt: skip
