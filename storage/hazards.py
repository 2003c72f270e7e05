"""The ledger 台账: from found to signed off, with everything that happened in between.

open ──▶ rectified ──▶ signed_off
 ▲           │              │
 └───────────┴── reopened ◀─┘          open or rectified ──▶ rejected (not a hazard after all)
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, Row, func, insert, select, update

from checklists.periods import BEIJING
from storage.changes import add, change, note
from storage.scope import Scope, within
from storage.tables import enterprises, hazard_events, hazard_photos, hazards, persons
from storage.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class Hazard:
    """One row of the ledger. `funds` in yuan; `deadline` the last day on which it is not overdue."""

    id: int
    number: str
    enterprise_id: int
    enterprise: str
    source: str
    level: str
    status: str
    words: str
    place: str
    clause: str | None
    judgement: Mapping[str, Any] | None
    found_at: datetime
    found_by: int | None
    responsible: str | None
    measures: str | None
    funds: Decimal | None
    deadline: date | None
    contingency: str | None
    rectified_at: datetime | None
    signed_off_at: datetime | None
    reported_at: datetime | None
    reopened: int
    revision: int

    @property
    def is_major(self) -> bool:
        """Suspected ones count until a person rejects them: a missed one costs lives."""
        return self.level in ("major", "suspected_major")


@dataclass(frozen=True)
class Event:
    """Something that happened to a hazard, with who did it."""

    at: datetime
    kind: str
    person: str
    role: str
    note: str


def report(
    unit: UnitOfWork,
    *,
    enterprise_id: int,
    source: str,
    level: str,
    words: str,
    place: str,
    found_by: int | None,
    plan: str | None = None,
    clause: str | None = None,
    judgement: Mapping[str, Any] | None = None,
    photos: Sequence[int] = (),
    fields: Mapping[str, Any] | None = None,
    department_id: int | None = None,
    role: str | None = None,
) -> Hazard:
    """Enter a new hazard, with its photos and whichever of the five fields are known."""
    values = {
        "enterprise_id": enterprise_id,
        "source": source,
        "plan": plan,
        "level": level,
        "status": "open",
        "words": words,
        "place": place,
        "clause": clause,
        "judgement": judgement,
        "found_at": unit.now,
        "found_by": found_by,
        "found_by_department": department_id,
        "reported_at": unit.now,
        **(fields or {}),
    }
    hazard_id = add(unit, hazards, values, action="hazard.found", by=found_by)
    _numbered(unit, hazard_id)
    attach(unit, hazard_id, photos, "before")
    _happened(unit, hazard_id, "found", by=found_by, role=role)
    found = hazard(unit, hazard_id, Scope(enterprise_id=enterprise_id))
    assert found is not None  # noqa: S101  (it was written above)
    return found


def hazard(unit: UnitOfWork, hazard_id: int, scope: Scope) -> Hazard | None:
    """The hazard of that id, if the scope holds its enterprise."""
    row = unit.execute(_query(scope).where(hazards.c.id == hazard_id)).one_or_none()
    return read_hazard(row) if row is not None else None


def ledger(
    unit: UnitOfWork, scope: Scope, *, statuses: Sequence[str] = ("open", "rectified"), limit: int = 20, after: int = 0
) -> tuple[Hazard, ...]:
    """Hazards in those states: major ones first, then by deadline; `after` skips that many."""
    rank = func.coalesce(hazards.c.deadline, date(9999, 12, 31))
    major = hazards.c.level.in_(("major", "suspected_major"))
    query = _query(scope).where(hazards.c.status.in_(statuses)).order_by(major.desc(), rank, hazards.c.id)
    return tuple(map(read_hazard, unit.execute(query.offset(after).limit(limit))))


def count(unit: UnitOfWork, scope: Scope, *conditions: ColumnElement[bool]) -> int:
    """How many hazards the scope holds under those conditions."""
    query = select(func.count()).select_from(hazards.join(enterprises)).where(within(scope), *conditions)
    return int(unit.execute(query).scalar_one())


def counts_by_status(unit: UnitOfWork, scope: Scope) -> dict[str, int]:
    """How many hazards of the scope are in each state."""
    query = (
        select(hazards.c.status, func.count().label("hazards"))
        .select_from(hazards.join(enterprises))
        .where(within(scope))
        .group_by(hazards.c.status)
    )
    return {row.status: row.hazards for row in unit.execute(query)}


def assign(unit: UnitOfWork, one: Hazard, fields: Mapping[str, Any], *, by: int, role: str | None) -> None:
    """Fill the five fields (responsible, measures, funds, deadline, contingency) of a hazard that is not closed."""
    change(
        unit,
        hazards,
        one.id,
        expect={"revision": one.revision, "status": one.status},
        put={**fields, "revision": one.revision + 1},
        action="hazard.assigned",
        by=by,
    )
    _happened(unit, one.id, "assigned", by=by, role=role)


def seen_again(
    unit: UnitOfWork, one: Hazard, *, words: str, photos: Sequence[int], by: int | None, role: str | None
) -> None:
    """The same hazard reported once more: its photos and words go to the row that stands."""
    attach(unit, one.id, photos, "before")
    note(unit, "hazard.seen_again", "hazards", one.id, by=by, after={"words": words, "photos": list(photos)})
    _happened(unit, one.id, "found", by=by, role=role, note=words)


def rectify(unit: UnitOfWork, one: Hazard, *, how: str, photos: Sequence[int], by: int, role: str | None) -> None:
    """Say that it is put right, with after-photos; it now waits for sign-off."""
    change(
        unit,
        hazards,
        one.id,
        expect={"revision": one.revision, "status": "open"},
        put={"status": "rectified", "rectified_at": unit.now, "rectified_by": by, "revision": one.revision + 1},
        action="hazard.rectified",
        by=by,
    )
    attach(unit, one.id, photos, "after")
    _happened(unit, one.id, "rectified", by=by, role=role, note=how)


def sign(unit: UnitOfWork, one: Hazard, *, role: str, by: int, needed: Sequence[str]) -> bool:
    """One signature; closes the hazard when every role needed has signed since it was rectified. True when closed."""
    signed = signatures(unit, one) | {role}
    closed = set(needed) <= signed
    put: dict[str, Any] = {"revision": one.revision + 1}
    if closed:
        put |= {"status": "signed_off", "signed_off_at": unit.now}
    change(
        unit,
        hazards,
        one.id,
        expect={"revision": one.revision, "status": "rectified"},
        put=put,
        action="hazard.signed_off" if closed else "hazard.signed",
        by=by,
    )
    _happened(unit, one.id, "signed", by=by, role=role)
    if closed:
        _happened(unit, one.id, "signed_off", by=by, role=role)
    return closed


def signatures(unit: UnitOfWork, one: Hazard) -> set[str]:
    """The roles that have signed since the hazard was last rectified."""
    if one.rectified_at is None:
        return set()
    last = (
        select(func.max(hazard_events.c.id))
        .where(hazard_events.c.hazard_id == one.id, hazard_events.c.kind == "rectified")
        .scalar_subquery()
    )
    query = select(hazard_events.c.role).where(
        hazard_events.c.hazard_id == one.id, hazard_events.c.kind == "signed", hazard_events.c.id > last
    )
    return {row.role for row in unit.execute(query)}


def reopen(unit: UnitOfWork, one: Hazard, *, reason: str, by: int, role: str | None) -> None:
    """Back to open: it was not put right after all, or it is there again."""
    change(
        unit,
        hazards,
        one.id,
        expect={"revision": one.revision, "status": one.status},
        put={
            "status": "open",
            "rectified_at": None,
            "rectified_by": None,
            "signed_off_at": None,
            "reopened": one.reopened + 1,
            "revision": one.revision + 1,
        },
        action="hazard.reopened",
        by=by,
    )
    _happened(unit, one.id, "reopened", by=by, role=role, note=reason)


def decide(unit: UnitOfWork, one: Hazard, *, level: str, by: int, role: str | None, why: str) -> None:
    """An official's word on 疑似: major, general, or rejected (not a hazard)."""
    put: dict[str, Any] = {"revision": one.revision + 1}
    put |= {"status": "rejected"} if level == "rejected" else {"level": level}
    change(
        unit,
        hazards,
        one.id,
        expect={"revision": one.revision, "status": one.status},
        put=put,
        action=f"hazard.{'rejected' if level == 'rejected' else 'confirmed'}",
        by=by,
    )
    _happened(unit, one.id, "rejected" if level == "rejected" else "confirmed", by=by, role=role, note=why)


