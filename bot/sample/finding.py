"""Months of hazards: found, given to somebody, put right, signed off; some opened again, rejected, or listed."""

from __future__ import annotations

import math
import random
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, Literal

from bot.sample.ground import Ground
from bot.sample.people import Folk, Somebody
from bot.sample.photos import Pictures
from bot.sample.places import Places
from bot.sample.stock import Story
from checklists.periods import beijing_day
from storage.enterprises import Enterprise
from storage.upkeep.planting import plant

Goal = Literal["", "open", "overdue", "rectified"]


@dataclass
class Life:
    """One hazard as it goes: its row, what happened to it, and the pictures hung on it."""

    row: dict[str, Any]
    events: list[dict[str, Any]] = field(default_factory=list)
    photos: list[tuple[int, str]] = field(default_factory=list)

    def happened(self, at: datetime, kind: str, who: Somebody | None, **more: Any) -> None:
        """Note one event."""
        self.events.append(
            {
                "at": at, "kind": kind, "person_id": who.id if who else None, "role": who.role if who else None,
                "note": "", "data": None, **more,
            }
        )  # fmt: skip


def plant_hazards(ground: Ground, places: Places, folk: Folk, pictures: Pictures, count: int) -> int:
    """So many hazards, more of them early than late, and three at the demo's enterprise that still want somebody."""
    dice = ground.chance("hazards")
    lives = [_life(ground, places, folk, pictures, dice, site) for site in _sites(places, dice, count)]
    first = places.enterprises[0]
    # Different ones, since people will read them side by side.
    own = [one for one in ground.stock.stories if one.clause and one.fits(first.sector, first.kinds)]
    goals: tuple[Goal, ...] = ("open", "overdue", "rectified")
    for goal, story in zip(goals, dice.sample(own, 3), strict=True):
        lives.append(_life(ground, places, folk, pictures, dice, first, goal, story))
    lives.sort(key=lambda life: life.row["found_at"])
    for number, life in enumerate(lives, 1):
        life.row["number"] = f"{beijing_day(life.row['found_at']).year}-{number:05d}"
    ids = plant(ground.unit, "hazards", [life.row for life in lives])
    events = [{"hazard_id": one, **event} for one, life in zip(ids, lives, strict=True) for event in life.events]
    plant(ground.unit, "hazard_events", sorted(events, key=lambda event: event["at"]))
    hung = {(one, photo): stage for one, life in zip(ids, lives, strict=True) for photo, stage in life.photos}
    plant(
        ground.unit,
        "hazard_photos",
        [{"hazard_id": one, "media_id": photo, "stage": stage} for (one, photo), stage in hung.items()],
    )
    return len(lives)


def _sites(places: Places, dice: random.Random, count: int) -> list[Enterprise]:
    """At some enterprises more is found than at others."""
    weights = [0.3 + dice.random() ** 3 * 4 for _ in places.enterprises]
    return dice.choices(places.enterprises, weights, k=count)


def _found_day(ground: Ground, dice: random.Random) -> date:
    """Finds rise in the first weeks, peak at a third of the time and ebb away as the easy ones are gone."""
    while True:
        part = dice.random()
        likely = 0.35 + 0.65 * math.sin(math.pi * min(1.0, part * 1.5)) if part < 0.67 else 0.35
        if dice.random() < likely:
            return ground.begin + timedelta(days=int(part * ground.days))


def _life(
    ground: Ground, places: Places, folk: Folk, pictures: Pictures, dice: random.Random, site: Enterprise,
    goal: Goal = "", story: Story | None = None,
) -> Life:  # fmt: skip
    if story is None:
        fitting = [one for one in ground.stock.stories if one.fits(site.sector, site.kinds)]
        story = dice.choices(fitting, [1.6 if one.clause else 1.0 for one in fitting])[0]
    ago = {"overdue": story.days + 6, "rectified": 8, "open": 2}.get(goal)
    day = _found_day(ground, dice) if ago is None else ground.today - timedelta(days=ago)
    found = ground.moment(dice, max(day, ground.begin))
    source = "self" if goal else dice.choices(("self", "department", "whistle"), (70, 26, 4))[0]
    office = places.office(dice.choices(("county", "city"), (85, 15))[0], site.sector)
    finder = folk.at(site.id, "safety_officer") if source == "self" else folk.of_department(office.id)
    major = bool(story.clause)
    life = Life(
        {
            "enterprise_id": site.id, "source": source, "plan": ground.plan.id, "status": "open",
            "level": "suspected_major" if major else "general", "words": story.words, "place": story.place,
            "clause": _in_force(ground, story, found), "judgement": None, "found_at": found, "found_by": finder.id,
            "found_by_department": office.id if source != "self" else None, "reported_at": found,
            "responsible": None, "measures": None, "funds": None, "deadline": None, "contingency": None,
            "rectified_at": None, "rectified_by": None, "signed_off_at": None, "supervision_level": None,
            "supervision_document": None, "supervised_at": None, "supervision_due": None, "reopened": 0,
            "revision": 0,
        },
        photos=[(pictures[story.scene][0], "before")] if story.scene in pictures else [],
    )  # fmt: skip
    life.happened(found, "found", finder)
    if major and not goal:
        _weighed(ground, folk, life, dice, found)
    if life.row["status"] == "rejected":
        return life
    _given(ground, folk, life, dice, story, site, found, assigned=goal != "open")
    _put_right(ground, folk, pictures, life, dice, story, site, goal)
    life.row["revision"] = len(life.events)
    return life


