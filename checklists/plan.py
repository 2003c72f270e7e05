"""A city's plan as data: who is bound, what they must do, until when, and what is reported.

Dates are MM-DD and belong to the plan's `year` unless it is run in another one, since a plan of 2023 is the
template of every later year.
"""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import model_validator

from checklists.dangerous_work import PlanPermits
from checklists.question import Evidence, Limits, Negative, Question, When
from checklists.record import Identifier, MonthDay, Record, Words

Frequency = Literal["month", "quarter", "half-year", "year", "campaign"]
Audience = Literal["enterprise", "county", "department", "city"]


class Phase(Record):
    """One of the plan's stages; `begin` and `end` are its first and last day."""

    id: Identifier
    title: Words
    begin: MonthDay
    end: MonthDay
    basis: Words


class HighRisk(Record):
    """Who counts as high-risk under this plan. `assumed` says so where the text does not list them."""

    sectors: tuple[Identifier, ...] = ()
    kinds: tuple[Identifier, ...] = ()
    assumed: bool = False
    basis: Words


class Duty(Record):
    """How often something must happen, by risk class: `count` times in every `every`."""

    every: Frequency
    count: int = 1
    high_risk_every: Frequency | None = None
    high_risk_count: int = 1
    kinds: tuple[Identifier, ...] = ()
    """Kinds of drill wanted each time (`general`, `special`), empty where the plan names none."""
    basis: Words


class PeriodRule(Record):
    """Which days a report's figures cover, always half-open.

    window: from `day` of last month 00:00 to `day` of this month 00:00. cumulative: from `since` 00:00 to the
    due day 00:00, or with `closes: month` to the first of the month in which it is due. month: the calendar
    month. year-and-month: this year so far, and this month so far.
    """

    rule: Literal["window", "cumulative", "month", "year-and-month"]
    day: int | None = None
    since: MonthDay | None = None
    closes: Literal["due", "month"] = "due"
    note: str = ""


class Deadline(Record):
    """Something that falls due, for whom, and how it repeats."""

    id: Identifier
    title: Words
    who: tuple[Audience, ...]
    every: Literal["once", "week", "month", "quarter", "half-year", "year"]
    on: MonthDay | None = None
    days: tuple[int, ...] = ()
    first: MonthDay | None = None
    last: MonthDay | None = None
    forms: tuple[Identifier, ...] = ()
    period: PeriodRule | None = None
    assumed: str = ""
    """Filled where the text leaves the day open: what was taken, and why."""
    basis: Words

    @model_validator(mode="after")
    def _dated(self) -> Deadline:
        if self.every == "once" and self.on is None:
            raise ValueError("a deadline with every: once needs on: MM-DD")
        if self.every == "month" and not self.days:
            raise ValueError("a deadline with every: month needs days: [..]")
        return self


class Supervision(Record):
    """Listed supervision 挂牌督办: days until real progress is wanted, by level; empty where the plan sets none."""

    city_days: int | None = None
    county_days: int | None = None
    rule: Words
    basis: Words


class Quota(Record):
    """How many major hazards a body must find in a period."""

    who: Audience
    every: Frequency
    count: int
    basis: Words


class FiveFields(Record):
    """When 责任人 措施 资金 期限 预案 must be filled: for every major hazard, or when not fixed at once."""

    when: Literal["always", "not-at-once"]
    basis: Words


class SignOff(Record):
    """Who signs a major hazard off."""

    principal: bool = True
    safety_director: bool = False
    basis: Words


class Use(Record):
    """A shared item taken into a duty, with the plan's own basis and whatever it words differently."""

    use: Identifier
    basis: Words
    ask: str | None = None
    help: str | None = None
    when: When | None = None
    limits: Limits | None = None
    message: str | None = None
    evidence: Evidence | None = None
    negative: Negative | None = None
    key: bool | None = None
    together: bool | None = None


class Checklist(Record):
    """The questions of one duty. `when` (facts only) says to whom the duty applies at all."""

    id: Identifier
    title: Words
    intro: str = ""
    basis: Words
    when: When | None = None
    items: tuple[Use | Question, ...]


class Plan(Record):
    """Everything one city ordered. `region`: GB/T 2260 code of the city; its first four digits bind counties."""

    id: Identifier
    title: Words
    short: Words
    authority: Words
    document: str
    issued: date
    year: int
    region: Words
    region_name: Words
    counties: tuple[tuple[str, str], ...] = ()
    binds: Words
    sectors: tuple[Identifier, ...] = ()
    """Sectors bound; empty = all."""
    high_risk: HighRisk
    phases: tuple[Phase, ...]
    inspection: Duty
    """How often the enterprise inspects itself with the checklists."""
    led_inspection: Duty
    """How often the principal leads an inspection in person."""
    drill: Duty
    five_fields: FiveFields
    sign_off: SignOff
    supervision: Supervision
    permits: PlanPermits | None = None
    """Permits for dangerous work; without it what is usual holds."""
    quotas: tuple[Quota, ...] = ()
    deadlines: tuple[Deadline, ...]
    forms: tuple[Identifier, ...]
    open_points: tuple[Words, ...] = ()
    checklists: tuple[Checklist, ...]

    def begins(self, year: int | None = None) -> date:
        """First day of the campaign in that year (the plan's own when none is given)."""
        return on(year or self.year, min(phase.begin for phase in self.phases))

    def ends(self, year: int | None = None) -> date:
        """Last day of the campaign in that year."""
        return on(year or self.year, max(phase.end for phase in self.phases))

    def is_high_risk(self, sector: str, kinds: frozenset[str]) -> bool:
        """Whether an enterprise of that sector and those kinds counts as high-risk under this plan."""
        return sector in self.high_risk.sectors or bool(kinds & set(self.high_risk.kinds))


def on(year: int, month_day: str) -> date:
    """MM-DD in that year; 02-29 becomes 28 February in a common year."""
    month, day = (int(part) for part in month_day.split("-"))
    try:
        return date(year, month, day)
    except ValueError:
        return date(year, month, 28)
