"""When the clock speaks: hours, days and how long before. Read from content/schedule.yaml."""

from __future__ import annotations

from datetime import time

from pydantic import Field

from checklists.record import Identifier, Record


class InspectionCalls(Record):
    """Days of the month on which undone checklists are called for.

    `days` in every month of the period, `last_month_days` only in its last; `before_end`: working days before
    the period's last day.
    """

    days: tuple[int, ...] = ()
    last_month_days: tuple[int, ...] = ()
    before_end: tuple[int, ...] = ()


class EndCalls(Record):
    """Working days before the period's last day."""

    before_end: tuple[int, ...]


class Expiry(Record):
    """Which registers are watched; days before the last valid day, then every so many days once it is over."""

    registers: tuple[Identifier, ...]
    before: tuple[int, ...]
    then_every: int = Field(gt=0)


class Overdue(Record):
    """Days after a hazard's deadline on which each of them hears of it."""

    responsible: int
    principal: int
    regulator: int


class ProgressCalls(Record):
    """Days before the last day for real progress, then every so many days once it is over."""

    before: tuple[int, ...]
    then_every: int = Field(gt=0)


class Reports(Record):
    """Working days before a deadline (0 = on the day), and days after it; weekly ones only `weekly_before`.

    `late`: further days after it for those who have not handed in the forms it names.
    """

    before: tuple[int, ...]
    after: tuple[int, ...] = ()
    late: tuple[int, ...] = ()
    weekly_before: tuple[int, ...] = (0,)


class Digest(Record):
    """The weekly digest: weekday (Monday = 1) and time, Beijing."""

    weekday: int = Field(ge=1, le=7)
    at: time


class Schedule(Record):
    """The whole of it. `at` and `quiet_from`: reminders go out from the one to the other, Beijing time.

    `batch`: how many people are planned for in one transaction.
    """

    at: time
    quiet_from: time
    batch: int = Field(default=1000, gt=0)
    digest: Digest
    inspection: InspectionCalls
    led_inspection: EndCalls
    drill: EndCalls
    expiry: Expiry
    overdue: Overdue
    supervision: ProgressCalls
    reports: Reports
