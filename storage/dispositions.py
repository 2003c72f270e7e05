"""What officials ordered about a hazard at once: measures on the spot, and administrative ones."""

from __future__ import annotations

from sqlalchemy import Subquery, func, select

from storage.changes import add
from storage.tables import dispositions
from storage.unit_of_work import UnitOfWork


def record_disposition(unit: UnitOfWork, hazard_id: int, *, on_site: str, administrative: str, by: int) -> int:
    """Enter both; an earlier entry stays in the record. Whether the hazard is in scope is checked by the caller."""
    values = {
        "hazard_id": hazard_id, "on_site": on_site, "administrative": administrative, "recorded_by": by,
        "recorded_at": unit.now,
    }  # fmt: skip
    return add(unit, dispositions, values, action="hazard.disposed", by=by)


def latest_dispositions() -> Subquery:
    """The newest entry of each hazard, to be joined on `hazard_id`; for queries within storage."""
    newest = select(func.max(dispositions.c.id)).group_by(dispositions.c.hazard_id)
    return select(dispositions).where(dispositions.c.id.in_(newest)).subquery("disposed")
