"""What circulars and summaries of a county, a city or a department say."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from checklists.periods import period_containing
from checklists.plan import Audience
from reports.bodies import ReportingBody, bound, counties, department_body
from reports.digest import inspection_begins
from reports.documents.asked import Asked, Facts, Row
from reports.documents.sayings import everywhere, short_day
from reports.documents.spans import in_words
from reports.metrics.catalogue import metric
from reports.metrics.metric import Figure, count_all, split_all
from reports.showing import plain
from storage.figures.bodies import departments_of
from storage.figures.period import days
from storage.figures.self_inspections import not_inspected
from storage.figures.standing import by_sector, late_enterprises
from storage.ledger_pages import sectors_within
from storage.scope import EVERYTHING
from storage.unit_of_work import UnitOfWork

NAMES = 20
_OF_COUNTY = ("found", "fixed", "listed", "checked")
_OF_DEPARTMENT = ("department-found", "department-found-fixed", "listed-by-city", "checked")


def of_area(unit: UnitOfWork, asked: Asked, wanted: frozenset[str]) -> Facts:
    """The facts of `asked.office` within the stretch, in the plan's sectors, counted as its forms count them."""
    if asked.office is None or asked.stretch is None:
        raise ValueError("a document about an area needs the office and a stretch")
    body, period, texts = bound(asked.office, asked.plan.sectors), asked.period, asked.content.texts
    standing = by_sector(unit, body.figures, period.end)
    last_day = min(asked.day, period.after_day - timedelta(days=1))
    begins = inspection_begins(asked.plan, last_day)
    lagging = not_inspected(unit, body.figures.scope, asked.plan, begins, period.end, names=1)
    late_count, late = late_enterprises(unit, body.figures, period.end, names=NAMES)
    values: dict[str, str | int] = {
        **everywhere(unit, asked, body.region),
        "period": asked.stretch.name, "span": in_words(asked.stretch, asked.day, texts),
        "office": body.name, "area": body.region_name,
        "those-below": texts(f"document.below.{body.kind}"),
        "open": sum(one.open for one in standing), "overdue": sum(one.overdue for one in standing),
        "awaiting": sum(one.awaiting for one in standing), "late-sites": late_count, "lagging": lagging.count,
    }  # fmt: skip
    counted = count_all(unit, [metric(name) for name in sorted(wanted)], body.figures, period)
    figures = {name: value if body.has_duty(metric(name)) else None for name, value in counted.items()}
    return Facts(
        values,
        figures,
        {
            "counties": lambda: _ranked(unit, asked, "county", _counties(unit, body), _OF_COUNTY),
            "departments": lambda: _ranked(unit, asked, "department", _departments(unit, asked, body), _OF_DEPARTMENT),
            "sectors": lambda: _sectors(unit, asked, body),
            "months": lambda: _months(unit, asked, body),
            "late": lambda: [
                {"row": row, "name": one.enterprise, "count": one.count, "since": short_day(one.since)}
                for row, one in enumerate(late, 1)
            ],
        },
    )


def metrics_of_plan(asked: Asked) -> tuple[str, ...]:
    """The metrics the plan's forms ask of such a body, in the forms' order, each once."""
    kind = asked.office.kind if asked.office is not None else "county"
    scopes = ("department",) if kind == "department" else ("county", "city")
    found = [
        name
        for layout in asked.content.layouts.values()
        if layout.plan == asked.plan.id and layout.scope in scopes
        for cell in layout.every_cell()
        for name in cell.metrics
    ]
    return tuple(dict.fromkeys(found))


def _counties(unit: UnitOfWork, body: ReportingBody) -> tuple[ReportingBody, ...]:
    """A city's counties; a county's or department's document ranks none."""
    return counties(unit, body) if body.kind == "city" else ()


def _departments(unit: UnitOfWork, asked: Asked, body: ReportingBody) -> tuple[ReportingBody, ...]:
    """The city's departments with a sector of the plan; a county's or department's document ranks none."""
    if body.kind != "city":
        return ()
    found = (department_body(unit, EVERYTHING, number) for number in departments_of(unit, body.region))
    bodies = (bound(one, asked.plan.sectors) for one in found)
    return tuple(one for one in bodies if one.figures.scope.region is not None)


