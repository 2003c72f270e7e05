"""Listed hazards without real progress: to the enterprise, and to the officials whose area holds it."""

from __future__ import annotations

from collections.abc import Iterator

from scheduler.batch import Batch
from scheduler.expiry_items import ROLES
from scheduler.item import Item
from scheduler.repeating import calls_around
from scheduler.window import Call, Window
from scheduler.wording import day_words, shortened, when_words
from storage.letters import Menu
from storage.people import REGULATORS, Person, Role
from storage.scope import EVERYTHING
from storage.supervision import Listing, progress_due, progress_overdue
from storage.unit_of_work import UnitOfWork
from storage.watch.sites import Site, sites


def supervision_items(unit: UnitOfWork, batch: Batch) -> Iterator[Item]:
    """One item for each such hazard with a call in the window and each person it concerns.

    They stop with the first progress noted, or with the sign-off.
    """
    rule, window = batch.round.schedule.supervision, batch.round.window
    days = max((*rule.before, 0)) + 15  # holidays move a call forward
    # An official may have to hear of any enterprise's; where there is none, this batch's own are enough.
    ids = None if batch.officials else batch.sites.keys()
    listed = (
        *progress_overdue(unit, EVERYTHING, window.today, enterprise_ids=ids),
        *progress_due(unit, EVERYTHING, window.today, days, enterprise_ids=ids),
    )
    if not listed:
        return
    there = sites(unit, EVERYTHING, {one.enterprise_id for one in listed})
    for one in listed:
        calls = _calls(batch, one, window)
        site = there.get(one.enterprise_id)
        if not calls or site is None:
            continue
        line = _line(batch, one)
        for person in batch.staff.get(site.id, ()):
            if person.id in batch.people and person.role(*ROLES):
                yield _item(person, calls, line, "ledger", site.name)
        for person in batch.officials:
            if any(concerns(role, one, site) for role in person.roles):
                at_site = batch.round.content.texts("reminders.at_site", site=site.name, line=line)
                yield _item(person, calls, at_site, "supervise", "")


def concerns(role: Role, one: Listing, site: Site) -> bool:
    """Whether an official hears of it: the county and its departments of all, the city of what it listed itself."""
    if role.role not in REGULATORS or role.region is None:
        return False
    inside = site.region.startswith(role.scope.region or role.region)
    of_city = role.region.endswith("00")
    return inside and (not role.sectors or site.sector in role.sectors) and (not of_city or one.level == "city")


def _calls(batch: Batch, one: Listing, window: Window) -> list[Call]:
    """The calls that fire in the window, the latest last."""
    if one.due is None:
        return []
    rule = batch.round.schedule.supervision
    series = f"supervision/{one.hazard_id}/{one.due}"
    calls = calls_around(series, one.due, rule.before, rule.then_every, window)
    return sorted((call for call in calls if call.fires in window), key=lambda call: call.fires)


def _line(batch: Batch, one: Listing) -> str:
    texts, today = batch.round.content.texts, batch.round.window.today
    assert one.due is not None  # noqa: S101  (only such have calls)
    return texts(
        "reminders.supervision.line",
        number=one.number,
        words=shortened(one.words),
        level=texts(f"supervise.{one.level}"),
        day=day_words(one.due, texts),
        when=when_words(one.due, today, texts),
    )


def _item(person: Person, calls: list[Call], line: str, menu: Menu, site: str) -> Item:
    *earlier, latest = calls
    key = f"{latest.key}/{person.id}"
    return Item(
        "supervision", person.id, key, latest.fires, line, (menu,), site,
        tuple(f"{call.key}/{person.id}" for call in earlier),
    )  # fmt: skip
