"""The records of a band over records, as the words of its cells; read only while they are written."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from checklists.content import Content
from checklists.layout import Band
from checklists.texts import placeholders
from reports.bodies import ReportingBody
from reports.ledger_words import ledger_fields
from reports.showing import Shown
from storage.figures.bodies import regions_named
from storage.figures.ledger_rows import count_ledger, ledger_rows
from storage.figures.period import Period
from storage.signboards import Signboard, count_signboards, signboards_of
from storage.unit_of_work import UnitOfWork

Record = Mapping[str, str]
"""What one record shows, by checklists.layout.FIELDS."""

Block = tuple[Shown, ...]
"""What one record's cells show, in the order of its band's cells."""


@dataclass(frozen=True)
class Listed:
    """The records of a band: how many, the sheet's row (from 0) at which they begin, and the records one by one.

    `records` reads from the unit of work it was made in, and may be called again.
    """

    band: Band
    count: int
    records: Callable[[], Iterator[Record]]
    top: int = 0

    def standing_at(self, top: int) -> Listed:
        """The same, beginning at that row."""
        return replace(self, top=top)

    def blocks(self) -> Iterator[Block]:
        """For each record what its cells show, in the order of the band's cells; `{row}` is its number from 1.

        A cell's text may name the fields as well: `联系电话：{leader-phone}`.
        """
        cells = [(cell.field, cell.text) for cell in self.band.cells]
        for number, record in enumerate(self.records(), 1):
            yield tuple(
                record[field] if field else number if text == "{row}" else _worded(text, record, number)
                for field, text in cells
            )


def listed(
    content: Content, unit: UnitOfWork, band: Band, body: ReportingBody, period: Period, sites: Sequence[int] | None
) -> Listed:
    """The ledger's rows of that body and period, or the enterprises: all the body looks after, or those of `sites`."""
    if band.over == "enterprises":
        scope = body.figures.scope
        count = count_signboards(unit, scope, sites)
        return Listed(band, count, lambda: map(_board, signboards_of(unit, scope, sites)))
    figures = body.figures
    regions = regions_named(unit)

    known, wanted = ledger_fields(content, body, regions), _wanted(band)
    fields = [(name, known[name]) for name in sorted(wanted & known.keys())]

    def hazards() -> Iterator[Record]:
        return ({name: field(row) for name, field in fields} for row in ledger_rows(unit, figures, period))

    return Listed(band, count_ledger(unit, figures, period), hazards)


def _wanted(band: Band) -> frozenset[str]:
    """The fields its cells show; a great ledger works out no others."""
    return frozenset(name for cell in band.cells for name in (cell.field or "", *placeholders(cell.text)))


def _board(one: Signboard) -> Record:
    return {
        "enterprise": one.enterprise,
        "unit": one.unit,
        "principal": one.principal,
        "principal-phone": one.principal_phone,
        "leader": one.leader,
        "leader-phone": one.leader_phone,
        "officer": one.officer,
        "officer-phone": one.officer_phone,
    }


def _worded(text: str, record: Record, number: int) -> str:
    return text.format_map({**record, "row": str(number)}) if "{" in text else text
