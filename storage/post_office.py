"""What lies in the outbox unsent, in figures for whoever watches over the program."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from storage.tables import outbox
from storage.unit_of_work import UnitOfWork

UNSENT = ("waiting", "sending", "held")
COUNTED = (*UNSENT, "failed", "dropped")


@dataclass(frozen=True)
class PostOffice:
    """`letters`: how many by status and kind; what was sent is not counted, since that would read the whole table.

    `due`: of those that wait, how many might have gone by now, by kind, and `due_since` the moment from which the first
    of them might. `oldest`: when the first of all that is unsent was written.
    """

    letters: dict[tuple[str, str], int]
    due: dict[str, int]
    due_since: datetime | None
    oldest: datetime | None


def look(unit: UnitOfWork) -> PostOffice:
    """As it stands at the unit's moment. Three small questions to the index of what stands open."""
    by_status = select(outbox.c.status, outbox.c.kind, func.count().label("letters"))
    query = by_status.where(outbox.c.status.in_(COUNTED)).group_by(outbox.c.status, outbox.c.kind)
    letters = {(row.status, row.kind): int(row.letters) for row in unit.execute(query)}
    overdue = (
        select(outbox.c.kind, func.count().label("letters"), func.min(outbox.c.due_at).label("since"))
        .where(outbox.c.status == "waiting", outbox.c.due_at <= unit.now)
        .group_by(outbox.c.kind)
    )
    due = unit.execute(overdue).all()
    first = select(func.min(outbox.c.id)).where(outbox.c.status.in_(UNSENT)).scalar_subquery()
    return PostOffice(
        letters=letters,
        due={row.kind: int(row.letters) for row in due},
        due_since=min((row.since for row in due), default=None),
        oldest=unit.execute(select(outbox.c.created_at).where(outbox.c.id == first)).scalar_one_or_none(),
    )
