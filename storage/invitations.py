"""Invitation codes: how somebody gets a role without anyone typing their name in first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, select

from storage.changes import add, change
from storage.tables import invitations
from storage.unit_of_work import UnitOfWork

CODE_LENGTH = 10


@dataclass(frozen=True)
class Invitation:
    """A code, what it gives, and until when."""

    id: int
    code: str
    role: str
    enterprise_id: int | None
    region: str | None
    department_id: int | None
    uses_left: int
    expires_at: datetime
    revoked_at: datetime | None
    note: str
    created_by: int | None

    def state(self, now: datetime) -> str:
        """`good`, or why not: `revoked`, `expired`, `used`."""
        if self.revoked_at is not None:
            return "revoked"
        if now >= self.expires_at:
            return "expired"
        return "good" if self.uses_left > 0 else "used"


def invite(
    unit: UnitOfWork,
    role: str,
    *,
    enterprise_id: int | None = None,
    region: str | None = None,
    department_id: int | None = None,
    uses: int = 1,
    valid: timedelta = timedelta(days=30),
    note: str = "",
    by: int | None = None,
) -> Invitation:
    """A new code that gives that role, `uses` times while it is `valid`."""
    code = unit.codes(CODE_LENGTH)
    values = {
        "code": code,
        "role": role,
        "enterprise_id": enterprise_id,
        "region": region,
        "department_id": department_id,
        "uses_left": uses,
        "created_by": by,
        "created_at": unit.now,
        "expires_at": unit.now + valid,
        "note": note,
    }
    add(unit, invitations, values, action="invite", by=by)
    found = invitation(unit, code)
    assert found is not None  # noqa: S101  (it was written a line above)
    return found


def invitation(unit: UnitOfWork, code: str) -> Invitation | None:
    """The invitation of that code (case and blanks do not matter), whatever its state."""
    proper = "".join(code.split()).replace("-", "").upper()
    row = unit.execute(select(invitations).where(invitations.c.code == proper)).one_or_none()
    return _invitation(row) if row is not None else None


def use(unit: UnitOfWork, one: Invitation, *, by: int) -> None:
    """Spend one use; raises Conflict when somebody spent the last one or it was revoked meanwhile."""
    change(
        unit,
        invitations,
        one.id,
        expect={"uses_left": one.uses_left, "revoked_at": None},
        put={"uses_left": one.uses_left - 1},
        action="invite.use",
        by=by,
    )


def revoke(unit: UnitOfWork, one: Invitation, *, by: int | None) -> None:
    """Make a code worthless; raises Conflict when it is revoked already."""
    change(
        unit,
        invitations,
        one.id,
        expect={"revoked_at": None},
        put={"revoked_at": unit.now},
        action="invite.revoke",
        by=by,
    )


def all_of(unit: UnitOfWork, limit: int = 500) -> tuple[Invitation, ...]:
    """The latest invitations, for the administrator."""
    rows = unit.execute(select(invitations).order_by(invitations.c.id.desc()).limit(limit))
    return tuple(map(_invitation, rows))


def _invitation(row: Row[Any]) -> Invitation:
    return Invitation(
        row.id,
        row.code,
        row.role,
        row.enterprise_id,
        row.region,
        row.department_id,
        row.uses_left,
        row.expires_at,
        row.revoked_at,
        row.note,
        row.created_by,
    )
