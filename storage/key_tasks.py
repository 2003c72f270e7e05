"""How far the key tasks 重点工作 of a plan are, as counties, departments and the city record it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy import func, select

from storage.changes import add
from storage.scope import Scope, region_within
from storage.tables import key_task_states
from storage.unit_of_work import UnitOfWork

TaskState = Literal["not_started", "under_way", "done"]


@dataclass(frozen=True)
class Progress:
    """The latest word on one task."""

    state: TaskState
    note: str
    recorded_at: datetime


def record_state(
    unit: UnitOfWork, *, plan: str, year: int, task: str, region: str, department_id: int | None, state: TaskState,
    note: str, by: int,
) -> int:  # fmt: skip
    """Enter how far a task is; what was said before stays in the record."""
    values = {
        "plan": plan, "year": year, "task": task, "region": region, "department_id": department_id, "state": state,
        "note": note, "recorded_by": by, "recorded_at": unit.now,
    }  # fmt: skip
    return add(unit, key_task_states, values, action="key_task.recorded", by=by)


def states_of(unit: UnitOfWork, plan: str, year: int, region: str, department_id: int | None) -> Mapping[str, Progress]:
    """The latest state of each task that body itself recorded, by the task's id."""
    query = select(key_task_states).where(
        key_task_states.c.plan == plan,
        key_task_states.c.year == year,
        key_task_states.c.region == region,
        key_task_states.c.department_id.is_not_distinct_from(department_id),
    )
    rows = unit.execute(query.order_by(key_task_states.c.id))
    return {row.task: Progress(row.state, row.note, row.recorded_at) for row in rows}


def counties_done(unit: UnitOfWork, scope: Scope, plan: str, year: int) -> Mapping[str, int]:
    """How many counties of the scope have each task done by their own latest word."""
    newest = select(func.max(key_task_states.c.id)).where(
        key_task_states.c.plan == plan,
        key_task_states.c.year == year,
        key_task_states.c.department_id.is_(None),
        region_within(scope, key_task_states.c.region),
    )
    newest = newest.group_by(key_task_states.c.region, key_task_states.c.task)
    query = (
        select(key_task_states.c.task, func.count().label("counties"))
        .where(
            key_task_states.c.id.in_(newest),
            key_task_states.c.state == "done",
            ~key_task_states.c.region.like("%00"),
        )
        .group_by(key_task_states.c.task)
    )
    return {row.task: row.counties for row in unit.execute(query)}