def _in_force(ground: Ground, story: Story, found: datetime) -> str | None:
    """The story's clause if its standard was in force that day."""
    if not story.clause:
        return None
    standard, _ = ground.content.clauses[story.clause]
    return story.clause if standard.in_force(beijing_day(found)) else None


def _weighed(ground: Ground, folk: Folk, life: Life, dice: random.Random, found: datetime) -> None:
    """Some suspected ones are confirmed or rejected by the county, some of the confirmed are listed."""
    at = found + timedelta(days=dice.randint(1, 6), hours=dice.randint(0, 3))
    if at >= ground.now:
        return
    fate, official, texts = dice.random(), folk.official("county"), ground.content.texts
    if fate < 0.05:
        life.row["status"] = "rejected"
        life.happened(at, "rejected", official, note=texts("sample.rejected"))
    elif fate < 0.6:
        life.row["level"] = "major"
        life.happened(at, "confirmed", official, note=texts("sample.confirmed"))
        if dice.random() < 0.3:
            _listed(ground, life, dice, at + timedelta(hours=2), official)


def _listed(ground: Ground, life: Life, dice: random.Random, at: datetime, official: Somebody) -> None:
    if at >= ground.now:
        return
    level = dice.choices(("county", "city"), (80, 20))[0]
    supervision = ground.plan.supervision
    days = (supervision.county_days if level == "county" else supervision.city_days) or 30
    day = beijing_day(at)
    life.row |= {
        "supervision_level": level,
        "supervision_document": ground.content.texts("sample.supervision", year=day.year, number=dice.randint(1, 90)),
        "supervised_at": at,
        "supervision_due": day + timedelta(days=days),
    }
    life.happened(at, "listed", official, data={"level": level}, note=life.row["supervision_document"])


def _given(
    ground: Ground, folk: Folk, life: Life, dice: random.Random, story: Story, site: Enterprise, found: datetime,
    *, assigned: bool,
) -> None:  # fmt: skip
    """Fill the five fields within a day or two."""
    at = found + timedelta(hours=dice.randint(1, 30))
    if not assigned or at >= ground.now:
        return
    worker = folk.at(site.id, "safety_officer")
    life.row |= {
        "responsible": worker.name,
        "measures": story.measures,
        "funds": story.funds,
        "deadline": beijing_day(found) + timedelta(days=story.days),
        "contingency": story.contingency,
    }
    life.happened(at, "assigned", folk.at(site.id))


def _put_right(
    ground: Ground, folk: Folk, pictures: Pictures, life: Life, dice: random.Random, story: Story, site: Enterprise,
    goal: Goal,
) -> None:  # fmt: skip
    """Rectified a little before its deadline or late, then signed; now and then it comes back."""
    if goal in ("open", "overdue") or life.row["deadline"] is None:
        return
    found: datetime = life.row["found_at"]
    late = dice.choices((0.55, 0.85, 1.15, 2.6), (32, 32, 20, 16))[0] if goal != "rectified" else 0.1
    at = found + timedelta(days=story.days * late + 0.6)
    worker, texts = folk.at(site.id, "safety_officer"), ground.content.texts
    if goal == "rectified":
        at = min(at, ground.now - timedelta(days=1))
    if at >= ground.now:
        return
    if dice.random() < 0.06 and not goal:
        life.happened(at, "rectified", worker, note=texts("sample.done"))
        again = at + timedelta(days=4)
        if again < ground.now:
            life.happened(again, "reopened", folk.official("county"), note=texts("sample.again"))
            life.row["reopened"] = 1
            at = again + timedelta(days=5)
    if at >= ground.now:
        return
    life.row |= {"status": "rectified", "rectified_at": at, "rectified_by": worker.id}
    life.happened(at, "rectified", worker, note=texts("sample.done"))
    if story.scene in pictures:
        life.photos.append((pictures[story.scene][1], "after"))
    if goal != "rectified":
        _signed(ground, folk, life, dice, site, at)


def _signed(ground: Ground, folk: Folk, life: Life, dice: random.Random, site: Enterprise, at: datetime) -> None:
    roles = ["principal"]
    if ground.plan.sign_off.safety_director and folk.has(site.id, "safety_director"):
        roles.append("safety_director")
    closed = at + timedelta(hours=dice.randint(3, 70))
    if closed >= ground.now:
        return
    for role in roles:
        life.happened(closed, "signed", folk.at(site.id, role))
    life.happened(closed, "signed_off", folk.at(site.id, roles[-1]))
    life.row |= {"status": "signed_off", "signed_off_at": closed}
