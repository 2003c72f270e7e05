"""The steps of a hazard, each compare-and-set:

open ──▶ rectified ──▶ signed_off
 ▲           │              │
 └───────────┴── reopened ◀─┘          open or rectified ──▶ rejected (not a hazard after all) ──▶ reopened

An official's word on a suspected one (major, general) changes its level in each of the three states, and no state.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import func, insert, select

from storage.changes import change
from storage.hazards.history import happened
from storage.hazards.pictures import attach
from storage.hazards.rows import Hazard
from storage.tables import clause_decisions, hazard_events, hazards
from storage.unit_of_work import UnitOfWork


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
    happened(unit, one.id, "assigned", by=by, role=role)


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
    happened(unit, one.id, "rectified", by=by, role=role, note=how)


def sign(unit: UnitOfWork, one: Hazard, *, roles: Sequence[str], by: int, needed: Sequence[str]) -> bool:
    """One person's signature, in every role needed of that person; closes the hazard when every role needed has signed
    since it was rectified. True when closed."""
    signed = signatures(unit, one) | set(roles)
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
    for role in roles:
        happened(unit, one.id, "signed", by=by, role=role)
    if closed:
        happened(unit, one.id, "signed_off", by=by, role=roles[-1])
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


def reopen(
    unit: UnitOfWork, one: Hazard, *, reason: str, deadline: date | None, ordered: date | None = None, by: int,
    role: str | None,
) -> None:  # fmt: skip
    """Back to open: it was not put right after all, it is there again, or it was rejected wrongly.

    From now on `deadline` is the last day on which it is not overdue; the day of before was for the work that did not
    last, and stays in the trail. `ordered` is the day the authority wants it done by, where it has named one.
    """
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
            "deadline": deadline,
            "reopened": one.reopened + 1,
            "revision": one.revision + 1,
        },
        action="hazard.reopened",
        by=by,
    )
    days = {"before": _iso(one.deadline), "after": _iso(deadline), "ordered": _iso(ordered)}
    happened(unit, one.id, "reopened", by=by, role=role, note=reason, data=days)


def set_deadline(unit: UnitOfWork, one: Hazard, deadline: date, *, reason: str, by: int, role: str | None) -> None:
    """An official sets or changes the last day on which it is not overdue; the day before it stays in the trail."""
    change(
        unit,
        hazards,
        one.id,
        expect={"revision": one.revision, "status": "open"},
        put={"deadline": deadline, "revision": one.revision + 1},
        action="hazard.deadline",
        by=by,
    )
    days = {"before": _iso(one.deadline), "after": _iso(deadline)}
    happened(unit, one.id, "deadline", by=by, role=role, note=reason, data=days)


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day is not None else None


def decide(
    unit: UnitOfWork, one: Hazard, *, level: str, by: int, role: str | None, why: str, clause: str | None = None
) -> None:
    """An official's word on 疑似: major (by that `clause`, else the one it was flagged with), general, or rejected.

    What it was flagged with and what the official made of it stays in `clause_decisions`, whatever happens later.
    """
    put: dict[str, Any] = {"revision": one.revision + 1}
    if level == "major" and clause is not None:
        put["clause"] = clause
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
    unit.execute(
        insert(clause_decisions).values(
            hazard_id=one.id, at=unit.now, person_id=by, flagged_level=one.level, flagged_clause=one.clause,
            level=level, clause=(clause or one.clause) if level == "major" else None,
        )
    )  # fmt: skip
    happened(unit, one.id, "rejected" if level == "rejected" else "confirmed", by=by, role=role, note=why)
