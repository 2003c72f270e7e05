"""What the enterprises keep with a date on it; some of it runs out soon, some has."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from bot.sample.ground import Ground
from bot.sample.people import Folk
from bot.sample.places import Places
from storage.enterprises import Enterprise
from storage.upkeep.planting import plant

_SOON = (-9, 5, 24)  # days from today to the demo's own certificates' last day


def plant_registers(ground: Ground, places: Places, folk: Folk) -> int:
    """Certificates, agreements, permits, drills and training of every enterprise, by its profile."""
    dice = ground.chance("registers")
    rows = []
    for number, site in enumerate(places.enterprises):
        keeper = folk.at(site.id, "safety_officer")
        blank: dict[str, Any] = {
            "holder": "",
            "number": "",
            "happened_on": None,
            "valid_until": None,
            "details": {},
            "photos": [],
        }
        for row in _entries(ground, site, dice, own=number == 0):
            entered = ground.moment(dice, ground.begin + timedelta(days=dice.randint(0, 20)))
            rows.append(
                blank | {"enterprise_id": site.id, "entered_by": keeper.id, "entered_at": entered} | row
            )  # fmt: skip
    plant(ground.unit, "register_entries", rows)
    return len(rows)


def _entries(ground: Ground, site: Enterprise, dice: random.Random, *, own: bool) -> Iterator[dict[str, Any]]:
    stock, today = ground.stock, ground.today
    if site.profile["special_operations"] == "yes":
        for index in range(3 if own else dice.randint(1, 3)):
            left = _SOON[index] if own else dice.randint(-20, 900)
            yield {
                "register": "certificate",
                "title": dice.choice(stock.works),
                "holder": dice.choice(stock.surnames) + dice.choice(stock.given),
                "number": ground.content.texts("sample.certificate", number=f"{site.id:04d}{index}"),
                "valid_until": today + timedelta(days=left),
            }
    if site.profile["outsourcing"] == "yes":
        yield {
            "register": "agreement",
            "title": dice.choice(stock.contractors),
            "happened_on": ground.begin - timedelta(days=dice.randint(0, 200)),
            "valid_until": today + timedelta(days=dice.randint(-15, 400)),
        }
    if site.profile["hot_work"] == "yes":
        for _ in range(dice.randint(0, 3)):
            day = _past(ground, dice)
            place = dice.choice([story.place for story in stock.stories if story.fits(site.sector, site.kinds)])
            yield {"register": "permit", "title": place, "happened_on": day, "valid_until": day}
    if own or dice.random() < 0.7:
        yield {"register": "drill", "title": dice.choice(stock.drills), "happened_on": _past(ground, dice)}
    for _ in range(dice.randint(0, 2)):
        yield {"register": "training", "title": dice.choice(stock.trainings), "happened_on": _past(ground, dice)}


def _past(ground: Ground, dice: random.Random) -> Any:
    return ground.begin + timedelta(days=dice.randint(0, max(0, ground.days - 1)))
