"""Cards that put a question and are not answered yet, with the code that lets each be changed once.

What is kept is who was shown a card, not what it said; it goes when the card is answered, or lapses.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta

from sqlalchemy import delete, insert, select

from storage.tables import open_cards
from storage.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class OpenCard:
    """One card: its name at the platform, and the code with which it may be changed."""

    task: str
    response_code: str = field(repr=False)


def keep(unit: UnitOfWork, binding_id: int, card: OpenCard, lasts: timedelta) -> None:
    """Remember a card for that long; what has lapsed is forgotten on the way."""
    unit.execute(delete(open_cards).where(open_cards.c.expires_at <= unit.now))
    unit.execute(delete(open_cards).where(open_cards.c.task == card.task))
    unit.execute(
        insert(open_cards).values(
            task=card.task, binding_id=binding_id, response_code=card.response_code, expires_at=unit.now + lasts
        )
    )


def take(unit: UnitOfWork, binding_id: int) -> tuple[OpenCard, ...]:
    """The open cards at an address, which are then no longer kept: each can be changed once only."""
    rows = unit.execute(
        select(open_cards)
        .where(open_cards.c.binding_id == binding_id, open_cards.c.expires_at > unit.now)
        .order_by(open_cards.c.expires_at, open_cards.c.task)
    ).all()
    if rows:
        unit.execute(delete(open_cards).where(open_cards.c.task.in_([row.task for row in rows])))
    return tuple(OpenCard(row.task, row.response_code) for row in rows)
