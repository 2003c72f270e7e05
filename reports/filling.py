"""Fills an official form: its layout, a body and a due day give every figure, cell by cell."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from checklists.content import Content
from checklists.layout import Area, Cell, Layout
from checklists.texts import Texts
from reports.bodies import ReportingBody, bound, counties
from reports.forms import layout_of
from reports.metrics.catalogue import metric
from reports.metrics.metric import Figure, count_all
from reports.periods import Covered, covered, due_day
from reports.placing import Placed, placed, source_rows
from reports.showing import Shown, shown, span
from storage.figures.body import Body
from storage.figures.period import BEIJING, Period
from storage.unit_of_work import UnitOfWork

_SUSPECTED = "found-suspected"
FigureOf = Callable[[str, ReportingBody, Period], Figure | None]


@dataclass(frozen=True)
class Asked:
    """What was asked for: the form, its due day, the day it bears, what it covers, and whose figures (in its plan's
    sectors)."""

    layout: Layout
    due: date
    day: date
    covers: Covered
    body: ReportingBody


@dataclass(frozen=True)
class FilledCell:
    """One cell of a filled form: its rectangle, what is shown, and its figures over which body and period.

    A figure outside the body's duties is None.
    """

    cell: Cell
    area: Area
    shown: Shown
    figures: tuple[Figure | None, ...]
    body: ReportingBody
    period: Period


@dataclass(frozen=True)
class FilledForm:
    """A form with its figures, by the A1 address of each cell's top left corner.

    `rows` gives for each row of the sheet the layout's row it was made from. `unbalanced` says in words which balance
    rules do not hold; `notices` what the official should know before submitting (suspected hazards nobody confirmed, a
    period that is not over). Neither is printed on the form.
    """

    asked: Asked
    cells: Mapping[str, FilledCell]
    rows: tuple[int, ...]
    unbalanced: tuple[str, ...]
    notices: tuple[str, ...]


def fill(
    content: Content,
    unit: UnitOfWork,
    form: str,
    body: ReportingBody,
    due: date | str,
    *,
    as_of: datetime | None = None,
) -> FilledForm:
    """Fill the form for that body.

    `due` is the day it is due, or the month (YYYY-MM) in which it is. `as_of` (aware) leaves out what happened at or
    after that moment; whether something did happen is told by the record as it stands now.
    Raises UserMistake for an unknown form or month, TellOperator for a layout that cannot be filled.
    """
    asked = ask(content, form, body, due, as_of)
    layout, figure = asked.layout, _figures(unit, asked.layout)
    parts = counties(unit, asked.body) if layout.bands else ()
    cells = {
        place.area.name: _filled(content.texts, asked, place, figure) for place in placed(layout, asked.body, parts)
    }
    unbalanced = tuple(
        words for whose in (asked.body, *parts) for words in _unbalanced(content.texts, asked, whose, figure)
    )
    notices = tuple(_notices(content.texts, asked, figure))
    return FilledForm(asked, cells, source_rows(layout, len(parts)), unbalanced, notices)


def ask(content: Content, form: str, body: ReportingBody, due: date | str, as_of: datetime | None) -> Asked:
    """What a form asks for, before anything is counted. Raises as `fill` does."""
    layout = layout_of(content, form)
    due = due_day(content, layout, due) if isinstance(due, str) else due
    plan = content.plans.get(layout.plan)
    return Asked(
        layout=layout,
        due=due,
        day=due if as_of is None else min(due, as_of.astimezone(BEIJING).date()),
        covers=covered(layout.period, due).until(as_of),
        body=bound(body, plan.sectors if plan else ()),
    )


def _figures(unit: UnitOfWork, layout: Layout) -> FigureOf:
    """Counts all of a form's figures for one body and period when the first of them is asked for, and once only."""
    known: dict[tuple[Body, Period], Mapping[str, Figure]] = {}
    wanted = [metric(name) for name in sorted({*layout.metrics(), _SUSPECTED})]

    def figure(name: str, whose: ReportingBody, period: Period) -> Figure | None:
        if not whose.has_duty(metric(name)):
            return None
        key = (whose.figures, period)
        if key not in known:
            known[key] = count_all(unit, wanted, whose.figures, period)
        return known[key][name]

    return figure


def _filled(texts: Texts, asked: Asked, place: Placed, figure: FigureOf) -> FilledCell:
    cell = place.cell
    whose = bound(place.body, cell.sectors)
    period = asked.covers.month if cell.part == "month" else asked.covers.whole
    figures = tuple(figure(name, whose, period) for name in cell.metrics)
    if cell.metrics:
        return FilledCell(cell, place.area, shown(cell, figures, texts), figures, whose, period)
    return FilledCell(cell, place.area, cell.text.format_map(_heading(texts, asked, place)), (), whose, period)


def _heading(texts: Texts, asked: Asked, place: Placed) -> dict[str, object]:
    """The words for checklists.layout.HEADING."""
    body = place.body
    return {
        "region": body.region_name,
        "county": body.region_name if body.kind == "county" else texts("report.any-county"),
        "department": body.department_name,
        "reporter": body.name,
        "year": asked.day.year,
        "month": asked.day.month,
        "day": asked.day.day,
        "period": span(asked.covers.whole, texts),
        "rule": asked.layout.period.note,
        "row": place.row,
        "name": body.region_name,
    }


def _unbalanced(texts: Texts, asked: Asked, whose: ReportingBody, figure: FigureOf) -> Iterator[str]:
    """The rules that do not hold; a rule with a blank figure in it cannot be broken."""
    for rule in asked.layout.rules:
        whole, *parts = (figure(name, whose, asked.covers.whole) for name in (rule.whole, *rule.parts))
        if whole is None or any(part is None for part in parts):
            continue
        total = sum((Decimal(part) for part in parts if part is not None), Decimal())
        if Decimal(whole) == total or (rule.relation == "at-least" and Decimal(whole) > total):
            continue
        yield texts(
            f"report.unbalanced.{rule.relation}",
            body=whose.name,
            whole=metric(rule.whole).name(texts),
            figure=whole,
            parts=texts("report.and").join(metric(name).name(texts) for name in rule.parts),
            total=total,
        )


def _notices(texts: Texts, asked: Asked, figure: FigureOf) -> Iterator[str]:
    period = asked.covers.whole
    suspected = figure(_SUSPECTED, asked.body, period)
    if suspected and asked.layout.metrics() & {"found", "self-found", "department-found"}:
        yield texts("report.notice.suspected", count=suspected)
    if period.end < covered(asked.layout.period, asked.due).whole.end:
        yield texts("report.notice.not-over", end=period.end.astimezone(BEIJING).strftime("%Y-%m-%d %H:%M"))
