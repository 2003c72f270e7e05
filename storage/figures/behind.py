"""The rows behind a figure, in one shape for all kinds of rows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal


@dataclass(frozen=True)
class Behind:
    """One record that is counted in a figure.

    `entity` is its table and `id` its key there; `number` what people quote (a hazard's number), else empty;
    `enterprise` empty where the record concerns none; `when` the moment or day that put it into the period; `what`
    the record's own words; `findings` the categories of a spot check; `amount` what it adds to the figure.
    """

    entity: str
    id: int
    number: str
    enterprise_id: int | None
    enterprise: str
    when: datetime | date
    what: str
    findings: tuple[str, ...] = ()
    amount: Decimal = Decimal(1)
