"""Deadlines of the plans in force, to those they are for: reports to be handed in, deadlines for enterprises."""

from __future__ import annotations

from collections.abc import Iterator

from checklists.plan import Deadline
from scheduler.batch import Batch, Round
from scheduler.binding import AUDIENCES, binds, concerns
from scheduler.calls import DeadlineCall
from scheduler.item import Item
from scheduler.wording import day_words, joined, when_words
from storage.letters import Menu
from storage.people import Person, Role
from storage.submissions import body_key, complete, missing
from storage.unit_of_work import UnitOfWork

NAMES_SHOWN = 10


def deadline_items(unit: UnitOfWork, batch: Batch) -> Iterator[Item]:
    """One item for each deadline with a call in the window and each person it is for.

    Whoever has handed in the forms it names is left in peace; once the day has passed, those who wait for the forms
    hear whose are missing.
    """
    for one in batch.round.calls.deadlines:
        deadline = _handed_in_by(one)
        there = complete(unit, one.plan, deadline, one.item.day) if deadline is not None else frozenset()
        for person in batch.officials:
            roles = [role for role in person.roles if role.enterprise_id is None]
            if any(_has_to(one, role) and _key(role) not in there for role in roles):
                yield _item(batch, one, person, "late" if deadline is not None and _passed(batch, one) else "report")
        if deadline is not None and _passed(batch, one):
            yield from _lacking(unit, batch, one, deadline)
        if "enterprise" in one.item.who:
            for site in batch.sites.values():
                if binds(one.plan, one.campaign, site):
                    for person in batch.answering(site):
                        yield _item(batch, one, person, "enterprise", site.id, site.name)


def _handed_in_by(one: DeadlineCall) -> Deadline | None:
    """The deadline, where its forms are handed in in the chat."""
    found = (each for each in one.plan.deadlines if each.id == one.item.name and each.forms and each.period is not None)
    return next(found, None)


def _has_to(one: DeadlineCall, role: Role) -> bool:
    return AUDIENCES.get(role.role) in one.item.who and concerns(one.plan, one.campaign, role)


def _key(role: Role) -> str:
    return body_key(role.region or "", role.department_id)


def _passed(batch: Batch, one: DeadlineCall) -> bool:
    return one.item.day < batch.round.window.today


def _lacking(unit: UnitOfWork, batch: Batch, one: DeadlineCall, deadline: Deadline) -> Iterator[Item]:
    """To the city, and to each county about its own departments: who has not handed in."""
    texts = batch.round.content.texts
    known: dict[str | None, list[str]] = {}
    for person in batch.officials:
        for role in person.roles:
            if role.role not in ("city", "county") or role.region is None or not concerns(one.plan, one.campaign, role):
                continue
            to = role.region if role.role == "county" else None
            if to not in known:
                lacking = missing(unit, one.plan, deadline, one.item.day, to=to)
                known[to] = [who.name for who in lacking if who.region != to or who.department_id is not None]
            names = known[to]
            if names:
                line = texts(
                    "reminders.report.lacking", title=one.item.title, plan=one.plan.short,
                    day=day_words(one.item.day, texts), when=when_words(one.item.day, batch.round.window.today, texts),
                    count=len(names), names=joined(names, NAMES_SHOWN, texts),
                )  # fmt: skip
                key = f"{one.call.key}/lacking/{role.region}/{person.id}"
                yield Item("report", person.id, key, one.call.fires, line, ("forms",))


def _item(batch: Batch, one: DeadlineCall, person: Person, text: str, site_id: int = 0, site: str = "") -> Item:
    line = batch.round.once((one.call.key, one.item.day, text), _line, batch.round, one, text)
    menus: tuple[Menu, ...] = ("forms",) if one.item.forms and not site_id else ()
    place = f"/{site_id}" if site_id else ""
    return Item("report", person.id, f"{one.call.key}{place}/{person.id}", one.call.fires, line, menus, site)


def _line(morning: Round, one: DeadlineCall, text: str) -> str:
    content, today = morning.content, morning.window.today
    texts, item = content.texts, one.item
    line = texts(
        f"reminders.report.{text}",
        title=item.title,
        plan=one.plan.short,
        day=day_words(item.day, texts),
        when=when_words(item.day, today, texts),
    )
    titles = [content.layouts[form].title for form in item.forms if form in content.layouts]
    if titles:
        line += texts("reminders.report.forms", forms=joined(titles, len(titles), texts))
    return line
