"""The only way a state changes: compare-and-set, with its audit row in the same transaction."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any

from sqlalchemy import Table, and_, insert, select, update
from sqlalchemy.sql.expression import ClauseElement

from storage.faults import Conflict
from storage.prepared import Prepared, inserting
from storage.tables import audit
from storage.unit_of_work import UnitOfWork

_NOTE = Prepared(inserting(audit, "at", "person_id", "action", "entity", "entity_id", "before", "after"))


def note(
    unit: UnitOfWork,
    action: str,
    entity: str,
    entity_id: object,
    *,
    by: int | None,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
) -> None:
    """Write one audit row. `by` is a person's id, None for the clock or somebody anonymous."""
    unit.later(
        _NOTE, at=unit.now, person_id=by, action=action, entity=entity, entity_id=str(entity_id),
        before=_plain(before), after=_plain(after),
    )  # fmt: skip


def add(unit: UnitOfWork, table: Table, values: Mapping[str, Any], *, action: str, by: int | None) -> int:
    """Insert one row with its audit row; its new id."""
    adding = None if any(isinstance(one, ClauseElement) for one in values.values()) else _adding(table, tuple(values))
    if adding is not None:
        row = unit.rows(adding, **values)[0].id
    else:
        row = unit.execute(insert(table).values(**values).returning(table.c.id)).scalar_one()
    note(unit, action, table.name, row, by=by, after=values)
    return int(row)


def change(
    unit: UnitOfWork,
    table: Table,
    row_id: int,
    *,
    expect: Mapping[str, Any],
    put: Mapping[str, Any],
    action: str,
    by: int | None,
) -> None:
    """Set `put` where the row still is as `expect` says, with its audit row; raises Conflict where it is not."""
    columns = [table.c[name] for name in put]
    before = unit.execute(select(*columns).where(table.c.id == row_id)).mappings().one_or_none()
    if before is None:
        raise Conflict(f"{table.name} {row_id} is not there; look again and repeat.")
    conditions = [
        table.c[name] == value if value is not None else table.c[name].is_(None) for name, value in expect.items()
    ]
    changed = unit.execute(update(table).where(and_(table.c.id == row_id, *conditions)).values(**put))
    if changed.rowcount != 1:
        raise Conflict(f"{table.name} {row_id} was changed by somebody else meanwhile; look again and repeat.")
    note(unit, action, table.name, row_id, by=by, before=dict(before), after=put)


@lru_cache(200)
def _adding(table: Table, names: tuple[str, ...]) -> Prepared | None:
    """The insert of these columns; None where another is left to its default, which a prepared statement cannot do."""
    if any(column.default is not None and column.name not in names for column in table.c):
        return None
    return Prepared(inserting(table, *names).returning(table.c.id))


def _plain(values: Mapping[str, Any] | None) -> dict[str, Any] | None:
    return None if values is None else {name: _plain_value(value) for name, value in values.items()}


def _plain_value(value: Any) -> Any:
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value
