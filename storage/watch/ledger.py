"""Hazards whose deadline has come and which nobody has put right."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import NamedTuple

from sqlalchemy import case, func, select

from storage.lots import among, listed
from storage.scope import Scope, within
from storage.tables import enterprises, hazards
from storage.unit_of_work import UnitOfWork


class Overdue(NamedTuple):
    """One open hazard. `deadline`: the last day to put it right; `reopened`: how often it came back."""

    id: int
    number: str
    enterprise_id: int
    enterprise: str
    words: str
    major: bool
    responsible: str
    deadline: date
    reopened: int


_MAJOR = hazards.c.level.in_(("major", "suspected_major"))
_SAID = (
    hazards.c.id, hazards.c.number, hazards.c.enterprise_id, enterprises.c.name.label("enterprise"), hazards.c.words,
    _MAJOR.label("major"), func.coalesce(hazards.c.responsible, "").label("responsible"), hazards.c.deadline,
    hazards.c.reopened,
)  # fmt: skip


def overdue(
    unit: UnitOfWork,
    scope: Scope,
    until: date,
    *,
    enterprise_ids: Collection[int] | None = None,
    since: date | None = None,
) -> tuple[Overdue, ...]:
    """Open hazards of the scope with a deadline on that day or before (and not before `since`).

    Major ones, also suspected, first; then the longest overdue. `enterprise_ids` narrows them to some enterprises.
    What has been put right and waits for its sign-off is not overdue.
    """
    # Of some enterprises all that stands open is looked at: SQLite, which knows no figures of its tables, would look
    # through all deadlines of the record for each batch of a morning's people.
    deadline = hazards.c.deadline if enterprise_ids is None else func.coalesce(hazards.c.deadline, hazards.c.deadline)
    query = (
        select(*_SAID)
        .join(enterprises, enterprises.c.id == hazards.c.enterprise_id)
        .where(
            within(scope),
            enterprises.c.closed_at.is_(None),
            hazards.c.status == "open",
            deadline <= until,
        )
        .order_by(case((_MAJOR, 0), else_=1), hazards.c.deadline, hazards.c.id)
    )
    if enterprise_ids is not None:
        query = query.where(among(unit, hazards.c.enterprise_id, enterprise_ids))
    if since is not None:
        query = query.where(hazards.c.deadline >= since)
    return tuple(map(Overdue._make, listed(unit, query)))
