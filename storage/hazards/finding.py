"""How a hazard gets into the ledger, and what becomes of one that is found again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import update

from checklists.periods import BEIJING
from storage.changes import add, note
from storage.hazards.history import happened
from storage.hazards.pictures import attach
from storage.hazards.rows import Hazard, hazard
from storage.scope import Scope
from storage.tables import hazards
from storage.unit_of_work import UnitOfWork


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
    happened(unit, hazard_id, "found", by=found_by, role=role)
    found = hazard(unit, hazard_id, Scope(enterprise_id=enterprise_id))
    assert found is not None  # noqa: S101  (it was written above)
    return found


def seen_again(
    unit: UnitOfWork, one: Hazard, *, words: str, photos: Sequence[int], by: int | None, role: str | None
) -> None:
    """The same hazard reported once more: its photos and words go to the row that stands."""
    attach(unit, one.id, photos, "before")
    note(unit, "hazard.seen_again", "hazards", one.id, by=by, after={"words": words, "photos": list(photos)})
    happened(unit, one.id, "found", by=by, role=role, note=words)


def _numbered(unit: UnitOfWork, hazard_id: int) -> None:
    """Give a new hazard the number people quote: the year and its own running number, so that no two can collide."""
    number = f"{unit.now.astimezone(BEIJING).year}-{hazard_id:05d}"
    unit.execute(update(hazards).where(hazards.c.id == hazard_id).values(number=number))
