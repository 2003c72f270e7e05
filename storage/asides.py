"""Sealed sheets beside the record, for what nobody may read in it: laid down, found by a keyed name, gone in time.

No row names a person, an address or a moment. What a sheet is about is known only to who can open it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

from sqlalchemy import bindparam, delete, insert, or_, select, update

from storage.lots import as_list, one_of
from storage.prepared import Prepared
from storage.sharing import Ahead, Asking
from storage.tables import asides
from storage.unit_of_work import UnitOfWork

Kind = Literal["sheet", "message", "letter", "report", "photo", "secret"]
_FIND = Prepared(
    select(asides).where(
        or_(asides.c.key == bindparam("one"), asides.c.key == bindparam("other")),
        asides.c.until > bindparam("now", type_=asides.c.until.type),
    ),
    own=True,
)
_FIND_AMONG = Prepared(
    lambda dialect: select(asides).where(
        one_of(dialect, asides.c.key, "many"), asides.c.until > bindparam("now", type_=asides.c.until.type)
    )
)
QUARTER, HOUR, DAY = timedelta(minutes=15), timedelta(hours=1), timedelta(days=1)


@dataclass(frozen=True)
class Sealed:
    """One sheet as it lies there."""

    key: str
    kind: str
    sealed: str


def coarse(moment: datetime, step: timedelta) -> datetime:
    """The next full step of the day (UTC) behind a moment, so that it does not tell when somebody wrote."""
    begin = moment.replace(hour=0, minute=0, second=0, microsecond=0)
    return begin + ((moment - begin) // step + 1) * step


def find(unit: UnitOfWork, one: str, other: str = "") -> dict[str, Sealed]:
    """Those of one or two sheets that are there and whose time has not come, by their keys."""
    rows = unit.rows(_FIND, one=one, other=other, now=unit.now)
    return {row.key: Sealed(row.key, row.kind, row.sealed) for row in rows}


def foresee(unit: UnitOfWork, pairs: Sequence[tuple[str, str, Ahead]]) -> Asking:
    """Read ahead which sheets of these pairs of keys are there."""
    keys = [key for one, other, _ in pairs for key in (one, other)]
    there = yield _FIND_AMONG, {"many": as_list(keys), "now": unit.now}
    rows = {row.key: row for row in there}
    for one, other, sheet in pairs:
        sheet[_FIND, one, other, unit.now] = [rows[key] for key in (one, other) if key in rows]


def lay(
    unit: UnitOfWork, kind: Kind, key: str, value: object, until: datetime, *, step: timedelta = DAY, purpose: str = ""
) -> None:
    """Lay a sheet down, in place of what lay there under that key. `until` is made coarse by `step`.

    Sealed for its kind, or for a `purpose` of its own, which who opens it has to know.
    """
    values = {"kind": kind, "sealed": unit.keys.seal(purpose or kind, value), "until": coarse(until, step)}
    if unit.execute(update(asides).where(asides.c.key == key).values(**values)).rowcount == 0:
        unit.execute(insert(asides).values(key=key, **values))


def swap(unit: UnitOfWork, before: Sealed, value: object) -> bool:
    """Put other words on a sheet; False when somebody else did meanwhile."""
    where = (asides.c.key == before.key, asides.c.sealed == before.sealed)
    return unit.execute(update(asides).where(*where).values(sealed=unit.keys.seal(before.kind, value))).rowcount == 1


def opened(unit: UnitOfWork, one: Sealed) -> Any:
    """What stands on a sheet that was sealed for its kind."""
    return unit.keys.open(one.kind, one.sealed)


def of_kind(unit: UnitOfWork, kind: Kind) -> tuple[Sealed, ...]:
    """All sheets of a kind."""
    query = select(asides).where(asides.c.kind == kind).order_by(asides.c.key)
    return tuple(Sealed(row.key, row.kind, row.sealed) for row in unit.execute(query))


def ripe(unit: UnitOfWork, *kinds: Kind) -> tuple[Sealed, ...]:
    """Sheets of these kinds whose time has come, in no order that means anything."""
    query = select(asides).where(asides.c.kind.in_(kinds), asides.c.until <= unit.now).order_by(asides.c.key)
    return tuple(Sealed(row.key, row.kind, row.sealed) for row in unit.execute(query))


def drop(unit: UnitOfWork, keys: Iterable[str]) -> None:
    """Take sheets away."""
    unit.execute(delete(asides).where(asides.c.key.in_(list(keys))))
