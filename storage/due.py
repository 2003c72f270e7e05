"""What fell due and was planned for: one row each, so that however many schedulers run, each thing fires once.

A row goes into the same transaction as the messages it stands for: both are there, or neither.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from operator import itemgetter
from typing import Literal, NamedTuple

from sqlalchemy import select

from storage.lots import Lot, among
from storage.tables import due_runs
from storage.unit_of_work import UnitOfWork

Outcome = Literal["queued", "skipped"]

_RUNS = Lot(due_runs, ("key", "due_at", "outcome", "reason"), shared=("ran_at",), returning="key")


class Run(NamedTuple):
    """One due thing. `key`: what, for whom, which day; `due_at`: when it should have been said."""

    key: str
    due_at: datetime
    outcome: Outcome = "queued"
    reason: str = ""


def note(unit: UnitOfWork, runs: Iterable[Run]) -> None:
    """Write them down where nobody has; for those whose message is certain to be ours."""
    _RUNS.put(unit, _rows(runs), unit.now)


def record(unit: UnitOfWork, runs: Sequence[Run]) -> frozenset[str]:
    """Write them down; the keys that are ours, that is, that nobody had written before.

    Waits where another transaction is just writing the same key (PostgreSQL); sorted, so that two never wait for
    each other.
    """
    rows = _rows(runs)
    if unit.dialect == "sqlite":  # one writer at a time: nobody writes one between the two statements
        there = known(unit, [run.key for run in runs])
        rows = [row for row in rows if row[0] not in there]
        _RUNS.put(unit, rows, unit.now)
        return frozenset(row[0] for row in rows)
    _, ours = _RUNS.put(unit, rows, unit.now)
    return frozenset(ours)


def _rows(runs: Iterable[Run]) -> list[tuple[str, datetime, str, str]]:
    return [
        (key, due_at, outcome, reason[:200])
        for key, due_at, outcome, reason in sorted(
            runs, key=itemgetter(0)
        )  # stable: of two with a key the first counts
    ]


def known(unit: UnitOfWork, keys: Collection[str]) -> frozenset[str]:
    """Which of these keys are written down already."""
    if not keys:
        return frozenset()
    return frozenset(unit.execute(select(due_runs.c.key).where(among(unit, due_runs.c.key, keys))).scalars().all())


def runs(unit: UnitOfWork, keys: Collection[str]) -> tuple[Run, ...]:
    """What became of these keys, as far as they are written down, by key."""
    query = select(due_runs).where(due_runs.c.key.in_(keys)).order_by(due_runs.c.key)
    return tuple(Run(row.key, row.due_at, row.outcome, row.reason) for row in unit.execute(query))


def skipped_since(unit: UnitOfWork, moment: datetime, limit: int = 200) -> tuple[Run, ...]:
    """What was skipped since then and why, the latest first, for the operator."""
    query = select(due_runs).where(due_runs.c.outcome == "skipped", due_runs.c.ran_at >= moment)
    rows = unit.execute(query.order_by(due_runs.c.ran_at.desc(), due_runs.c.key).limit(limit))
    return tuple(Run(row.key, row.due_at, row.outcome, row.reason) for row in rows)


def any_yet(unit: UnitOfWork) -> bool:
    """Whether the clock has ever planned anything on this record."""
    return unit.execute(select(due_runs.c.key).limit(1)).first() is not None
