"""What fell due and was planned for: one row each, so that however many schedulers run, each thing fires once.

A row goes into the same transaction as the messages it stands for: both are there, or neither.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter
from typing import Literal

from sqlalchemy import select

from storage.lots import Lot, among
from storage.tables import due_runs
from storage.unit_of_work import UnitOfWork

Outcome = Literal["queued", "skipped"]

_RUNS = Lot(due_runs, ("key", "due_at", "outcome", "reason"), shared=("ran_at",), returning="key")


@dataclass(frozen=True)
class Run:
    """One due thing. `key`: what, for whom, which day; `due_at`: when it should have been said."""

    key: str
    due_at: datetime
    outcome: Outcome = "queued"
    reason: str = ""


def record(unit: UnitOfWork, runs: Sequence[Run]) -> frozenset[str]:
    """Write them down; the keys that are ours, that is, that nobody had written before.

    Waits where another transaction is just writing the same key (PostgreSQL); sorted, so that two never wait for
    each other.
    """
    rows = [(run.key, run.due_at, run.outcome, run.reason[:200]) for run in sorted(runs, key=attrgetter("key"))]
    if unit.connection.dialect.name == "sqlite":  # one writer at a time: nobody writes one between the two statements
        there = known(unit, [run.key for run in runs])
        rows = [row for row in rows if row[0] not in there]
        _RUNS.put(unit, rows, unit.now)
        return frozenset(row[0] for row in rows)
    _, ours = _RUNS.put(unit, rows, unit.now)
    return frozenset(ours)


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
