"""How a record came to stand as it does: who entered, replaced or withdrew it, and why. Read from the audit trail."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Table, select

from storage.changes import add, change, note
from storage.tables import audit, persons
from storage.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class Step:
    """One thing that happened to a record. `what`: recorded, replaced, withdrawn; `replaces` the older row's id."""

    at: datetime
    person: str
    what: str
    reason: str
    replaces: int | None


def withdraw(unit: UnitOfWork, table: Table, row_id: int, *, reason: str, by: int) -> None:
    """Take a row out of all figures and keep it; raises Conflict when it is withdrawn already."""
    change(
        unit,
        table,
        row_id,
        expect={"withdrawn_at": None},
        put={"withdrawn_at": unit.now},
        action=f"{table.name}.set_aside",
        by=by,
    )
    note(unit, f"{table.name}.withdrawn", table.name, row_id, by=by, after={"reason": reason})


def replace_row(unit: UnitOfWork, table: Table, old_id: int, values: dict[str, object], *, reason: str, by: int) -> int:
    """Withdraw a row and write the corrected one; the new row's id. Raises Conflict when the old one is withdrawn."""
    withdraw(unit, table, old_id, reason=reason, by=by)
    new_id = add(unit, table, values, action=f"{table.name}.recorded", by=by)
    note(unit, f"{table.name}.replaced", table.name, new_id, by=by, after={"replaces": old_id, "reason": reason})
    return new_id


def replaced(unit: UnitOfWork, entity: str, row_id: int) -> frozenset[int]:
    """The ids of all older rows that this one stands for."""
    return frozenset(step.replaces for step in history(unit, entity, row_id) if step.replaces is not None)


def history(unit: UnitOfWork, entity: str, row_id: int) -> tuple[Step, ...]:
    """Everything that happened to a record and to those it replaced, the oldest first. The caller checked the scope."""
    query = (
        select(audit, persons.c.name)
        .outerjoin(persons, persons.c.id == audit.c.person_id)
        .where(audit.c.entity == entity, audit.c.entity_id == str(row_id))
        .order_by(audit.c.id)
    )
    steps: list[Step] = []
    older: tuple[Step, ...] = ()
    for row in unit.execute(query).all():
        what = row.action.rpartition(".")[2]
        after = row.after or {}
        if what == "set_aside":
            continue
        replaces = after.get("replaces")
        if replaces is not None:  # the same act wrote three audit rows: one step says it all
            older = history(unit, entity, int(replaces))[:-1]
            steps.clear()
        steps.append(Step(row.at, row.name or "", what, str(after.get("reason", "")), replaces))
    return (*older, *steps)
