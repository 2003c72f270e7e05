"""Registers with expiry: certificates, agreements, permits, drills, training."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Integer, Select, bindparam, or_, select, update

from storage.changes import add, change
from storage.prepared import Prepared
from storage.scope import OF_ONE, Scope, within
from storage.tables import enterprises, register_entries
from storage.unit_of_work import UnitOfWork

NUMBER = "number of a register"
SHOWN = 4
REGISTERS = ("certificate", "agreement", "permit", "drill", "training")
_LIVE = (
    select(register_entries)
    .join(enterprises, enterprises.c.id == register_entries.c.enterprise_id)
    .where(register_entries.c.withdrawn_at.is_(None))
)
_ORDER = (register_entries.c.valid_until.asc().nulls_last(), register_entries.c.id.desc())
_OWN = Prepared(
    _LIVE.where(OF_ONE, register_entries.c.register == bindparam("of"))
    .order_by(*_ORDER)
    .limit(bindparam("most", type_=Integer()))
)
"""What an enterprise sees of its own: asked for with each checklist that is opened."""


@dataclass(frozen=True)
class Entry:
    """One entry. `title`: kind of work, contractor, place of hot work, or what was practised.

    Of the `number`, which may hold an identity number, only the last four signs stand here: see `number_of`.
    """

    id: int
    enterprise_id: int
    register: str
    title: str
    holder: str
    number: str
    happened_on: date | None
    valid_until: date | None
    details: Mapping[str, Any]
    photos: tuple[int, ...] = ()

    def expired(self, day: date) -> bool:
        """Whether its last valid day is over."""
        return self.valid_until is not None and self.valid_until < day


def enter(
    unit: UnitOfWork,
    *,
    enterprise_id: int,
    register: str,
    title: str,
    holder: str = "",
    number: str = "",
    happened_on: date | None = None,
    valid_until: date | None = None,
    details: Mapping[str, Any] | None = None,
    photos: Sequence[int] = (),
    by: int,
) -> int:
    """Enter something; its id. An older live entry of the same register and number is withdrawn: this renews it."""
    numbered = _numbered(unit, number)
    if number:
        older = select(register_entries.c.id).where(
            register_entries.c.enterprise_id == enterprise_id,
            register_entries.c.register == register,
            or_(register_entries.c.number_hash == numbered["number_hash"], register_entries.c.number == number),
            register_entries.c.withdrawn_at.is_(None),
        )
        for (entry_id,) in unit.execute(older).all():
            withdraw(unit, entry_id, by=by)
    values = {
        "enterprise_id": enterprise_id,
        "register": register,
        "title": title,
        "holder": holder,
        **numbered,
        "happened_on": happened_on,
        "valid_until": valid_until,
        "details": dict(details or {}),
        "photos": list(photos),
        "entered_by": by,
        "entered_at": unit.now,
    }
    return add(unit, register_entries, values, action=f"register.{register}", by=by)


def number_of(unit: UnitOfWork, entry_id: int, scope: Scope) -> str:
    """The whole number of a live entry within the scope, for whoever has to write it on a document; "" for none."""
    row = unit.execute(_query(scope).where(register_entries.c.id == entry_id)).one_or_none()
    return unit.keys.open_word(NUMBER, row.number_sealed or row.number) if row is not None else ""


def seal_plain(unit: UnitOfWork, limit: int = 500) -> int:
    """Seal numbers written down before numbers were sealed; how many of at most `limit`."""
    rows = unit.execute(
        select(register_entries.c.id, register_entries.c.number)
        .where(register_entries.c.number != "", register_entries.c.number_sealed.is_(None))
        .limit(limit)
    ).all()
    for row in rows:
        values = _numbered(unit, row.number)
        unit.execute(update(register_entries).where(register_entries.c.id == row.id).values(**values))
    return len(rows)


def _numbered(unit: UnitOfWork, number: str) -> dict[str, str | None]:
    """The columns a number is kept in."""
    if not number:
        return {"number": "", "number_sealed": None, "number_hash": None}
    sealed, name = unit.keys.seal_word(NUMBER, number), unit.keys.name(NUMBER, number)
    return {"number": number[-SHOWN:], "number_sealed": sealed, "number_hash": name}


def withdraw(unit: UnitOfWork, entry_id: int, *, by: int) -> None:
    """Take an entry out of the register; it stays in the record."""
    change(
        unit,
        register_entries,
        entry_id,
        expect={"withdrawn_at": None},
        put={"withdrawn_at": unit.now},
        action="register.withdrawn",
        by=by,
    )


def entries(unit: UnitOfWork, scope: Scope, register: str, limit: int = 50) -> tuple[Entry, ...]:
    """Live entries of a register within the scope: what runs out first, first; then the latest."""
    if scope.enterprise_id is not None and not scope.everything:
        return tuple(map(_entry, unit.rows(_OWN, own=scope.enterprise_id, of=register, most=limit)))
    query = _query(scope).where(register_entries.c.register == register).order_by(*_ORDER).limit(limit)
    return tuple(map(_entry, unit.execute(query)))


def entry(unit: UnitOfWork, entry_id: int, scope: Scope) -> Entry | None:
    """The live entry of that id, if the scope holds its enterprise."""
    row = unit.execute(_query(scope).where(register_entries.c.id == entry_id)).one_or_none()
    return _entry(row) if row is not None else None


def _query(scope: Scope) -> Select[Any]:
    return _LIVE.where(within(scope))


def _entry(row: Any) -> Entry:
    return Entry(
        row.id, row.enterprise_id, row.register, row.title, row.holder, row.number, row.happened_on, row.valid_until,
        row.details, tuple(row.photos),
    )  # fmt: skip


def certified(
    unit: UnitOfWork, scope: Scope, works: Sequence[str], first: date, last: date | None = None
) -> tuple[Entry, ...]:
    """Live certificates within the scope for one of these kinds of work that hold on every day from `first` to
    `last`, one for each holder: the one that holds longest."""
    found: dict[str, Entry] = {}
    for one in entries(unit, scope, "certificate", limit=1000):
        holds = one.valid_until is not None and not one.expired(max(first, last or first))
        if holds and one.details.get("work") in works:
            found[one.holder] = one  # by growing last day
    return tuple(found.values())
