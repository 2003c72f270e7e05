"""Listed supervision 挂牌督办: a county or city lists a major hazard, wants real progress by a day, and removes it
after sign-off.

not listed ──▶ listed ──▶ (progress …) ──▶ signed off in the ledger ──▶ removed 摘牌
The listing's level, document and day stay on the hazard after removal, because the official tables go on counting it.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, exists, func, not_, or_, select

from checklists.errors import UserMistake
from storage.changes import change
from storage.figures.body import Level
from storage.figures.hazards import MAJOR
from storage.hazards import Hazard, attach, happened, hazard
from storage.lots import among
from storage.oversight.office import Office
from storage.scope import Scope, within
from storage.tables import enterprises, hazard_events, hazards
from storage.unit_of_work import UnitOfWork

LONG = timedelta(days=30)
"""So long past its deadline, an ordinary hazard is one that is 长期难以解决 too; assumed, no plan gives a number."""


@dataclass(frozen=True)
class Listing:
    """One hazard under listed supervision. `due`: the last day for real progress, None where neither plan nor document
    sets one; `progress` how many notes of it there are since the listing, `last` the latest one's words."""

    hazard_id: int
    number: str
    enterprise_id: int
    enterprise: str
    place: str
    words: str
    status: str
    level: Level
    document: str
    listed_at: datetime
    due: date | None
    progress: int
    last: str

    @property
    def removable(self) -> bool:
        """Only what is signed off may be removed."""
        return self.status == "signed_off"

    def overdue(self, day: date) -> bool:
        """Whether its day has passed without any real progress noted and without sign-off."""
        return self.due is not None and self.due < day and not self.progress and not self.removable


def list_hazard(
    unit: UnitOfWork, one: Hazard, office: Office, *, document: str, due: date | None, by: int, role: str | None
) -> None:
    """Put a hazard under an office's listed supervision, with the document's name and number.

    A county may not list what the city has listed; the city may take over what a county has. Raises UserMistake for
    that and for a hazard that is closed, Conflict when the hazard has changed meanwhile.
    """
    if one.status not in ("open", "rectified"):
        raise UserMistake("A closed hazard is not listed; reopen it first.", key="supervise.closed")
    standing = listing(unit, one.id, Scope(enterprise_id=one.enterprise_id))
    if standing is not None and standing.level in ("city", office.level):
        raise UserMistake("This hazard is listed already; note its progress.", key="supervise.listed_already")
    put = {
        "supervision_level": office.level,
        "supervision_document": document,
        "supervised_at": unit.now,
        "supervision_due": due,
        "revision": one.revision + 1,
    }
    expect = {"revision": one.revision, "status": one.status}
    change(unit, hazards, one.id, expect=expect, put=put, action="hazard.listed", by=by)
    data = {"level": office.level, "document": document, "due": due.isoformat() if due else None,
            "department": office.department_id}  # fmt: skip
    happened(unit, one.id, "listed", by=by, role=role, note=document, data=data)


def note_progress(
    unit: UnitOfWork, one: Hazard, *, words: str, photos: Sequence[int], by: int, role: str | None
) -> None:
    """Note real progress 实质性进展 of a listed hazard; raises UserMistake when it is not listed."""
    if listing(unit, one.id, Scope(enterprise_id=one.enterprise_id)) is None:
        raise UserMistake("This hazard is not listed; list it first.", key="supervise.not_listed")
    put = {"revision": one.revision + 1}
    change(unit, hazards, one.id, expect={"revision": one.revision}, put=put, action="hazard.progress", by=by)
    attach(unit, one.id, photos, "after")
    happened(unit, one.id, "progress", by=by, role=role, note=words)


def remove(unit: UnitOfWork, one: Hazard, office: Office, *, why: str, by: int, role: str | None) -> None:
    """End the listing 摘牌. Raises UserMistake unless signed off and the office is of the level that listed it."""
    standing = listing(unit, one.id, Scope(enterprise_id=one.enterprise_id))
    if standing is None:
        raise UserMistake("This hazard is not listed.", key="supervise.not_listed")
    if not standing.removable:
        raise UserMistake(
            "Only a hazard that is signed off is removed; have it signed off.", key="supervise.not_closed"
        )
    if standing.level != office.level:
        raise UserMistake("The level that listed it removes it.", key="supervise.other_level")
    expect, put = {"revision": one.revision, "status": "signed_off"}, {"revision": one.revision + 1}
    change(unit, hazards, one.id, expect=expect, put=put, action="hazard.delisted", by=by)
    happened(unit, one.id, "delisted", by=by, role=role, note=why, data={"level": office.level})


def listing(unit: UnitOfWork, hazard_id: int, scope: Scope) -> Listing | None:
    """The standing listing of a hazard, if it is listed and the scope holds it."""
    row = unit.execute(_query(scope).where(hazards.c.id == hazard_id)).one_or_none()
    return _listing(row) if row is not None else None


