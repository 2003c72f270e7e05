"""Permits for dangerous work 危险作业票: from applied for to checked after the work.

applied ──▶ approved ──▶ begun ──▶ done ──▶ closed
   ├──▶ refused  │
   └──▶ cancelled ◀┘        a permit whose time is over cannot be begun: it is never extended, a new one is asked for
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, and_, insert, or_, select, update

from checklists.errors import UserMistake
from checklists.periods import BEIJING
from storage.changes import add, change
from storage.scope import Scope, within
from storage.tables import enterprises, permit_events, permit_photos, permits, persons
from storage.unit_of_work import UnitOfWork

CODE_LENGTH = 16
LIVE = ("applied", "approved", "begun", "done")
"""States in which something is still to be done."""


@dataclass(frozen=True)
class Worker:
    """Who does the work, and the entry of the register that holds the certificate for it (None: none is wanted)."""

    name: str
    entry: int | None = None


@dataclass(frozen=True)
class Application:
    """What a permit is asked for. Valid in [begins_at, ends_at)."""

    enterprise_id: int
    kind: str
    grade: str
    place: str
    work: str
    begins_at: datetime
    ends_at: datetime
    workers: tuple[Worker, ...]
    guardian: str
    measures: tuple[str, ...]
    renews: int | None = None


@dataclass(frozen=True)
class Permit:
    """One permit. `code` is what its picture at the site holds."""

    id: int
    number: str
    code: str
    enterprise: str
    asked: Application
    status: str
    applied_by: int
    approved_by: int | None
    approver: str
    reported_at: datetime | None
    begun_at: datetime | None
    done_at: datetime | None
    closed_at: datetime | None
    revision: int

    def state(self, now: datetime) -> str:
        """`status`, and beside it what time makes of it: lapsed (approved and never begun in time), over (begun, and
        its time has passed without a word that the work is done)."""
        if now >= self.asked.ends_at:
            return {"applied": "lapsed", "approved": "lapsed", "begun": "over"}.get(self.status, self.status)
        return self.status


@dataclass(frozen=True)
class PermitEvent:
    """Something that happened to a permit, with who did it."""

    at: datetime
    kind: str
    person: str
    role: str
    note: str
    data: Mapping[str, Any] | None


def apply(unit: UnitOfWork, asked: Application, *, by: int, role: str | None) -> Permit:
    """Ask for a permit. Who may and whether the certificates hold is looked at by whoever calls."""
    values = {
        "code": unit.codes(CODE_LENGTH), "enterprise_id": asked.enterprise_id, "kind": asked.kind,
        "grade": asked.grade, "place": asked.place, "work": asked.work, "begins_at": asked.begins_at,
        "ends_at": asked.ends_at, "workers": [{"name": one.name, "entry": one.entry} for one in asked.workers],
        "guardian": asked.guardian, "measures": list(asked.measures), "renews": asked.renews, "status": "applied",
        "applied_by": by, "applied_at": unit.now, "revision": 0,
    }  # fmt: skip
    permit_id = add(unit, permits, values, action="permit.applied", by=by)
    number = f"ZY{unit.now.astimezone(BEIJING).year}-{permit_id:05d}"
    unit.execute(update(permits).where(permits.c.id == permit_id).values(number=number))
    _happened(unit, permit_id, "applied", by=by, role=role)
    found = permit(unit, permit_id, Scope(enterprise_id=asked.enterprise_id))
    assert found is not None  # noqa: S101  (it was written above)
    return found


def approve(unit: UnitOfWork, one: Permit, *, reported: bool, by: int, role: str | None) -> None:
    """Leave to begin. `reported`: it goes to the authority with this; raises UserMistake once its time is over."""
    _in_time(unit, one)
    put = {"approved_by": by, "approved_at": unit.now, "reported_at": unit.now if reported else None}
    _move(unit, one, "applied", "approved", put, by=by, role=role)
    if reported:
        _happened(unit, one.id, "reported", by=by, role=role)


def refuse(unit: UnitOfWork, one: Permit, *, reason: str, by: int, role: str | None) -> None:
    """No leave, and why not."""
    _move(unit, one, "applied", "refused", {}, by=by, role=role, note=reason)


def begin(
    unit: UnitOfWork, one: Permit, *, photos: Sequence[int], air: Mapping[str, str], by: int, role: str | None
) -> None:
    """The work begins: photos of the site as it is, and what the air test gave. Only within the permit's time."""
    _in_time(unit, one)
    if unit.now < one.asked.begins_at:
        raise UserMistake("The permit is not valid yet; wait until its time begins.", key="permit.too_early")
    _move(unit, one, "approved", "begun", {"begun_at": unit.now}, by=by, role=role, data=dict(air) or None)
    _attach(unit, one.id, photos, "before")


