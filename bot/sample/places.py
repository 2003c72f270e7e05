"""Regions, departments and enterprises of the sample county."""

from __future__ import annotations

import random
from dataclasses import dataclass, replace
from datetime import timedelta

from bot.sample.ground import Ground
from bot.sample.identity import credit_code
from bot.sample.stock import Trade
from checklists.content import PROFILE_FACTS
from storage import enterprises
from storage.enterprises import Enterprise
from storage.upkeep.planting import plant


@dataclass(frozen=True)
class Office:
    """A department, with the sectors it answers for (none = all)."""

    id: int
    name: str
    level: str
    sectors: tuple[str, ...]


@dataclass(frozen=True)
class Places:
    """What there is: the offices by level, and the enterprises; the first is the demo's own."""

    offices: tuple[Office, ...]
    enterprises: tuple[Enterprise, ...]

    def office(self, level: str, sector: str = "") -> Office:
        """The office of that level for a sector: its own where there is one, else the one that answers for all."""
        of_level = [office for office in self.offices if office.level == level]
        return next((one for one in of_level if sector in one.sectors), of_level[0])


def plant_places(ground: Ground, count: int, *, whole: bool) -> Places:
    """The city, its counties, the departments (not `whole`: those for all sectors only) and `count` enterprises."""
    unit, plan = ground.unit, ground.plan
    enterprises.add_region(unit, plan.region, plan.region_name, "city")
    for code, name in plan.counties or (ground.county,):
        enterprises.add_region(unit, code, name, "county")
    enterprises.put_in_force(unit, ground.campaign)
    offices = tuple(_offices(ground, whole=whole))
    trades = [trade for trade in ground.stock.trades if not plan.sectors or trade.sector in plan.sectors]
    dice = ground.chance("places")
    spread = _spread(trades, count, dice)
    seen: set[str] = set()
    sites = [_enterprise(ground, Places(offices, ()), trade, number, seen, dice) for number, trade in enumerate(spread)]
    ids = plant(
        unit,
        "enterprises",
        [
            {
                "name": one.name, "uscc": one.uscc, "region": one.region, "sector": one.sector,
                "kinds": list(one.kinds), "headcount": one.headcount, "address": one.address,
                "department_id": one.department_id, "profile": dict(one.profile), "high_risk": one.high_risk,
                "created_at": ground.moment(dice, ground.begin) - timedelta(days=40),
            }
            for one in sites
        ],
    )  # fmt: skip
    return Places(offices, tuple(replace(one, id=new) for one, new in zip(sites, ids, strict=True)))


def _offices(ground: Ground, *, whole: bool) -> list[Office]:
    plan = ground.plan
    names = {"county": ground.county[1], "city": plan.region_name}
    regions = {"county": ground.county[0], "city": plan.region}
    kept = [
        one
        for one in ground.stock.departments
        if not one.sectors or (whole and (not plan.sectors or set(one.sectors) & set(plan.sectors)))
    ]
    return [
        Office(
            enterprises.add_department(
                ground.unit, one.name.format_map(names), regions[one.level], one.level, one.sectors
            ),
            one.name.format_map(names),
            one.level,
            one.sectors,
        )
        for one in kept
    ]


def _spread(trades: list[Trade], count: int, dice: random.Random) -> list[Trade]:
    """One of each trade first, the demo's own before all, then by their shares."""
    more = dice.choices(trades, [trade.share for trade in trades], k=max(0, count - len(trades)))
    return [*trades, *more][:count]


def _enterprise(
    ground: Ground, places: Places, trade: Trade, number: int, seen: set[str], dice: random.Random
) -> Enterprise:
    stock = ground.stock
    name = ""
    while not name or name in seen:
        name = trade.name.format(place=dice.choice(stock.places), brand=dice.choice(stock.brands))
    seen.add(name)
    address = stock.addresses.format(
        place=dice.choice(stock.places), street=dice.choice(stock.streets), number=dice.randrange(1, 200)
    )
    return Enterprise(
        id=0,
        name=name,
        uscc=credit_code(ground.county[0], number + 1),
        region=ground.county[0],
        sector=trade.sector,
        kinds=trade.kinds,
        headcount=dice.randint(*trade.heads),
        address=f"{ground.county[1]}{address}",
        department_id=places.office("county", trade.sector).id,
        profile=dict.fromkeys(PROFILE_FACTS, "no") | dict(trade.profile),
        high_risk=ground.plan.is_high_risk(trade.sector, frozenset(trade.kinds)),
    )
