"""A link works in one browser: the one that opened it first. Passed on to somebody else it opens nothing."""

from __future__ import annotations

from datetime import datetime
from hashlib import sha256

from sqlalchemy import delete, insert, select

from storage.changes import note
from storage.tables import opened_links
from storage.unit_of_work import UnitOfWork


def open_link(
    unit: UnitOfWork, nonce: str, *, browser: str, role_id: int, person_id: int, expires: datetime
) -> bool:  # fmt: skip
    """Tie the link to that browser; False when another one has opened it. The first opening is audited.

    Links that have expired are forgotten on the way. Two browsers at the same instant end in storage.faults.Conflict
    or in TryLater for the second, which is told the truth when it asks again.
    """
    name = sha256(browser.encode()).hexdigest()
    unit.execute(delete(opened_links).where(opened_links.c.expires_at <= unit.now))
    there = unit.execute(select(opened_links.c.browser).where(opened_links.c.nonce == nonce)).scalar_one_or_none()
    if there is not None:
        return bool(there == name)
    unit.execute(
        insert(opened_links).values(
            nonce=nonce, role_id=role_id, browser=name, opened_at=unit.now, expires_at=expires
        )
    )  # fmt: skip
    note(unit, "link.opened", "roles", role_id, by=person_id)
    return True
