"""How a figure is written in a cell."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from checklists.layout import Cell, Layout
from checklists.periods import BEIJING, midnight
from checklists.texts import Texts
from reports.metrics.metric import Figure
from storage.figures.period import Period

Shown = int | float | str


def shown(cell: Cell, figures: Sequence[Figure | None], texts: Texts) -> Shown:
    """What stands in the cell: a number where it holds one, words where it holds several or says yes or no.

    None is a figure outside the body's duties, and blank. Amounts come in yuan and are shown in 万元 (10,000 yuan).
    """
    if cell.show == ("percent",):
        return _percent(figures)
    parts = [_one(how, figure, texts) for how, figure in zip(cell.show, figures, strict=True)]
    if all(part == "" for part in parts):
        return ""
    return parts[0] if len(parts) == 1 else cell.joined.join(str(part) for part in parts)


def plain(number: Decimal) -> int | float:
    """The number without needless noughts: 3.50 → 3.5, 2.00 → 2."""
    return int(number) if number == number.to_integral_value() else float(number.normalize())


def said(layout: Layout, name: str, figure: Decimal, texts: Texts) -> int | float | str:
    """A figure in words beside the form: an amount in 万元, as its cell shows it, and saying so; else the number."""
    if layout.in_wan(name):
        return texts("report.wan", amount=plain(figure / 10_000))
    return plain(figure)


def span(period: Period, texts: Texts) -> str:
    """The period's days in words; its end is named as the moment that no longer belongs to it, to the minute where that
    is not a day's beginning: figures of a period that is not over."""
    end = period.end.astimezone(BEIJING)
    if end != midnight(end.date()):
        begin, time = day_in_words(period.first_day, texts), end.strftime("%H:%M")
        return texts("report.span-so-far", begin=begin, end=day_in_words(end.date(), texts), time=time)
    return texts("report.span", begin=day_in_words(period.first_day, texts), end=day_in_words(period.after_day, texts))


def day_in_words(day: date, texts: Texts) -> str:
    """The day as 2023年6月25日."""
    return texts("report.day", year=day.year, month=day.month, day=day.day)


def _one(how: str, figure: Figure | None, texts: Texts) -> Shown:
    if figure is None:
        return ""
    if how == "yes-no":
        return texts("report.yes") if figure else texts("report.no")
    number = Decimal(figure)
    return plain(number / 10_000 if how == "wan" else number)


def _percent(figures: Sequence[Figure | None]) -> Shown:
    part, whole = figures
    if part is None or not whole:
        return ""
    return plain((Decimal(part) * 100 / Decimal(whole)).quantize(Decimal("0.1")))
