"""What the authorities did: spot checks with findings, acts of every kind, whistle-blowers' reports answered."""

from __future__ import annotations

import hashlib
import random
from datetime import timedelta
from typing import Any

from bot.sample.ground import Ground
from bot.sample.people import Folk
from bot.sample.places import Places
from bot.sample.stock import Act
from storage.upkeep.planting import plant


def plant_spot_checks(ground: Ground, places: Places, folk: Folk) -> int:
    """About one check in every two days; each finding of the tables is met at least once in the last weeks."""
    dice, stock = ground.chance("spot checks"), ground.stock
    kinds, weights = list(stock.findings), list(stock.findings.values())
    days = [ground.begin + timedelta(days=offset) for offset in range(0, max(1, ground.days), 2)]
    must = [(ground.today - timedelta(days=2 + index), kind) for index, kind in enumerate(kinds)]
    rows: list[dict[str, Any]] = []
    for day, wanted in [*((day, "") for day in days), *must]:
        site = dice.choice(places.enterprises)
        office = places.office("city" if not wanted and dice.random() < 0.12 else "county", site.sector)
        official = folk.of_department(office.id)
        found = {wanted} if wanted else set()
        found |= set(dice.choices(kinds, weights, k=dice.choice((0, 0, 1, 2, 3))))
        at = ground.moment(dice, max(day, ground.begin))
        rows.append(
            {
                "enterprise_id": site.id, "department_id": office.id, "level": office.level,
                "region": ground.county[0] if office.level == "county" else ground.plan.region,
                "person_id": official.id, "inspectors": [official.name, folk.official("county").name],
                "checked_at": at, "findings": [kind for kind in kinds if kind in found],
                "problems_found": len(found) + dice.randint(0, 3), "problems_fixed": dice.randint(0, len(found)),
                "note": stock.visit, "photos": [], "recorded_at": at, "withdrawn_at": None,
            }
        )  # fmt: skip
    rows.sort(key=lambda row: row["checked_at"])
    plant(ground.unit, "spot_checks", rows)
    return len(rows)


def plant_acts(ground: Ground, places: Places, folk: Folk) -> int:
    """Each kind of act at its own pace, the last of them within its pace before today."""
    dice = ground.chance("acts")
    rows = [row for act in ground.stock.acts for row in _acts(ground, places, folk, act, dice)]
    rows.sort(key=lambda row: (row["happened_on"], row["kind"]))
    plant(ground.unit, "actions", rows)
    return len(rows)


def _acts(ground: Ground, places: Places, folk: Folk, act: Act, dice: random.Random) -> list[dict[str, Any]]:
    rows = []
    day = ground.today - timedelta(days=1 + dice.randrange(min(act.every, 18)))
    while day >= ground.begin:
        site = dice.choice(places.enterprises) if act.enterprise else None
        office = places.office("county", site.sector if site else "")
        amount = dice.randrange(*act.amount, 500) if act.amount else None
        of_which = dice.randint(*act.of_which) if act.of_which else round(amount * act.share) if amount else None
        at = ground.moment(dice, day)
        rows.append(
            {
                "kind": act.kind, "level": office.level, "region": ground.county[0], "department_id": office.id,
                "enterprise_id": site.id if site else None, "happened_on": min(day, ground.today),
                "count": dice.randint(*act.count), "amount": amount, "of_which": of_which, "note": act.note,
                "person_id": folk.of_department(office.id).id, "recorded_at": at, "withdrawn_at": None,
            }
        )  # fmt: skip
        day -= timedelta(days=act.every + dice.randint(-1, 2))
    return rows


def plant_whistles(ground: Ground, places: Places) -> int:
    """Anonymous reports. Nobody holds their receipt codes: the hashes are of nothing."""
    dice, stock = ground.chance("whistles"), ground.stock
    rows: list[dict[str, Any]] = []
    for number, one in enumerate(stock.whistles):
        site = dice.choice(places.enterprises)
        rows.append(
            {
                "receipt_hash": hashlib.sha256(f"{ground.plan.id}/{number}".encode()).hexdigest(),
                "enterprise_id": site.id, "enterprise_words": site.name, "region": site.region, "place": one.place,
                "words": one.words, "judgement": None, "person_id": None, "reporter_kind": "staff", "photos": [],
                "day": ground.today - timedelta(days=5 + 9 * number), "reply": one.reply, "hazard_id": None,
                "status": "verified" if one.reply else "received", "revision": 0,
            }
        )  # fmt: skip
    plant(ground.unit, "whistles", rows)
    return len(rows)
