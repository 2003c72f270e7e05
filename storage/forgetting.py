"""Taking words out of the record that a person was promised are not kept."""

from __future__ import annotations

from sqlalchemy import update

from storage.tables import outbox
from storage.unit_of_work import UnitOfWork


def forget_letter(unit: UnitOfWork, letter_id: int) -> None:
    """Empty a delivered message whose words must not be kept."""
    unit.execute(update(outbox).where(outbox.c.id == letter_id).values(body={"text": ""}))
