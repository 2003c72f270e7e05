"""Addresses whose people have shut us out on their side, and may let us in again: the address is theirs as before."""

from __future__ import annotations

from sqlalchemy import select

from storage import reaching
from storage.changes import change
from storage.tables import audit, bindings
from storage.unit_of_work import UnitOfWork

BLOCK, UNBLOCK = "block", "unblock"


def block(unit: UnitOfWork, channel: str, account: str, address: str) -> int | None:
    """Close the address: messages to its person go elsewhere. The binding that was closed,
    None where there was none."""
    where = (bindings.c.channel == channel, bindings.c.account == account, bindings.c.address == address)
    live = unit.execute(select(bindings.c.id).where(*where, bindings.c.revoked_at.is_(None))).scalar_one_or_none()
    if live is None:
        return None
    change(unit, bindings, live, expect={"revoked_at": None}, put={"revoked_at": unit.now}, action=BLOCK, by=None)
    return int(live)


def shut_out(unit: UnitOfWork, person_id: int) -> bool:
    """Whether this person has an address that is closed because they blocked us, and nothing happened to it since."""
    closed = select(bindings.c.id).where(bindings.c.person_id == person_id, bindings.c.revoked_at.is_not(None))
    return any(_last_done(unit, one) == BLOCK for one in unit.execute(closed).scalars().all())


def unblock(unit: UnitOfWork, channel: str, account: str, address: str) -> bool:
    """Open the address again if blocking was what closed it; whether it was.

    One that was closed for another reason, or is in use by now, stays as it is.
    """
    where = (bindings.c.channel == channel, bindings.c.account == account, bindings.c.address == address)
    query = select(bindings.c.id, bindings.c.revoked_at).where(*where)
    last = unit.execute(query.order_by(bindings.c.id.desc()).limit(1)).one_or_none()
    live = unit.execute(query.where(bindings.c.revoked_at.is_(None))).first()
    if last is None or live is not None:
        return False
    if _last_done(unit, last.id) != BLOCK:
        return False
    change(
        unit, bindings, last.id, expect={"revoked_at": last.revoked_at}, put={"revoked_at": None}, action=UNBLOCK,
        by=None,
    )  # fmt: skip
    return True


def heard(unit: UnitOfWork, channel: str, account: str, address: str) -> bool:
    """Whoever is enrolled at the address let us in again, which says as much as a word of theirs; whether somebody is.
    Of a stranger no moment is kept."""
    where = (bindings.c.channel == channel, bindings.c.account == account, bindings.c.address == address)
    query = select(bindings.c.id).where(*where, bindings.c.revoked_at.is_(None), bindings.c.person_id.is_not(None))
    live = unit.execute(query).scalar_one_or_none()
    if live is None:
        return False
    reaching.seen(unit, live)
    return True


def _last_done(unit: UnitOfWork, binding_id: int) -> str | None:
    done = select(audit.c.action).where(audit.c.entity == bindings.name, audit.c.entity_id == str(binding_id))
    return unit.execute(done.order_by(audit.c.id.desc()).limit(1)).scalar_one_or_none()
