"""What fell due and was planned for: one row each, so that however many schedulers run, each thing fires once.

A row goes into the same transaction as the messages it stands for: both are there, or neither.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Literal, TypeVar

from sqlalchemy import Text, bindparam, func, select
from sqlalchemy.dialects import postgresql, sqlite

from storage.prepared import Prepared
from storage.tables import due_runs
from storage.unit_of_work import UnitOfWork

T = TypeVar("T")
Outcome = Literal["queued", "skipped"]
_ROWS = 1000  # five columns each: well below the 32766 parameters SQLite takes in one statement


_NAMES = ("key", "due_at", "ran_at", "outcome", "reason")
_ONE = Prepared(
    sqlite.insert(due_runs)
    .values({name: bindparam(name, type_=due_runs.c[name].type) for name in _NAMES})
    .on_conflict_do_nothing()
)
_KNOWN = Prepared(  # the keys as one value, however many: https://www.sqlite.org/json1.html#jeach
    select(due_runs.c.key).where(
        due_runs.c.key.in_(select(func.json_each(bindparam("names", type_=Text())).table_valued("value").c.value))
    )
)


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
    rows = [
        {"key": run.key, "due_at": run.due_at, "ran_at": unit.now, "outcome": run.outcome, "reason": run.reason[:200]}
        for run in sorted(runs, key=lambda run: run.key)
    ]
    if unit.connection.dialect.name == "sqlite":  # one writer at a time: nobody writes one between the two statements
        there = known(unit, [run.key for run in runs])
        new = [row for row in rows if row["key"] not in there]
        if new:
            unit.many(_ONE, new)
        return frozenset(str(row["key"]) for row in new)
    ours: set[str] = set()
    for some in _portions(rows):
        statement = postgresql.insert(due_runs).values(some).on_conflict_do_nothing().returning(due_runs.c.key)
        ours.update(unit.execute(statement).scalars())
    return frozenset(ours)


def known(unit: UnitOfWork, keys: Collection[str]) -> frozenset[str]:
    """Which of these keys are written down already."""
    if unit.connection.dialect.name == "sqlite":
        return frozenset(row.key for row in unit.rows(_KNOWN, names=json.dumps(sorted(keys)))) if keys else frozenset()
    found: set[str] = set()
    for some in _portions(sorted(keys)):
        found.update(unit.execute(select(due_runs.c.key).where(due_runs.c.key.in_(some))).scalars())
    return frozenset(found)


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


def _portions(rows: Sequence[T]) -> Iterator[list[T]]:
    remaining = iter(rows)
    while portion := list(islice(remaining, _ROWS)):
        yield portion
