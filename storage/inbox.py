"""Messages in: each is taken once, however often its platform delivers it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select

from storage.tables import inbox
from storage.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class Received:
    """One message as a person's own history shows it."""

    id: int
    kind: str
    body: dict[str, Any]
    received_at: datetime


def taken(unit: UnitOfWork, channel: str, account: str, message_id: str) -> int | None:
    """The id of this very message if it came before."""
    query = select(inbox.c.id).where(
        inbox.c.channel == channel, inbox.c.account == account, inbox.c.message_id == message_id
    )
    return unit.execute(query).scalar_one_or_none()


def take(
    unit: UnitOfWork, channel: str, account: str, message_id: str, *, binding_id: int, kind: str, body: dict[str, Any]
) -> int:
    """Record a new message. Raises IntegrityError when another process took the same one in this instant."""
    row = unit.execute(
        insert(inbox)
        .values(
            channel=channel,
            account=account,
            message_id=message_id,
            binding_id=binding_id,
            kind=kind,
            body=body,
            received_at=unit.now,
        )
        .returning(inbox.c.id)
    ).scalar_one()
    return int(row)


def history(unit: UnitOfWork, binding_id: int, limit: int = 200) -> tuple[Received, ...]:
    """What came from an address, the oldest first."""
    query = select(inbox).where(inbox.c.binding_id == binding_id).order_by(inbox.c.id.desc()).limit(limit)
    rows = unit.execute(query).all()
    return tuple(Received(row.id, row.kind, row.body, row.received_at) for row in reversed(rows))
