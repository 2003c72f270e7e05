"""Whistle-blowing: what was reported, without a way back to who reported it.

An anonymous report keeps no person, no binding and no time of day. The receipt code is shown once; only its keyed
hash is kept, so that the record cannot be searched for it without the deployment's secret.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Row, insert, select

from storage.changes import change
from storage.scope import Scope, in_region
from storage.tables import whistles
from storage.unit_of_work import UnitOfWork

RECEIPT_LENGTH = 12


@dataclass(frozen=True)
class Whistle:
    """One report. `reply` is what the authority answered; the reporter reads it with the receipt code."""

    id: int
    enterprise_id: int | None
    enterprise_words: str
    region: str
    place: str
    words: str
    judgement: Mapping[str, Any] | None
    person_id: int | None
    reporter_kind: str
    photos: tuple[int, ...]
    day: date
    status: str
    reply: str
    hazard_id: int | None
    revision: int


def blow(
    unit: UnitOfWork,
    secret: bytes,
    *,
    enterprise_id: int | None,
    enterprise_words: str,
    region: str,
    place: str,
    words: str,
    judgement: Mapping[str, Any] | None,
    person_id: int | None,
    reporter_kind: str,
    photos: Sequence[int],
    day: date,
) -> tuple[int, str]:
    """Enter a report; its id, and the receipt code, which is nowhere kept.

    No audit row names a person or a moment: for this one table the row itself is the record of its making.
    """
    code = unit.codes(RECEIPT_LENGTH)
    row = unit.execute(
        insert(whistles)
        .values(
            receipt_hash=_hash(secret, code),
            enterprise_id=enterprise_id,
            enterprise_words=enterprise_words,
            region=region,
            place=place,
            words=words,
            judgement=judgement,
            person_id=person_id,
            reporter_kind=reporter_kind,
            photos=list(photos),
            day=day,
            status="received",
            revision=0,
        )
        .returning(whistles.c.id)
    ).scalar_one()
    return int(row), code


def by_receipt(unit: UnitOfWork, secret: bytes, code: str) -> Whistle | None:
    """The report that a receipt code opens."""
    proper = "".join(code.split()).replace("-", "").upper()
    row = unit.execute(select(whistles).where(whistles.c.receipt_hash == _hash(secret, proper))).one_or_none()
    return _whistle(row) if row is not None else None


def reported(unit: UnitOfWork, scope: Scope, limit: int = 50) -> tuple[Whistle, ...]:
    """Reports within an official's region, the latest first. Enterprises' people never see any."""
    if scope.enterprise_id is not None:
        return ()
    query = select(whistles).order_by(whistles.c.id.desc()).limit(limit)
    if not scope.everything:
        query = query.where(in_region(whistles.c.region, scope.region if scope.region is not None else "-"))
    return tuple(map(_whistle, unit.execute(query)))


def answer(unit: UnitOfWork, one: Whistle, *, status: str, reply: str, hazard_id: int | None, by: int) -> None:
    """What the authority found: verifying, verified or unfounded, with words for the reporter."""
    change(
        unit,
        whistles,
        one.id,
        expect={"revision": one.revision},
        put={"status": status, "reply": reply, "hazard_id": hazard_id, "revision": one.revision + 1},
        action=f"whistle.{status}",
        by=by,
    )


def _hash(secret: bytes, code: str) -> str:
    return hmac.new(secret, code.encode(), hashlib.sha256).hexdigest()


def _whistle(row: Row[Any]) -> Whistle:
    return Whistle(
        row.id,
        row.enterprise_id,
        row.enterprise_words,
        row.region,
        row.place,
        row.words,
        row.judgement,
        row.person_id,
        row.reporter_kind,
        tuple(row.photos),
        row.day,
        row.status,
        row.reply,
        row.hazard_id,
        row.revision,
    )
