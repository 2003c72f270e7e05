"""Whether the ledger is what the audit trail says became of it: the trail is sealed, the ledger's rows are not."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from sqlalchemy import Connection, select

from storage.tables import audit, hazards

_COMPARED = ("enterprise_id", "level", "status", "clause", "found_at", "deadline", "signed_off_at")
"""What makes a hazard count, and for whom; each changes only by way of storage.changes, which tells the trail."""
_REMEDY = "compare with a backup, and ask who could write here"
MOST_NAMED = 20


def ledger_faults(connection: Connection) -> Iterator[str]:
    """The hazards that differ from what the trail last said of them, and those it knows and the ledger does not.

    Rows of the trail that were let go are not missed: what came last is let go last. Needs one view of both tables.
    """
    found = list(_differing(connection))
    yield from found[:MOST_NAMED]
    if len(found) > MOST_NAMED:
        yield f"and {len(found) - MOST_NAMED} hazards more differ from the audit trail; {_REMEDY}"


def _differing(connection: Connection) -> Iterator[str]:
    said: dict[int, dict[str, Any]] = {}
    query = select(audit.c.entity_id, audit.c.after).where(audit.c.entity == hazards.name).order_by(audit.c.id)
    for entity_id, after in connection.execute(query):
        said.setdefault(int(entity_id), {}).update({name: after[name] for name in _COMPARED if name in (after or {})})
    columns = [hazards.c[name] for name in _COMPARED]
    for row in connection.execute(select(hazards.c.id, hazards.c.number, *columns).order_by(hazards.c.id)).mappings():
        last = said.pop(row["id"], {})
        wrong = [name for name, value in last.items() if _plain(row[name]) != value]
        if wrong:
            yield f"hazard {row['number']}: {', '.join(wrong)} not as the audit trail says; {_REMEDY}"
    for gone in sorted(said):
        yield f"the hazard of id {gone} stands in the audit trail and not in the ledger; {_REMEDY}"


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value  # a moment is a date too
