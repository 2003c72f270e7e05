"""Everything sealed anew under another secret, while nobody else writes. Killed half-way, the same call goes on.

Words go first, in portions; each is opened by whichever of the two secrets opens it. The audit trail goes last, whole,
with its numbers: as long as it stands under the old secret the program does not start with the new one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import Engine, Row, Table, delete, select, text, update

from checklists.errors import TellOperator, UserMistake
from storage import asides, signboards, trail
from storage.changes import note
from storage.kept_numbers import PURPOSE as CONVERSATION
from storage.keys import Keys, is_sealed
from storage.readings import PURPOSE as READING
from storage.registers import NUMBER
from storage.signboards import PHONES
from storage.tables import asides as sheets
from storage.tables import audit, audit_seals, photo_readings, register_entries, sessions
from storage.tables import signboards as boards
from storage.trail import Head
from storage.unit_of_work import OpenUnit, UnitOfWork
from storage.upkeep.emptying import unguarded

STEP = 500
RECEIPTS_HOLD = timedelta(days=3660)
"""How long a receipt of the old secret's time opens its report."""
_OPEN_TO_BOTH = ("sheet", "letter", "report", "photo", "secret")
"""Sheets that are sealed for their kind. Answers kept for repeats of a message open to its sender alone: they lapse."""


@dataclass(frozen=True)
class Both:
    """The secret of before, and the one from now on."""

    old: Keys
    new: Keys

    def word(self, purpose: str, kept: str) -> tuple[str, str]:
        """A sealed word as it is kept from now on, and what it says."""
        try:
            return kept, self.new.open_word(purpose, kept)
        except TellOperator:
            plain = self.old.open_word(purpose, kept)
            return self.new.seal_word(purpose, plain), plain

    def value(self, purpose: str, sealed: str) -> str:
        """A sealed value as it is kept from now on."""
        try:
            self.new.open(purpose, sealed)
        except TellOperator:
            return self.new.seal(purpose, self.old.open(purpose, sealed))
        return sealed


def rekey(open_unit: OpenUnit, old: bytes) -> dict[str, int]:
    """Seal all anew under the units' own secret; how many rows of what.

    Raises UserMistake where the trail was sealed under neither of the two, or has been tampered with: nothing is
    changed then.
    """
    with open_unit() as unit:
        both = Both(Keys(old), unit.keys)
        done = _must_fit(unit, both)
    words = {
        "numbers": (register_entries, _number), "phones": (boards, _phones), "readings": (photo_readings, _reading),
        "sheets": (sheets, _sheet), "conversations": (sessions, _conversation),
    }  # fmt: skip
    counts = {what: _rewritten(open_unit, table, both, anew) for what, (table, anew) in words.items()}
    if not done:
        with open_unit() as unit:
            counts["blocks of the audit trail"] = _trail(unit, both)
            _keep_for_receipts(unit, old)
            unit.commit()
    return counts


def go_on_without(open_unit: OpenUnit) -> dict[str, int]:
    """Where the secret of before is lost: let go of what nobody can open, and seal the trail anew as it stands.

    Whether the trail was tampered with before nobody can tell then; the trail itself says so. How many rows of what.
    """
    with open_unit() as unit:
        keys, counts = unit.keys, dict.fromkeys(("numbers", "phones", "readings", "sheets", "conversations"), 0)
        for row in unit.execute(select(register_entries).where(register_entries.c.number_sealed.is_not(None))).all():
            if not _can(keys.open_word, NUMBER, row.number_sealed):
                nothing = {"number_sealed": None, "number_hash": None}
                unit.execute(update(register_entries).where(register_entries.c.id == row.id).values(**nothing))
                counts["numbers"] += 1
        for row in unit.execute(select(boards)).all():
            gone = [name for name in PHONES if not _can(keys.open_word, signboards.PHONE, row._mapping[name])]
            if gone:
                unit.execute(update(boards).where(boards.c.id == row.id).values(**dict.fromkeys(gone, "")))
                counts["phones"] += 1
        counts["readings"] = unit.execute(delete(photo_readings)).rowcount
        shut = [row.key for row in unit.execute(select(sheets)).all() if not _can(keys.open, row.kind, row.sealed)]
        asides.drop(unit, shut)
        counts["sheets"] = len(shut)
        for row in unit.execute(select(sessions.c.id, sessions.c.state)).all():
            if "sealed" in row.state and not _can(keys.open, CONVERSATION, row.state["sealed"]):
                left = {name: value for name, value in row.state.items() if name != "sealed"}
                values = {"state": left, "status": "cancelled"}  # on with what is masked would put that into the record
                unit.execute(update(sessions).where(sessions.c.id == row.id).values(**values))
                counts["conversations"] += 1
        if not trail.fits(unit.connection, keys):
            counts["blocks of the audit trail"] = _trail(unit, None)
        unit.commit()
    return counts


def _can(opens: Callable[[str, str], object], purpose: str, sealed: str) -> bool:
    try:
        opens(purpose, sealed)
    except TellOperator:
        return False
    return True


def compacted(engine: Engine) -> None:
    """Write the tables into new files, so that no row sealed before lies in the old ones. SQLite has overwritten them
    (https://www.postgresql.org/docs/current/sql-vacuum.html)."""
    if engine.dialect.name != "postgresql":
        return
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        for table in (register_entries, boards, photo_readings, sheets, sessions, audit, audit_seals):
            connection.execute(text(f"VACUUM FULL {table.name}"))


