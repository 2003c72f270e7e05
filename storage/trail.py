"""The audit trail's seals: rows are sealed in blocks, each block over the one before, keyed by the secret.

Nothing is computed while a row is written: the clock seals what has come since its last step (docs/decisions/0012).
Whoever changes, takes out or puts in a row afterwards cannot make the seals fit without the secret.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, delete, func, insert, select, text, update

from storage.faults import Conflict
from storage.keys import Keys
from storage.tables import audit, audit_seals
from storage.tables.trail import GUARDS
from storage.unit_of_work import OpenUnit, UnitOfWork

MOST = 1000
"""Rows of a block."""
BEGINNING = "0" * 64


@dataclass(frozen=True)
class Head:
    """The last seal: its number, the last row under it, its digest. Kept elsewhere, it proves that nothing was cut
    off behind it either."""

    number: int
    last_id: int
    digest: str


def seal(open_unit: OpenUnit) -> Head | None:
    """Seal all rows there are, block after block, each in a transaction of its own; the last seal if one is new.

    Two clocks at once: the second finds the block's number taken and leaves it at that.
    """
    with open_unit() as unit:
        until = _settled_until(unit)
        unit.commit()
    new: Head | None = None
    while True:
        try:
            with open_unit() as unit:
                sealed = _seal_next(unit, until)
                if sealed is None:
                    return new
                unit.commit()
        except Conflict:
            return new
        new = sealed


def head(connection: Connection) -> Head | None:
    """The last seal there is."""
    query = select(audit_seals).order_by(audit_seals.c.number.desc()).limit(1)
    row = connection.execute(query).one_or_none()
    return Head(row.number, row.last_id, row.digest) if row is not None else None


def faults(connection: Connection, keys: Keys) -> Iterable[str]:
    """What is wrong with the trail: guards that are missing, and the first row that does not fit its seal."""
    yield from _missing_guards(connection)
    before, last = BEGINNING, 0
    seals = connection.execute(select(audit_seals).order_by(audit_seals.c.number)).all()
    for number, one in enumerate(seals, 1):
        if one.number != number:
            yield f"the audit trail's seal {number} is missing; restore a backup, and ask who could write here"
            return
        if one.digest != digest(keys, before, one.marks):
            yield (
                f"the audit trail does not fit from seal {number} on (rows {one.first_id} to {one.last_id}): the seal "
                "was changed, or the record was written under another ANCHA_SECRET_KEY"
            )
            return
        broken = _broken(connection, keys, last, one) if one.let_go_at is None else None
        if broken is not None:
            yield f"{broken}; compare with a backup, and ask who could write here"
            return
        before, last = one.digest, one.last_id


def let_go(unit: UnitOfWork, before: datetime) -> int:
    """Delete the rows of whole blocks that were sealed before that moment; how many. Their seals stay, marked, so that
    the chain holds. The last block stays too: SQLite would give its rows' ids out again."""
    latest = select(func.max(audit_seals.c.number)).scalar_subquery()
    query = select(audit_seals).where(
        audit_seals.c.sealed_at < before, audit_seals.c.let_go_at.is_(None), audit_seals.c.number < latest
    )
    gone = 0
    for one in unit.execute(query.order_by(audit_seals.c.number)).all():
        unit.execute(update(audit_seals).where(audit_seals.c.number == one.number).values(let_go_at=unit.now))
        gone += unit.execute(delete(audit).where(audit.c.id.between(one.first_id, one.last_id))).rowcount
    return gone


def fits(connection: Connection, keys: Keys) -> bool:
    """Whether the last seal was made under this secret; True while there is none."""
    query = select(audit_seals.c.digest, audit_seals.c.marks).order_by(audit_seals.c.number.desc()).limit(2)
    last, *before = connection.execute(query).all() or (None,)
    if last is None:
        return True
    return bool(last.digest == digest(keys, before[0].digest if before else BEGINNING, last.marks))


def marks(unit: UnitOfWork, keys: Keys, first_id: int, last_id: int) -> str:
    """The marks of a block's rows under that secret."""
    query = select(audit).where(audit.c.id.between(first_id, last_id)).order_by(audit.c.id)
    return _marks(keys, unit.execute(query).all())


def _marks(keys: Keys, rows: Sequence[Row[Any]]) -> str:
    return " ".join(f"{row.id}:{_mark(keys, row)}" for row in rows)


def _settled_until(unit: UnitOfWork) -> int:
    """The last row behind which none with a smaller id can come any more.

    PostgreSQL gives ids out before rows are committed. Holding the lock means that whoever had begun to write is done
    (https://www.postgresql.org/docs/current/explicit-locking.html): it is waited for briefly, else the next step seals.
    """
    if unit.dialect == "postgresql":
        unit.execute(text("SET LOCAL lock_timeout = '500ms'"))
        unit.execute(text("LOCK TABLE audit IN SHARE MODE"))
    return int(unit.execute(select(func.coalesce(func.max(audit.c.id), 0))).scalar_one())


def _seal_next(unit: UnitOfWork, until: int) -> Head | None:
    last = head(unit.connection) or Head(0, 0, BEGINNING)
    query = select(audit).where(audit.c.id > last.last_id, audit.c.id <= until).order_by(audit.c.id).limit(MOST)
    rows = unit.execute(query).all()
    if not rows:
        return None
    marks = _marks(unit.keys, rows)
    new = Head(last.number + 1, rows[-1].id, digest(unit.keys, last.digest, marks))
    unit.execute(
        insert(audit_seals).values(
            number=new.number, first_id=rows[0].id, last_id=new.last_id, marks=marks, digest=new.digest,
            sealed_at=unit.now,
        )
    )  # fmt: skip
    return new


def _broken(connection: Connection, keys: Keys, last: int, block: Row[Any]) -> str | None:
    """The first row of a block that was changed, taken out or put in."""
    wanted = dict(mark.split(":") for mark in block.marks.split())
    query = select(audit).where(audit.c.id > last, audit.c.id <= block.last_id).order_by(audit.c.id)
    there = {str(row.id): _mark(keys, row) for row in connection.execute(query)}
    for number in sorted({*wanted, *there}, key=int):
        if number not in there:
            return f"row {number} of the audit trail is missing"
        if number not in wanted:
            return f"row {number} of the audit trail was put in afterwards"
        if there[number] != wanted[number]:
            return f"row {number} of the audit trail was changed"
    return None


def _missing_guards(connection: Connection) -> Iterable[str]:
    catalogue = (
        "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        if connection.dialect.name == "sqlite"
        else "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'"
    )
    there = set(connection.execute(text(catalogue)).scalars())
    for name in GUARDS[connection.dialect.name]:
        if name not in there:
            yield f"the audit trail's guard {name} is missing; restore a backup, and ask who could write here"


def _mark(keys: Keys, row: Row[Any]) -> str:
    values = [row.id, row.at.isoformat(), row.person_id, row.action, row.entity, row.entity_id, row.before, row.after]
    return keys.name("audit row", json.dumps(values, sort_keys=True, ensure_ascii=False))[:16]


def digest(keys: Keys, before: str, marks: str) -> str:
    """A block's seal: over the one before and the marks of its rows."""
    return keys.name("audit seal", before, marks)