def attach(unit: UnitOfWork, hazard_id: int, photos: Sequence[int], stage: str) -> None:
    """Hang photos on a hazard (`before` or `after`); one that hangs there already stays."""
    there = {
        row.media_id
        for row in unit.execute(select(hazard_photos.c.media_id).where(hazard_photos.c.hazard_id == hazard_id))
    }
    for photo in photos:
        if photo not in there:
            unit.execute(insert(hazard_photos).values(hazard_id=hazard_id, media_id=photo, stage=stage))


def photos(unit: UnitOfWork, hazard_id: int, stage: str) -> tuple[int, ...]:
    """Media ids of a hazard's photos of that stage."""
    query = select(hazard_photos.c.media_id).where(
        hazard_photos.c.hazard_id == hazard_id, hazard_photos.c.stage == stage
    )
    return tuple(row.media_id for row in unit.execute(query.order_by(hazard_photos.c.media_id)))


def events(unit: UnitOfWork, hazard_id: int, scope: Scope) -> tuple[Event, ...]:
    """A hazard's history, the oldest first; nothing when the scope does not hold it."""
    query = (
        select(hazard_events, persons.c.name)
        .join(hazards, hazards.c.id == hazard_events.c.hazard_id)
        .join(enterprises, enterprises.c.id == hazards.c.enterprise_id)
        .outerjoin(persons, persons.c.id == hazard_events.c.person_id)
        .where(hazard_events.c.hazard_id == hazard_id, within(scope))
        .order_by(hazard_events.c.id)
    )
    return tuple(Event(row.at, row.kind, row.name or "", row.role or "", row.note) for row in unit.execute(query))


