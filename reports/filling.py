"""Fills an official form: its layout, a body and a due day give every figure, cell by cell."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import partial

from checklists.area import Area
from checklists.content import Content
from checklists.layout import Band, Cell, Layout, Part
from checklists.periods import BEIJING
from checklists.plan import PeriodRule
from checklists.texts import Texts
from reports.bodies import ReportingBody, bound, counties, of_row
from reports.carried import carried_of, explained
from reports.forms import layout_of
from reports.ledger_sum import SUMMED, summed
from reports.listing import Listed, listed
from reports.metrics.catalogue import metric
from reports.metrics.metric import Figure, count_all, split_all
from reports.periods import Covered, covered, due_day, period_rule, stands_alone
from reports.placing import Line, Placed, band_top, placed, source_rows
from reports.showing import Shown, day_in_words, said, shown, span
from reports.task_states import task_states
from storage.figures.body import Body
from storage.figures.period import Period
from storage.unit_of_work import UnitOfWork

FigureOf = Callable[[str, ReportingBody, Period], Figure | None]


@dataclass(frozen=True)
class Asked:
    """What was asked for: the form, its due day, the day it bears, the plan's rule for its period and what that covers,
    and whose figures (in its plan's sectors)."""

    layout: Layout
    due: date
    day: date
    rule: PeriodRule
    covers: Covered
    body: ReportingBody


@dataclass(frozen=True)
class FilledCell:
    """One cell of a filled form: its rectangle, what is shown, and its figures over which body and period.

    A figure outside the body's duties is None. `row_name` is what its row stands for, in a band.
    """

    cell: Cell
    area: Area
    shown: Shown
    figures: tuple[Figure | None, ...]
    body: ReportingBody
    period: Period
    row_name: str = ""


@dataclass(frozen=True)
class FilledForm:
    """A form with its figures, by the A1 address of each cell's top left corner.

    `rows` gives for each row of the sheet the layout's row it was made from. `listed` are the records of a band over
    records; they are read while the workbook is written, so the unit of work must still be open then. `unbalanced`
    says in words which balance rules do not hold; `notices` what the official should know before submitting (suspected
    hazards nobody confirmed, of what a ledger's rows are, more fixed than found, a period that is not over). Neither is
    printed on the form. `carried` are the sentences of the notices why more was fixed than found, by whose row and
    which metric.
    """

    asked: Asked
    cells: Mapping[str, FilledCell]
    rows: tuple[int, ...]
    listed: Listed | None
    unbalanced: tuple[str, ...]
    notices: tuple[str, ...]
    carried: Mapping[tuple[str, str], str]


def fill(
    content: Content,
    unit: UnitOfWork,
    form: str,
    body: ReportingBody,
    due: date | str,
    *,
    as_of: datetime | None = None,
    sites: Sequence[int] | None = None,
) -> FilledForm:
    """Fill the form for that body.

    `due` is the day it is due, or the month (YYYY-MM) in which it is. `as_of` (aware) leaves out what happened at or
    after that moment; whether something did happen is told by the record as it stands now. `sites` are the ids of the
    enterprises a form with a page for each is made for; without them it is made for all the body looks after.
    Raises UserMistake for an unknown form or month, TellOperator for a layout that cannot be filled.
    """
    asked = ask(content, form, body, due, as_of)
    layout, figure = asked.layout, _figures(unit, asked)
    paper = content.on_paper
    lines = {band.row: _lines(content, unit, asked, band) for band in layout.bands if not band.of_records}
    record_band = layout.record_band()
    counts = {row: len(of_band) for row, of_band in lines.items()}
    records = listed(paper, unit, record_band, asked.body, asked.covers.whole, sites) if record_band else None
    if record_band and records:
        counts[record_band.row] = records.count
        records = records.standing_at(band_top(layout, record_band, counts))
    states = task_states(paper, unit, asked.body, layout, asked.due.year) if _shows_states(layout) else {}
    cells = {
        place.area.name: _filled(paper.texts, asked, place, figure, states) for place in placed(layout, lines, counts)
    }
    parts = [line.body for band in layout.bands if band.over == "counties" for line in lines[band.row] if line.body]
    unbalanced = tuple(
        dict.fromkeys(
            words for whose in (asked.body, *parts) for words in _unbalanced(content.texts, asked, whose, figure)
        )
    )
    carried = dict(_carried(content.texts, asked, cells.values(), figure))
    ledger = records.count if record_band and records and record_band.over == "hazards" else 0
    count = partial(_counted, figure, asked.body, asked.covers.whole)
    rows = summed(content.texts, unit, asked.body, asked.covers.whole, ledger, count) if ledger else ()
    notices = (*rows, *carried.values(), *_notices(content.texts, asked, figure, unit.now))
    return FilledForm(asked, cells, source_rows(layout, counts), records, unbalanced, notices, carried)


def ask(content: Content, form: str, body: ReportingBody, due: date | str, as_of: datetime | None) -> Asked:
    """What a form asks for, before anything is counted. Raises as `fill` does."""
    layout = layout_of(content, form).worded(in_county=body.in_county)
    rule = period_rule(content, layout, body.kind)
    due = due_day(content, layout, due, body.kind) if isinstance(due, str) else due
    plan = content.plans[layout.plan]
    return Asked(
        layout=layout,
        due=due,
        day=due if as_of is None else min(due, as_of.astimezone(BEIJING).date()),
        rule=rule,
        covers=covered(rule, due, plan.begins(due.year)).until(as_of),
        body=bound(body, plan.sectors),
    )


def _lines(content: Content, unit: UnitOfWork, asked: Asked, band: Band) -> tuple[Line, ...]:
    if band.over == "counties":
        return tuple(Line(body.region_name, body) for body in counties(unit, asked.body))
    return tuple(Line(row.name, of_row(asked.body, band, row, content.sectors), row.part) for row in band.rows)


def _shows_states(layout: Layout) -> bool:
    return any(cell.state for cell in layout.cells)


def _figures(unit: UnitOfWork, asked: Asked) -> FigureOf:
    """Counts all of a form's figures for one body and period when the first of them is asked for, and once only.

    The rows of a table over sectors are all counted in one pass.
    """
    layout = asked.layout
    known: dict[tuple[Body, Period], Mapping[str, Figure]] = {}
    by_row: dict[Period, Callable[[Body], Mapping[str, Figure]]] = {}
    over_rows = any(band.over == "rows" for band in layout.bands)
    since_start = {name for cell in layout.every_cell() if cell.part == "campaign" for name in cell.metrics}
    others = {name for cell in layout.every_cell() if cell.part != "campaign" for name in cell.metrics}
    others |= {name for rule in layout.rules for name in (rule.whole, *rule.parts)}
    others |= {*_suspected(layout)} | carried_of(layout.metrics())
    if any(band.over == "hazards" for band in layout.bands):
        others |= {*SUMMED}

    def counted(whose: Body, period: Period) -> Mapping[str, Figure]:
        only_these = period == asked.covers.campaign != asked.covers.whole
        wanted = [metric(name) for name in sorted(since_start if only_these else others | since_start)]
        if not over_rows:
            return count_all(unit, wanted, whose, period)
        if period not in by_row:
            by_row[period] = split_all(unit, wanted, asked.body.figures, period)
        return by_row[period](whose)

    def figure(name: str, whose: ReportingBody, period: Period) -> Figure | None:
        if not whose.has_duty(metric(name)):
            return None
        key = (whose.figures, period)
        if key not in known:
            known[key] = counted(*key)
        return known[key][name]

    return figure


def _suspected(layout: Layout) -> tuple[str, ...]:
    """The metric that counts the suspected ones among the hazards a form counts; none where it counts no hazards."""
    asked_for = layout.metrics()
    if asked_for & {"found", "self-found"}:
        return ("found-suspected",)
    return ("department-found-suspected",) if "department-found" in asked_for else ()


def _filled(texts: Texts, asked: Asked, place: Placed, figure: FigureOf, states: Mapping[str, str]) -> FilledCell:
    cell, line = place.cell, place.line
    part = line.part if line is not None and line.part != "whole" else cell.part
    period = _period(asked.covers, part)
    body = line.body if line is not None else asked.body
    whose = bound(body or asked.body, cell.sectors)
    if not cell.metrics:
        words = states.get(cell.state, "") if cell.state else cell.text.format_map(_heading(texts, asked, place))
        return FilledCell(cell, place.area, words, (), whose, period)
    figures = tuple(figure(name, whose, period) if body is not None else None for name in cell.metrics)
    return FilledCell(cell, place.area, shown(cell, figures, texts), figures, whose, period, line.name if line else "")


def _period(covers: Covered, part: Part) -> Period:
    return {"whole": covers.whole, "month": covers.month, "campaign": covers.campaign}[part]


def _heading(texts: Texts, asked: Asked, place: Placed) -> dict[str, object]:
    """The words for checklists.layout.HEADING."""
    body = asked.body
    return {
        "region": body.region_name,
        "county": body.region_name if body.kind == "county" or body.in_county else "",
        "department": body.department_name,
        "reporter": body.name,
        "year": asked.day.year,
        "month": asked.day.month,
        "day": asked.day.day,
        "period": span(asked.covers.whole, texts),
        "rule": asked.rule.note,
        "row": place.row,
        "name": place.line.name if place.line is not None else body.region_name,
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
            figure=said(asked.layout, rule.whole, Decimal(whole), texts),
            parts=texts("report.and").join(metric(name).name(texts) for name in rule.parts),
            total=said(asked.layout, rule.whole, total, texts),
        )


def _carried(
    texts: Texts, asked: Asked, cells: Iterable[FilledCell], figure: FigureOf
) -> Iterator[tuple[tuple[str, str], str]]:
    """Why more was fixed than found, for each row that shows it."""
    rows: dict[str, tuple[ReportingBody, dict[str, int]]] = {}
    for cell in cells:
        if cell.period == asked.covers.whole:
            _, known = rows.setdefault(whose(asked, cell), (cell.body, {}))
            known |= {
                name: int(one) for name, one in zip(cell.cell.metrics, cell.figures, strict=False) if one is not None
            }
    for row, (body, known) in rows.items():
        count = partial(_counted, figure, body, asked.covers.whole)
        for name, words in explained(texts, row or asked.body.name, known, count):
            yield (row, name), words


def _counted(figure: FigureOf, body: ReportingBody, period: Period, name: str) -> Figure | None:
    return figure(name, body, period)


def whose(asked: Asked, cell: FilledCell) -> str:
    """What a figure's row stands for: a county of a city's form, a sector; empty for the reporting body itself."""
    return "" if cell.body == asked.body else cell.row_name


def _notices(texts: Texts, asked: Asked, figure: FigureOf, now: datetime) -> Iterator[str]:
    period, whole = asked.covers.whole, covered(asked.rule, asked.due).whole
    for name in _suspected(asked.layout):
        if count := figure(name, asked.body, period):
            yield texts("report.notice.suspected", count=count)
    if now < whole.begin:
        yield texts("report.notice.not-begun")
    elif (end := min(period.end, now)) < whole.end:
        yield texts("report.notice.not-over", end=end.astimezone(BEIJING).strftime("%Y-%m-%d %H:%M"))
        if now < whole.end and stands_alone(asked.rule):
            yield texts("report.notice.later", end=day_in_words(whole.after_day, texts))
