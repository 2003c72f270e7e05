"""Deadlines of the plans in force, to those they are for: reports to be handed in, deadlines for enterprises."""

from __future__ import annotations

from collections.abc import Iterator

from scheduler.batch import Batch
from scheduler.binding import AUDIENCES, binds, concerns
from scheduler.calls import DeadlineCall
from scheduler.item import Item
from scheduler.wording import day_words, joined, when_words
from storage.letters import Menu
from storage.people import Person


def deadline_items(batch: Batch) -> Iterator[Item]:
    """One item for each deadline with a call in the window and each person it is for.

    Whether it has been handed in is not looked at yet: a call after the day only says that it was due.
    """
    for one in batch.round.calls.deadlines:
        for person in batch.people.values():
            if any(
                AUDIENCES.get(role.role) in one.item.who and concerns(one.plan, one.campaign, role)
                for role in person.roles
                if role.enterprise_id is None
            ):
                yield _item(batch, one, person, "report")
        if "enterprise" in one.item.who:
            for site in batch.sites.values():
                if binds(one.plan, one.campaign, site):
                    for person in batch.answering(site):
                        yield _item(batch, one, person, "enterprise", site.id, site.name)


def _item(batch: Batch, one: DeadlineCall, person: Person, text: str, site_id: int = 0, site: str = "") -> Item:
    content, today = batch.round.content, batch.round.window.today
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
    menus: tuple[Menu, ...] = ("forms",) if item.forms and not site_id else ()
    place = f"/{site_id}" if site_id else ""
    return Item("report", person.id, f"{one.call.key}{place}/{person.id}", one.call.fires, line, menus, site)
