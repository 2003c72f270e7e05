"""What every part of the sample county stands on."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from bot.sample.stock import Stock
from checklists.content import Content
from checklists.periods import BEIJING, beijing_day
from checklists.plan import Plan
from checklists.workdays import working_day_on_or_before
from storage.enterprises import Campaign
from storage.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class Ground:
    """The open unit, the plan and its campaign, the county (code, name), and the first day of the invented life."""

    unit: UnitOfWork
    content: Content
    plan: Plan
    campaign: Campaign
    stock: Stock
    county: tuple[str, str]
    begin: date

    @property
    def now(self) -> datetime:
        """The moment up to which there is a past; nothing planted lies after it."""
        return self.unit.now

    @property
    def today(self) -> date:
        """Its day in Beijing."""
        return beijing_day(self.now)

    @property
    def days(self) -> int:
        """How many days the past is long."""
        return (self.today - self.begin).days

    def chance(self, part: str) -> random.Random:
        """Dice that fall the same way each time for the same plan and part."""
        return random.Random(f"{self.plan.id}/{part}")  # noqa: S311  (invented records, no secret)

    def moment(self, dice: random.Random, day: date) -> datetime:
        """A moment within working hours of the working day on or before that day, never in the future."""
        worked = max(working_day_on_or_before(day), self.begin)
        at = datetime.combine(worked, time(8, 30), BEIJING) + timedelta(minutes=dice.randrange(8 * 60))
        return min(at, self.now - timedelta(minutes=1))