def listings(unit: UnitOfWork, scope: Scope, *, limit: int = 50, after: int = 0) -> tuple[Listing, ...]:
    """Everything listed in the scope, the earliest day for progress first; `after` skips that many."""
    rank = func.coalesce(hazards.c.supervision_due, date(9999, 12, 31))
    return _all(unit, _query(scope).order_by(rank, hazards.c.id).offset(after).limit(limit))


def candidates(
    unit: UnitOfWork, scope: Scope, office: Office, day: date, *, limit: int = 50, after: int = 0
) -> tuple[Hazard, ...]:
    """What the office may list: standing major hazards, and ordinary ones long past their deadline, that neither it nor
    the city has listed; major ones first, then by deadline.

    Source: ganzhou-2023 二（三）2 (对重大事故隐患和长期难以解决的问题隐患，实行市、县两级政府挂牌督办).
    """
    major = hazards.c.level.in_(MAJOR)
    taken = and_(_is_listed(), hazards.c.supervision_level.in_(("city", office.level)))
    query = (
        select(hazards.c.id)
        .join(enterprises, enterprises.c.id == hazards.c.enterprise_id)
        .where(
            within(scope),
            hazards.c.status.in_(("open", "rectified")),
            or_(major, hazards.c.deadline < day - LONG),
            not_(taken),
        )
        .order_by(major.desc(), func.coalesce(hazards.c.deadline, date(9999, 12, 31)), hazards.c.id)
    )
    ids = unit.execute(query.offset(after).limit(limit)).scalars().all()
    found = (hazard(unit, hazard_id, scope) for hazard_id in ids)
    return tuple(one for one in found if one is not None)


def progress_due(
    unit: UnitOfWork, scope: Scope, day: date, days: int, *, enterprise_ids: Collection[int] | None = None
) -> tuple[Listing, ...]:
    """Listed, without any progress noted, and due from `day` up to `days` days later (both included).

    `enterprise_ids` narrows them to some enterprises.
    """
    due = and_(hazards.c.supervision_due >= day, hazards.c.supervision_due <= day + timedelta(days=days))
    return _waiting(unit, scope, due, enterprise_ids)


def progress_overdue(
    unit: UnitOfWork, scope: Scope, day: date, *, enterprise_ids: Collection[int] | None = None
) -> tuple[Listing, ...]:
    """Listed, without any progress noted though the day for it is over, the longest overdue first.

    `enterprise_ids` narrows them to some enterprises.
    """
    return _waiting(unit, scope, hazards.c.supervision_due < day, enterprise_ids)


def _waiting(
    unit: UnitOfWork, scope: Scope, when: ColumnElement[bool], enterprise_ids: Collection[int] | None
) -> tuple[Listing, ...]:
    query = _query(scope).where(hazards.c.status != "signed_off", _progress() == 0, when)
    if enterprise_ids is not None:
        query = query.where(among(unit, hazards.c.enterprise_id, enterprise_ids))
    return _all(unit, query.order_by(hazards.c.supervision_due, hazards.c.id))


def _query(scope: Scope) -> Select[Any]:
    last = (
        select(hazard_events.c.note)
        .where(_event("progress"))
        .order_by(hazard_events.c.id.desc())
        .limit(1)
        .correlate(hazards)
        .scalar_subquery()
    )
    return (
        select(hazards, enterprises.c.name.label("enterprise"), _progress().label("progress"), last.label("last"))
        .join(enterprises, enterprises.c.id == hazards.c.enterprise_id)
        .where(within(scope), hazards.c.status != "rejected", _is_listed())
    )


def _is_listed() -> ColumnElement[bool]:
    return and_(hazards.c.supervised_at.is_not(None), ~exists().where(_event("delisted")).correlate(hazards))


def _progress() -> ColumnElement[int]:
    counted = select(func.count(hazard_events.c.id)).where(_event("progress"))
    return counted.correlate(hazards).scalar_subquery()


def _event(kind: str) -> ColumnElement[bool]:
    """Such an event of the hazard since it was last listed."""
    return and_(
        hazard_events.c.hazard_id == hazards.c.id,
        hazard_events.c.kind == kind,
        hazard_events.c.at >= hazards.c.supervised_at,
    )


def _all(unit: UnitOfWork, query: Select[Any]) -> tuple[Listing, ...]:
    return tuple(map(_listing, unit.execute(query)))


def _listing(row: Row[Any]) -> Listing:
    return Listing(
        row.id, row.number, row.enterprise_id, row.enterprise, row.place, row.words, row.status, row.supervision_level,
        row.supervision_document or "", row.supervised_at, row.supervision_due, row.progress, row.last or "",
    )  # fmt: skip