def _query(scope: Scope) -> Any:
    return (
        select(hazards, enterprises.c.name.label("enterprise"))
        .join(enterprises, enterprises.c.id == hazards.c.enterprise_id)
        .where(within(scope))
    )


def _numbered(unit: UnitOfWork, hazard_id: int) -> None:
    """Give a new hazard the number people quote: the year and its own running number, so that no two can collide."""
    number = f"{unit.now.astimezone(BEIJING).year}-{hazard_id:05d}"
    unit.execute(update(hazards).where(hazards.c.id == hazard_id).values(number=number))


def _happened(unit: UnitOfWork, hazard_id: int, kind: str, *, by: int | None, role: str | None, note: str = "") -> None:
    unit.execute(
        insert(hazard_events).values(hazard_id=hazard_id, at=unit.now, person_id=by, kind=kind, role=role, note=note)
    )


def read_hazard(row: Row[Any]) -> Hazard:
    """A hazard out of a row that holds all its columns and its enterprise's name as `enterprise`."""
    return Hazard(
        row.id,
        row.number,
        row.enterprise_id,
        row.enterprise,
        row.source,
        row.level,
        row.status,
        row.words,
        row.place,
        row.clause,
        row.judgement,
        row.found_at,
        row.found_by,
        row.responsible,
        row.measures,
        row.funds,
        row.deadline,
        row.contingency,
        row.rectified_at,
        row.signed_off_at,
        row.reported_at,
        row.reopened,
        row.revision,
    )
