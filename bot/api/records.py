"""The records behind a figure, as the interface gives them."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from pydantic import BaseModel, Field

from storage.figures.behind import Behind


class RecordRead(BaseModel):
    """One record that is counted in a figure."""

    entity: str
    id: int
    number: str
    enterprise_id: int | None
    enterprise: str
    when: datetime | date
    what: str
    findings: tuple[str, ...]
    amount: Decimal = Field(description="What it adds to the figure")


def record_read(one: Behind) -> RecordRead:
    """It as it is given."""
    return RecordRead(
        entity=one.entity, id=one.id, number=one.number, enterprise_id=one.enterprise_id, enterprise=one.enterprise,
        when=one.when, what=one.what, findings=one.findings, amount=one.amount,
    )  # fmt: skip