def _ranked(
    unit: UnitOfWork, asked: Asked, who: Audience, bodies: Sequence[ReportingBody], names: Sequence[str]
) -> Sequence[Row]:
    """By found, then listed, then fixed, which is the order of the ranking in the chat; equal ones share a place.

    Source: ganzhou-2023 四（二） (对排查数量和挂牌督办情况进行通报排名).
    """
    metrics = [metric(name) for name in names]
    counted = [(body, count_all(unit, metrics, body.figures, asked.period)) for body in bodies]

    def order(figures: Mapping[str, Figure]) -> tuple[Decimal, ...]:
        found, fixed, listed, _ = (Decimal(figures[name]) for name in names)
        return -found, -listed, -fixed

    ordered = sorted(counted, key=lambda one: order(one[1]))
    quota = _quota(asked, who)
    places: dict[tuple[Decimal, ...], int] = {}
    rows: list[Row] = []
    for index, (body, figures) in enumerate(ordered, 1):
        place = places.setdefault(order(figures), index)
        found, fixed, listed, checked = (int(figures[name]) for name in names)
        rows.append(
            {
                "place": place,
                "name": body.name,
                "found": found,
                "fixed": fixed,
                "rate": _rate(fixed, found),
                "listed": listed,
                "checked": checked,
                "quota": "" if quota is None else quota,
                "short": "" if quota is None else max(0, quota - found),
            }  # fmt: skip
        )
    return rows


def _quota(asked: Asked, who: Audience) -> int | None:
    """How many the plan wants of such a body in just this stretch."""
    span = asked.stretch.span if asked.stretch is not None else None
    return next((one.count for one in asked.plan.quotas if one.who == who and one.every == span), None)


def _rate(part: int, whole: int) -> str:
    return f"{plain((Decimal(part) * 100 / Decimal(whole)).quantize(Decimal('0.1')))}%" if whole else ""


def _sectors(unit: UnitOfWork, asked: Asked, body: ReportingBody) -> Sequence[Row]:
    """Sectors in which something was found, fixed or stands open, the fullest first."""
    period, figures = asked.period, body.figures
    standing = {one.sector: one for one in by_sector(unit, figures, period.end)}
    of_row: Callable[..., Mapping[str, Figure]] = split_all(unit, [metric("found"), metric("fixed")], figures, period)
    names = {one.id: one.name for one in asked.content.sectors.sectors}
    found = []
    for sector in sectors_within(unit, figures.scope):
        counted = of_row(replace(figures, scope=replace(figures.scope, sectors=(sector,)), unnamed=False))
        stands = standing.get(sector)
        if counted["found"] or counted["fixed"] or stands is not None:
            found.append((sector, int(counted["found"]), int(counted["fixed"]), stands))
    found.sort(key=lambda one: (-one[1], -(one[3].open if one[3] else 0), one[0]))
    return [
        {
            "row": row, "name": names.get(sector, sector), "found": new, "fixed": fixed,
            "open": stands.open if stands else 0, "overdue": stands.overdue if stands else 0,
        }
        for row, (sector, new, fixed, stands) in enumerate(found, 1)
    ]  # fmt: skip


def _months(unit: UnitOfWork, asked: Asked, body: ReportingBody) -> Sequence[Row]:
    """Found and fixed month by month, from the campaign's first month to the stretch's end."""
    last = asked.period.after_day - timedelta(days=1)
    day = min(asked.plan.begins(asked.year), asked.period.first_day).replace(day=1)
    metrics, rows = [metric("found"), metric("fixed")], list[Row]()
    while day <= last:
        month = period_containing("month", day, (date.min, date.max))
        figures = count_all(unit, metrics, body.figures, days(month.begin, month.end).until(asked.period.end))
        name = asked.content.texts("document.month_short", month=day.month)
        rows.append({"name": name, "found": int(figures["found"]), "fixed": int(figures["fixed"])})
        day = month.end
    return rows