def finish(unit: UnitOfWork, one: Permit, *, photos: Sequence[int], by: int, role: str | None) -> None:
    """The work is done, with photos of the site after it. Always possible: to stop is never too late."""
    _move(unit, one, "begun", "done", {"done_at": unit.now}, by=by, role=role)
    _attach(unit, one.id, photos, "after")


def close(
    unit: UnitOfWork, one: Permit, *, not_before: datetime, photos: Sequence[int], by: int, role: str | None
) -> None:
    """The site was looked at again after the watch; raises UserMistake before that is over."""
    if unit.now < not_before:
        raise UserMistake("Somebody has to stay and watch; look again when the watch is over.", key="permit.watch")
    _move(unit, one, "done", "closed", {"closed_at": unit.now}, by=by, role=role)
    _attach(unit, one.id, photos, "checked")


def cancel(unit: UnitOfWork, one: Permit, *, reason: str, by: int, role: str | None) -> None:
    """Not needed any more; a permit whose work has begun is finished instead."""
    if one.status not in ("applied", "approved"):
        raise UserMistake("Work that has begun is finished, not cancelled.", key="permit.begun_already")
    _move(unit, one, one.status, "cancelled", {}, by=by, role=role, note=reason)


def permit(unit: UnitOfWork, permit_id: int, scope: Scope) -> Permit | None:
    """The permit of that id, if the scope holds its enterprise."""
    row = unit.execute(_query().where(permits.c.id == permit_id, within(scope))).one_or_none()
    return _permit(row) if row is not None else None


def by_code(unit: UnitOfWork, code: str) -> Permit | None:
    """The permit whose picture hangs at a site. Takes no scope: whoever stands before the picture holds its code; what
    they are shown is reports.permit_card, and nothing else of it."""
    row = unit.execute(_query().where(permits.c.code == code)).one_or_none()
    return _permit(row) if row is not None else None


def live(unit: UnitOfWork, scope: Scope, *, limit: int = 50, after: int = 0) -> tuple[Permit, ...]:
    """What still needs somebody: applied for or approved and in time, begun, or waiting to be checked; by its end."""
    running = or_(
        permits.c.status.in_(("begun", "done")),
        and_(permits.c.status.in_(("applied", "approved")), permits.c.ends_at > unit.now),
    )
    query = _query().where(within(scope), permits.c.status.in_(LIVE), running)
    return _all(unit, query.order_by(permits.c.ends_at, permits.c.id).offset(after).limit(limit))


def unclosed(unit: UnitOfWork, scope: Scope, *, limit: int = 50, after: int = 0) -> tuple[Permit, ...]:
    """Work whose time is over and that nobody said is done, or that was never looked at again; the longest first."""
    late = and_(permits.c.status.in_(("begun", "done")), permits.c.ends_at <= unit.now)
    query = _query().where(within(scope), late)
    return _all(unit, query.order_by(permits.c.ends_at, permits.c.id).offset(after).limit(limit))


def between(
    unit: UnitOfWork,
    scope: Scope,
    begin: datetime,
    end: datetime,
    *,
    enterprise_id: int | None = None,
    limit: int = 500,
) -> tuple[Permit, ...]:
    """Permits that were granted for work beginning in [begin, end), of one enterprise or all: the 存单; the latest
    first."""
    granted = permits.c.status.in_(("approved", "begun", "done", "closed"))
    query = _query().where(within(scope), granted, permits.c.begins_at >= begin, permits.c.begins_at < end)
    if enterprise_id is not None:
        query = query.where(permits.c.enterprise_id == enterprise_id)
    return _all(unit, query.order_by(permits.c.begins_at.desc(), permits.c.id.desc()).limit(limit))


