"""How fast messages went to one address, for platforms that drop what comes too fast."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import func, select

from storage.tables import outbox
from storage.unit_of_work import UnitOfWork


def sent_within(unit: UnitOfWork, binding_id: int, span: timedelta) -> int:
    """How many messages were sent to an address within that time before now, by all processes together."""
    query = select(func.count()).where(
        outbox.c.binding_id == binding_id, outbox.c.status == "sent", outbox.c.sent_at > unit.now - span
    )
    return int(unit.execute(query).scalar_one())
