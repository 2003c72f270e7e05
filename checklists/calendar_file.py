"""A plan's due dates as an iCalendar file (RFC 5545), for the calendars people already use."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from checklists.due_dates import DueItem
from checklists.plan import Plan
from checklists.texts import Texts


def calendar_file(plan: Plan, items: Sequence[DueItem], moment: datetime, texts: Texts) -> bytes:
    """The file's bytes, UTF-8; the same for the same arguments.

    Each item is an all-day event on its due day, with who, forms, basis and what was assumed in its description.
    `moment` (aware) is written as the time of making, which RFC 5545 3.8.7.2 demands.
    """
    # Heavy, and only this command needs it.
    from icalendar import Calendar, Event

    calendar = Calendar()
    calendar.add("prodid", "-//Ancha//Calendar//ZH")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", plan.title)
    calendar.add("x-wr-timezone", "Asia/Shanghai")
    for item in items:
        event = Event()
        event.add("uid", f"{item.id}@ancha")
        event.add("dtstamp", moment)
        event.add("dtstart", item.day)
        event.add("summary", item.title)
        event.add("description", "\n".join(_description(item, texts)))
        event.add("categories", [texts(f"reminders.audience.{audience}") for audience in item.who])
        event.add("transp", "TRANSPARENT")
        calendar.add_component(event)
    return bytes(calendar.to_ical())


def _description(item: DueItem, texts: Texts) -> list[str]:
    who = texts("reminders.list_comma").join(texts(f"reminders.audience.{audience}") for audience in item.who)
    lines = [texts("reminders.calendar.who", who=who)]
    if item.forms:
        lines.append(texts("reminders.calendar.forms", forms=texts("reminders.list_comma").join(item.forms)))
    lines.append(texts("reminders.calendar.basis", basis=item.basis))
    if item.assumed:
        lines.append(texts("reminders.calendar.assumed", assumed=item.assumed))
    return lines
