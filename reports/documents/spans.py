"""The stretch a document looks back on, by a short name such as 2023-06, 2023-Q2, 2023-H1, 2023, 2023-enforce."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from checklists.errors import UserMistake
from checklists.periods import period_containing
from checklists.plan import Plan, on
from checklists.template import CALENDAR, Span, Template
from checklists.texts import Texts
from storage.figures.period import Period, days

_MONTHS = {"month": 1, "quarter": 3, "half-year": 6}


@dataclass(frozen=True)
class Stretch:
    """From `begin` up to but not including `end`. `key` is its short name, `name` what people call it."""

    key: str
    name: str
    span: Span
    begin: date
    end: date

    @property
    def period(self) -> Period:
        """The same as the figures take it."""
        return days(self.begin, self.end)


def stretches(template: Template, plan: Plan, day: date, texts: Texts) -> tuple[Stretch, ...]:
    """The stretches in question on that day: what the plan orders first, and of each the last whole one before the
    one that is not over. None that lies outside the campaign's year."""
    usual = template.usual.get(plan.id)
    ordered = sorted(template.spans, key=lambda span: span != usual)
    found = [one for span in ordered for one in _of(span, plan, day, texts)]
    return tuple(dict.fromkeys(found))


def stretch_named(template: Template, plan: Plan, key: str, texts: Texts) -> Stretch:
    """The stretch of that short name. Raises UserMistake for one the template does not look back on."""
    match = re.fullmatch(r"(\d{4})(?:-(.+))?", key)
    for span in template.spans if match else ():
        year = int(match[1]) if match else 0
        for one in _all_of(span, plan, year, texts) if 1 < year < 9999 else ():
            if one.key == key:
                return one
    known = ", ".join(template.spans) or "none"
    raise UserMistake(
        f"{key!r} is no stretch of {template.id} (it takes: {known}); write 2023-06, 2023-Q2, 2023-H1, 2023 or "
        "2023-PHASE.",
        key="document.no_span",
    )


def in_words(stretch: Stretch, until: date, texts: Texts) -> str:
    """Its first and last day; where it is not over the day `until` which it is looked at."""
    last = stretch.end - timedelta(days=1)
    begin = texts("report.day", year=stretch.begin.year, month=stretch.begin.month, day=stretch.begin.day)
    shown = min(last, until)
    end = texts("report.day", year=shown.year, month=shown.month, day=shown.day)
    return texts("document.span" if until > last else "document.span_so_far", begin=begin, end=end)


def _of(span: Span, plan: Plan, day: date, texts: Texts) -> Iterator[Stretch]:
    begun = [
        one
        for year in (day.year - 1, day.year)
        for one in _all_of(span, plan, year, texts)
        if one.begin <= day and one.end > plan.begins(day.year if day >= plan.begins(day.year) else day.year - 1)
    ]
    shown = begun[-4:] if span == "phase" else begun[-2:]
    whole_first = sorted(shown, key=lambda one: (one.end > day, -one.begin.toordinal()))
    yield from whole_first


def _all_of(span: Span, plan: Plan, year: int, texts: Texts) -> Iterator[Stretch]:
    """All stretches of that sort which begin in a year, in order."""
    if span == "phase":
        for phase in plan.phases:
            begin, end = on(year, phase.begin), on(year, phase.end) + timedelta(days=1)
            name = texts("document.phase", year=year, phase=phase.title)
            yield Stretch(f"{year}-{phase.id}", name, span, begin, max(begin, end))
        return
    if span in ("campaign", "year"):
        campaign = (plan.begins(year), plan.ends(year))
        one = period_containing(CALENDAR[span], campaign[0], campaign)
        key = f"{year}-all" if span == "campaign" else str(year)
        yield Stretch(key, texts(f"document.{span}", year=year), span, one.begin, one.end)
        return
    months = _MONTHS[span]
    for number in range(1, 12 // months + 1):
        one = period_containing(CALENDAR[span], date(year, (number - 1) * months + 1, 1), (date.min, date.max))
        mark = {"month": f"{number:02d}", "quarter": f"Q{number}", "half-year": f"H{number}"}[span]
        name = texts(
            f"document.{span}", year=year, number=texts(f"document.nth.{span}.{number}") if months > 1 else number
        )
        yield Stretch(f"{year}-{mark}", name, span, one.begin, one.end)
