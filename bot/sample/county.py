"""Plants the whole county in one transaction."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from bot.sample.finding import plant_hazards
from bot.sample.ground import Ground
from bot.sample.inspecting import plant_inspections
from bot.sample.overseeing import plant_acts, plant_spot_checks, plant_whistles
from bot.sample.people import plant_people
from bot.sample.photos import plant_photos
from bot.sample.places import plant_places
from bot.sample.registers import plant_registers
from bot.sample.stock import stock
from checklists.content import Content
from checklists.periods import beijing_day
from checklists.plan import Plan
from storage.enterprises import Campaign
from storage.unit_of_work import UnitOfWork
from storage.upkeep.planting import sign

WEEKS = 16
AHEAD = 13
"""Weeks: so far the demo's clock can be moved before the campaign is over."""
ENTERPRISES = 120
HAZARDS = 210


@dataclass(frozen=True)
class County:
    """What was planted: the county's code and name, the campaign, the demo's own enterprise, and how many of what."""

    code: str
    name: str
    campaign: Campaign
    first_enterprise: int
    counts: dict[str, int]


def plant_county(
    unit: UnitOfWork, content: Content, plan: Plan, folder: Path, campaign: Campaign, *, enterprises: int = ENTERPRISES,
    whole: bool = True,
) -> County:  # fmt: skip
    """One county of the plan's city with its past up to the unit's moment; the caller commits.

    The same plan, campaign and moment give the same county. Without `whole` it has no photos and only the departments
    that answer for all sectors, which takes half the time. Photos are written below `folder`. The record should be
    an empty one of ours: the county's codes and names would meet their own doubles in one that has been planted.
    """
    code, name = plan.counties[0] if plan.counties else (plan.region, plan.region_name)
    today = beijing_day(unit.now)
    begin = max(campaign.begins, today - timedelta(weeks=WEEKS))
    ground = Ground(unit, content, plan, campaign, stock(), (code, name), begin)
    places = plant_places(ground, enterprises, whole=whole)
    folk = plant_people(ground, places)
    sorts = {(site.sector, site.kinds) for site in places.enterprises}
    scenes = frozenset(one.scene for one in ground.stock.stories if any(one.fits(*sort) for sort in sorts))
    pictures = plant_photos(ground, folder, scenes if whole else frozenset())
    counts = {
        "enterprises": len(places.enterprises),
        "people": len(folk.everybody),
        "hazards": plant_hazards(ground, places, folk, pictures, HAZARDS * enterprises // ENTERPRISES),
        "inspections": plant_inspections(ground, places, folk),
        "register_entries": plant_registers(ground, places, folk),
        "spot_checks": plant_spot_checks(ground, places, folk),
        "actions": plant_acts(ground, places, folk),
        "whistles": plant_whistles(ground, places),
    }
    sign(unit, plan.id, counts)
    return County(code, name, campaign, places.enterprises[0].id, counts)


def campaign_for(plan: Plan, day: date) -> Campaign:
    """The plan in force in the year of that day, stretched so that it has run for a while and still runs.

    The demo must work on any day of any year, also in the months between two campaigns.
    """
    begins = min(plan.begins(day.year), day - timedelta(weeks=WEEKS))
    return Campaign(plan.id, day.year, plan.region, begins, max(plan.ends(day.year), day + timedelta(weeks=AHEAD)))