def _must_fit(unit: UnitOfWork, both: Both) -> bool:
    """Whether the trail stands under the new secret already."""
    before = next(iter(trail.faults(unit.connection, both.old)), "")
    if not before and trail.head(unit.connection) is not None:
        return False
    if next(iter(trail.faults(unit.connection, both.new)), ""):
        raise UserMistake(f"That is not the secret of before, or the trail was tampered with: {before}")
    return _former(unit, both.new)


def _former(unit: UnitOfWork, keys: Keys) -> bool:
    """Whether the last step was done before: it leaves the old secret for receipts, named under the new one."""
    return any(_is_latest(keys, one) for one in asides.of_kind(unit, "secret"))


def _is_latest(keys: Keys, one: asides.Sealed) -> bool:
    try:
        return keys.name("former", keys.open("secret", one.sealed)) == one.key
    except TellOperator:
        return False


Anew = Callable[[Both, Row[Any]], dict[str, Any]]


def _rewritten(open_unit: OpenUnit, table: Table, both: Both, anew: Anew) -> int:
    """Go through a table by its key, a portion at a time; how many rows were sealed anew."""
    (key,) = table.primary_key
    after, count = None, 0
    while True:
        with open_unit() as unit:
            query = select(table).order_by(key).limit(STEP)
            rows = unit.execute(query.where(key > after) if after is not None else query).all()
            if not rows:
                return count
            for row in rows:
                values = {name: value for name, value in anew(both, row).items() if value != row._mapping[name]}
                if values:
                    unit.execute(update(table).where(key == row._mapping[key.name]).values(**values))
                    count += 1
            unit.commit()
            after = rows[-1]._mapping[key.name]


def _number(both: Both, row: Row[Any]) -> dict[str, Any]:
    return _resealed(both, {"number_sealed": row.number_sealed, "number_hash": row.number_hash})


def _phones(both: Both, row: Row[Any]) -> dict[str, Any]:
    return _resealed(both, {name: row._mapping[name] for name in PHONES})


def _reading(both: Both, row: Row[Any]) -> dict[str, Any]:
    sealed = (row.found or {}).get("sealed")
    return {"found": {"sealed": both.value(READING, sealed)}} if sealed else {}


def _sheet(both: Both, row: Row[Any]) -> dict[str, Any]:
    return {"sealed": both.value(row.kind, row.sealed)} if row.kind in _OPEN_TO_BOTH else {}


def _conversation(both: Both, row: Row[Any]) -> dict[str, Any]:
    sealed = row.state.get("sealed")
    return {"state": {**row.state, "sealed": both.value(CONVERSATION, sealed)}} if sealed else {}


def _resealed(both: Both, values: dict[str, Any] | None) -> dict[str, Any]:
    """Columns of a register's entry or a signboard, in the row itself or as the trail keeps them."""
    found = dict(values or {})
    for name in PHONES:
        if isinstance(found.get(name), str) and is_sealed(found[name]):
            found[name], _ = both.word(signboards.PHONE, found[name])
    if isinstance(found.get("number_sealed"), str):
        found["number_sealed"], plain = both.word(NUMBER, found["number_sealed"])
        found["number_hash"] = both.new.name(NUMBER, plain)
    return found


def _trail(unit: UnitOfWork, both: Both | None) -> int:
    """All blocks anew, in one transaction; what the last seal was stands in the trail itself. Without the secret of
    before (None) its rows stay as they are."""
    keys = unit.keys
    before, last = trail.head(unit.connection), trail.BEGINNING
    seals = unit.execute(select(audit_seals.c.number).order_by(audit_seals.c.number)).scalars().all()
    with unguarded(unit):
        if both is not None:
            _words_in_the_trail(unit, both)
        for number in seals:
            one = unit.execute(select(audit_seals).where(audit_seals.c.number == number)).one()
            marks = one.marks if one.let_go_at is not None else trail.marks(unit, keys, one.first_id, one.last_id)
            last = trail.digest(keys, last, marks)
            unit.execute(update(audit_seals).where(audit_seals.c.number == number).values(marks=marks, digest=last))
    after = trail.head(unit.connection)
    if before is not None and after is not None:
        action = "trail.rekeyed" if both is not None else "trail.secret_lost"
        note(unit, action, "audit_seals", after.number, by=None, before=_said(before), after=_said(after))
    return len(seals)


def _words_in_the_trail(unit: UnitOfWork, both: Both) -> None:
    for entity in (register_entries.name, boards.name):
        for row in _rows_of(unit, entity):
            sides = (side for side in ("before", "after") if row._mapping[side])
            values = {side: _resealed(both, row._mapping[side]) for side in sides}
            unit.execute(update(audit).where(audit.c.id == row.id).values(**values))


def _rows_of(unit: UnitOfWork, entity: str) -> Iterator[Row[Any]]:
    """The trail's rows about entries or signboards, a portion at a time."""
    after = 0
    while True:
        query = select(audit.c.id, audit.c.before, audit.c.after).where(audit.c.entity == entity, audit.c.id > after)
        rows = unit.execute(query.order_by(audit.c.id).limit(STEP)).all()
        if not rows:
            return
        yield from rows
        after = rows[-1].id


def _said(one: Head) -> dict[str, object]:
    return {"seal": one.number, "digest": one.digest}


def _keep_for_receipts(unit: UnitOfWork, old: bytes) -> None:
    """Receipts are found by a hash under the secret of their time. It is worth nothing without a receipt's code."""
    secret = old.hex()
    asides.lay(unit, "secret", unit.keys.name("former", secret), secret, unit.now + RECEIPTS_HOLD)
