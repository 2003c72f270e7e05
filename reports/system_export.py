"""Hazards in the columns in which another system asks to be typed in, as a workbook or as CSV."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import IO

from checklists.content import Content
from checklists.export import Export
from checklists.periods import beijing_day
from storage.enterprises import Campaign
from storage.exported_hazards import ExportRow, exported_hazards
from storage.figures.bodies import regions_named
from storage.figures.period import Period
from storage.scope import Scope
from storage.unit_of_work import UnitOfWork

_DAYS = {"2023-06-12": "%Y-%m-%d", "2023/06/12": "%Y/%m/%d", "2023.06.12": "%Y.%m.%d", "20230612": "%Y%m%d"}
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
WIDTH = 18


def exports_of(content: Content, campaigns: Sequence[Campaign]) -> tuple[Export, ...]:
    """The tables whose plan is among those in force."""
    plans = {campaign.plan for campaign in campaigns}
    return tuple(one for one in content.exports.values() if plans & set(one.plans))


def export_rows(
    content: Content, unit: UnitOfWork, scope: Scope, export: Export, period: Period
) -> Iterator[list[str]]:
    """The headings, then a row for each hazard of the scope and the plans' sectors that the period touched.

    A cell that a spreadsheet would take for a formula stands after an apostrophe: words come from anybody.
    """
    fields = _fields(content.on_paper, export, regions_named(unit))
    sectors = [set(content.plans[plan].sectors) for plan in export.plans if plan in content.plans]
    bound = set().union(*sectors) if all(sectors) else set()
    yield [column.heading for column in export.columns]
    for row in exported_hazards(unit, scope, period):
        if not bound or row.sector in bound:
            cells = ((column.words, fields[column.field](row)) for column in export.columns)
            yield [_plain(words.get(value, value)) for words, value in cells]


def write_xlsx(rows: Iterator[list[str]], target: IO[bytes] | Path) -> int:
    """Write the rows as a workbook, one at a time; how many hazards there were.

    https://xlsxwriter.readthedocs.io/working_with_memory.html
    """
    import xlsxwriter

    options = {"constant_memory": True, "in_memory": False, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(target if not isinstance(target, Path) else str(target), options)
    book.set_properties({"created": datetime(2023, 1, 1)})  # noqa: DTZ001  (the same rows give the same bytes)
    sheet, bold = book.add_worksheet(), book.add_format({"bold": True, "bottom": 1, "text_wrap": True})
    count = 0
    for count, row in enumerate(rows):
        sheet.write_row(count, 0, row, bold if count == 0 else None)
        if count == 0:
            sheet.set_column(0, len(row) - 1, WIDTH)
            sheet.freeze_panes(1, 0)
    book.close()
    return count


def write_csv(rows: Iterator[list[str]], target: IO[str]) -> int:
    """The same as CSV; how many hazards there were."""
    writer = csv.writer(target)
    count = -1
    for row in rows:
        writer.writerow(row)
        count += 1
    return max(count, 0)


def _fields(content: Content, export: Export, regions: Mapping[str, str]) -> Mapping[str, Callable[[ExportRow], str]]:
    """What each field of checklists.export.EXPORT_FIELDS shows; a level, source or state by its key where the column
    has words of its own."""
    texts = content.texts
    sectors = {one.id: one.name for one in content.sectors.sectors}
    kinds = {one.id: one.name for one in content.sectors.kinds}
    own = {column.field for column in export.columns if column.words}

    def day(moment: datetime | date | None) -> str:
        if moment is None:
            return ""
        on = beijing_day(moment) if isinstance(moment, datetime) else moment
        return on.strftime(_DAYS[export.day])

    def worded(field: str, prefix: str, key: str) -> str:
        return key if field in own else texts(f"{prefix}.{key}")

    def basis(row: ExportRow) -> str:
        found = content.clauses.get(row.hazard.clause or "")
        return texts("report.ledger.basis", standard=found[0].title, article=found[1].article) if found else ""

    return {
        "number": lambda row: row.hazard.number,
        "enterprise": lambda row: row.hazard.enterprise,
        "uscc": lambda row: row.uscc,
        "city": lambda row: regions.get(f"{row.region[:4]}00", ""),
        "county": lambda row: regions.get(row.region, row.region),
        "address": lambda row: row.address,
        "sector": lambda row: sectors.get(row.sector, row.sector),
        "kinds": lambda row: texts("report.and").join(kinds.get(kind, kind) for kind in row.kinds),
        "level": lambda row: worded("level", "level", row.hazard.level),
        "place": lambda row: row.hazard.place,
        "words": lambda row: row.hazard.words,
        "basis": basis,
        "found-on": lambda row: day(row.hazard.found_at),
        "found-how": lambda row: worded("found-how", "report.ledger.source", row.hazard.source),
        "finder": lambda row: row.finder,
        "responsible": lambda row: row.hazard.responsible or "",
        "measures": lambda row: row.hazard.measures or "",
        "funds": lambda row: "" if row.hazard.funds is None else f"{row.hazard.funds:.2f}".removesuffix(".00"),
        "deadline": lambda row: day(row.hazard.deadline),
        "contingency": lambda row: row.hazard.contingency or "",
        "status": lambda row: worded("status", "status", row.hazard.status),
        "rectified-on": lambda row: day(row.hazard.rectified_at),
        "signed-off-on": lambda row: day(row.hazard.signed_off_at),
        "listed": lambda row: row.listed,
    }


def _plain(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_FORMULA) else cell
