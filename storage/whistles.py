"""Whistle-blowing: what was reported, without a way back to who reported it.

An anonymous report keeps no person, no binding and no time of day. The receipt code is shown once; only its keyed
hash is kept, so that the record cannot be searched for it without the deployment's secret.

A report lies sealed at first (storage.asides) and comes into the record with others at the next full hour, one that
may be a major hazard at the next quarter: neither its moment nor its place among other rows tells when it was written.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import Row, insert, select

from storage import asides
from storage.changes import change
from storage.media.renewing import renewed
from storage.scope import Scope, region_within
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
    urgent: bool = False,
) -> str:
    """Take a report in; its receipt code, which is nowhere kept. `release` enters it in time.

    No audit row names a person or a moment: for this one table the row itself is the record of its making.
    """
    code = unit.codes(RECEIPT_LENGTH)
    values = {
        "enterprise_id": enterprise_id, "enterprise_words": enterprise_words, "region": region, "place": place,
        "words": words, "judgement": dict(judgement) if judgement is not None else None, "person_id": person_id,
        "reporter_kind": reporter_kind, "photos": list(photos), "day": day.isoformat(),
    }  # fmt: skip
    asides.lay(
        unit, "report", _hash(secret, code), values, unit.now, step=asides.QUARTER if urgent else asides.HOUR
    )  # fmt: skip
    return code


@dataclass(frozen=True)
class Released:
    """A report that has just come into the record: where, how it was judged, and the photos' old files, which are to
    be removed once the unit is committed."""

    region: str
    suspected: bool
    left: tuple[str, ...]


def release(unit: UnitOfWork, media_folder: Path) -> tuple[Released, ...]:
    """Enter the reports whose time has come, all together. Their ids follow from the receipts and so mean nothing;
    their photos are made anew, with names, ids and moments of now."""
    ripe = asides.ripe(unit, "report")
    found = [_entered(unit, one.key, asides.opened(unit, one), media_folder) for one in ripe]
    if ripe:
        asides.drop(unit, [one.key for one in ripe])
    return tuple(found)


def _entered(unit: UnitOfWork, receipt_hash: str, values: dict[str, Any], media_folder: Path) -> Released:
    photos = [new for one in values["photos"] if (new := renewed(unit, media_folder, one)) is not None]
    more = {"photos": [one.id for one in photos], "day": date.fromisoformat(values["day"])}
    unit.execute(
        insert(whistles).values(
            **(values | more), id=int(receipt_hash[:12], 16), receipt_hash=receipt_hash, status="received", reply="",
            revision=0,
        )
    )  # fmt: skip
    suspected = (values["judgement"] or {}).get("verdict") == "suspected_major"
    return Released(values["region"], suspected, tuple(name for one in photos for name in one.left))


def by_receipt(unit: UnitOfWork, secret: bytes, code: str) -> Whistle | None:
    """The report that a receipt code opens."""
    proper = "".join(code.split()).replace("-", "").upper()
    former = (bytes.fromhex(asides.opened(unit, one)) for one in asides.of_kind(unit, "secret"))  # see db rekey
    keys = [_hash(one, proper) for one in (secret, *former)]
    row = unit.execute(select(whistles).where(whistles.c.receipt_hash.in_(keys))).one_or_none()
    if row is not None:
        return _whistle(row)
    waiting = next((one for one in asides.of_kind(unit, "report") if one.key in keys), None)
    if waiting is None:
        return None
    values = asides.opened(unit, waiting)
    more = {"photos": tuple(values["photos"]), "day": date.fromisoformat(values["day"])}
    return Whistle(**(values | more), id=0, status="received", reply="", hazard_id=None, revision=0)


def reported(unit: UnitOfWork, scope: Scope, limit: int = 50) -> tuple[Whistle, ...]:
    """Reports within an official's region, the latest first. Enterprises' people never see any."""
    if scope.enterprise_id is not None:
        return ()
    query = select(whistles).order_by(whistles.c.day.desc(), whistles.c.id).limit(limit)
    return tuple(map(_whistle, unit.execute(query.where(region_within(scope, whistles.c.region)))))


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