def events(unit: UnitOfWork, permit_id: int, scope: Scope) -> tuple[PermitEvent, ...]:
    """A permit's history, the oldest first; nothing when the scope does not hold it."""
    query = (
        select(permit_events, persons.c.name)
        .join(permits, permits.c.id == permit_events.c.permit_id)
        .join(enterprises, enterprises.c.id == permits.c.enterprise_id)
        .outerjoin(persons, persons.c.id == permit_events.c.person_id)
        .where(permit_events.c.permit_id == permit_id, within(scope))
        .order_by(permit_events.c.id)
    )
    return tuple(
        PermitEvent(row.at, row.kind, row.name or "", row.role or "", row.note, row.data) for row in unit.execute(query)
    )


def photos(unit: UnitOfWork, permit_id: int, scope: Scope) -> dict[str, tuple[int, ...]]:
    """Media ids of a permit's photos by stage (before, after, checked)."""
    query = (
        select(permit_photos.c.media_id, permit_photos.c.stage)
        .join(permits, permits.c.id == permit_photos.c.permit_id)
        .join(enterprises, enterprises.c.id == permits.c.enterprise_id)
        .where(permit_photos.c.permit_id == permit_id, within(scope))
        .order_by(permit_photos.c.media_id)
    )
    found: dict[str, tuple[int, ...]] = {"before": (), "after": (), "checked": ()}
    for row in unit.execute(query):
        found[row.stage] = (*found[row.stage], row.media_id)
    return found


def _in_time(unit: UnitOfWork, one: Permit) -> None:
    if unit.now >= one.asked.ends_at:
        raise UserMistake("The permit's time is over; ask for a new one.", key="permit.over")


def _move(
    unit: UnitOfWork, one: Permit, expected: str, status: str, put: Mapping[str, Any], *, by: int, role: str | None,
    note: str = "", data: Mapping[str, Any] | None = None,
) -> None:  # fmt: skip
    change(
        unit, permits, one.id, expect={"status": expected, "revision": one.revision},
        put={**put, "status": status, "revision": one.revision + 1}, action=f"permit.{status}", by=by,
    )  # fmt: skip
    _happened(unit, one.id, status, by=by, role=role, note=note, data=data)


def _attach(unit: UnitOfWork, permit_id: int, media_ids: Sequence[int], stage: str) -> None:
    for media_id in dict.fromkeys(media_ids):
        unit.execute(insert(permit_photos).values(permit_id=permit_id, media_id=media_id, stage=stage))


def _happened(
    unit: UnitOfWork, permit_id: int, kind: str, *, by: int | None, role: str | None, note: str = "",
    data: Mapping[str, Any] | None = None,
) -> None:  # fmt: skip
    unit.execute(
        insert(permit_events).values(
            permit_id=permit_id, at=unit.now, person_id=by, kind=kind, role=role, note=note, data=data
        )
    )


def _query() -> Select[Any]:
    return (
        select(permits, enterprises.c.name.label("enterprise"), persons.c.name.label("approver"))
        .join(enterprises, enterprises.c.id == permits.c.enterprise_id)
        .outerjoin(persons, persons.c.id == permits.c.approved_by)
    )


def _all(unit: UnitOfWork, query: Select[Any]) -> tuple[Permit, ...]:
    return tuple(map(_permit, unit.execute(query)))


def _permit(row: Row[Any]) -> Permit:
    asked = Application(
        row.enterprise_id, row.kind, row.grade, row.place, row.work, row.begins_at, row.ends_at,
        tuple(Worker(one["name"], one["entry"]) for one in row.workers), row.guardian, tuple(row.measures), row.renews,
    )  # fmt: skip
    return Permit(
        row.id, row.number, row.code, row.enterprise, asked, row.status, row.applied_by, row.approved_by,
        row.approver or "", row.reported_at, row.begun_at, row.done_at, row.closed_at, row.revision,
    )  # fmt: skip
