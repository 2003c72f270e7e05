"""What officials ordered about a hazard at once: measures on the spot, and administrative ones."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Subquery, func, select

from storage.changes import add
from storage.scope import Scope, within
from storage.tables import dispositions, enterprises, hazards
from storage.unit_of_work import UnitOfWork


def record_disposition(unit: UnitOfWork, hazard_id: int, *, on_site: str, administrative: str, by: int) -> int:
    """Enter both; an earlier entry stays in the record. Whether the hazard is in scope is checked by the caller."""
    values = {
        "hazard_id": hazard_id, "on_site": on_site, "administrative": administrative, "recorded_by": by,
        "recorded_at": unit.now,
    }  # fmt: skip
    return add(unit, dispositions, values, action="hazard.disposed", by=by)


@dataclass(frozen=True)
class Disposition:
    """What was ordered: on the spot, and administratively; either may be empty."""

    on_site: str
    administrative: str


def disposition_of(unit: UnitOfWork, hazard_id: int, scope: Scope) -> Disposition | None:
    """The newest entry of a hazard of the scope; None where there is none."""
    query = (
        select(dispositions.c.on_site, dispositions.c.administrative)
        .join(hazards, hazards.c.id == dispositions.c.hazard_id)
        .join(enterprises, enterprises.c.id == hazards.c.enterprise_id)
        .where(within(scope), hazards.c.id == hazard_id)
        .order_by(dispositions.c.id.desc())
        .limit(1)
    )
    row = unit.execute(query).one_or_none()
    return Disposition(row.on_site, row.administrative) if row is not None else None


def latest_dispositions() -> Subquery:
    """The newest entry of each hazard, to be joined on `hazard_id`; for queries within storage."""
    newest = select(func.max(dispositions.c.id)).group_by(dispositions.c.hazard_id)
    return select(dispositions).where(dispositions.c.id.in_(newest)).subquery("disposed")
