"""How far officials agree with what was flagged, by clause and by standard, with the hazards behind every figure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from checklists.content import Content
from checklists.standard import Clause, Standard
from reports.metrics.catalogue import METRICS
from reports.metrics.metric import count_all
from storage.figures import agreement
from storage.figures.agreement import Agreed, ClauseAgreement
from storage.figures.behind import Behind
from storage.figures.body import Body
from storage.figures.period import Period, days
from storage.unit_of_work import UnitOfWork

TOTALS = ("flags-decided", "flags-major", "flags-same-clause", "flags-other-clause", "flags-general", "flags-rejected",
          "flags-missed")  # fmt: skip
LOOKS_BACK = timedelta(days=365)


@dataclass(frozen=True)
class Row:
    """One clause with what became of its flags; without standard and clause: flagged without a clause."""

    figures: ClauseAgreement
    standard: Standard | None
    clause: Clause | None


@dataclass(frozen=True)
class Agreement:
    """Totals by metric id, and the clauses."""

    period: Period
    totals: dict[str, int]
    rows: tuple[Row, ...]

    @property
    def standards(self) -> tuple[tuple[Standard, ClauseAgreement], ...]:
        """The rows of each standard added up, in the order of the rows."""
        found: dict[str, tuple[Standard, list[ClauseAgreement]]] = {}
        for row in self.rows:
            if row.standard is not None:
                found.setdefault(row.standard.prefix, (row.standard, []))[1].append(row.figures)
        return tuple((standard, _sum(of_it)) for standard, of_it in found.values())


def last_year(today: date) -> Period:
    """The 365 days up to and including today."""
    return days(today - LOOKS_BACK + timedelta(days=1), today + timedelta(days=1))


def agreed(content: Content, unit: UnitOfWork, body: Body, period: Period) -> Agreement:
    """The figures of a body over a period."""
    totals = count_all(unit, (METRICS[name] for name in TOTALS), body, period)
    rows = []
    for one in agreement.by_clause(unit, body, period):
        standard, clause = content.clauses.get(one.clause or "", (None, None))
        rows.append(Row(one, standard, clause))
    return Agreement(period, {name: int(totals[name]) for name in TOTALS}, tuple(rows))


def behind(unit: UnitOfWork, body: Body, period: Period, name: str, clause: str | None = None) -> tuple[Behind, ...]:
    """The hazards behind a total, or behind one clause's part of it."""
    metric = METRICS[name]
    assert isinstance(metric.wanted, Agreed)  # noqa: S101  (the names are TOTALS)
    return replace(metric, wanted=replace(metric.wanted, clause=clause)).behind(unit, body, period)


def share(part: int, whole: int) -> str:
    """A precision in whole percent; “—” of nothing."""
    return f"{100 * part / whole:.0f}%" if whole else "—"


def _sum(rows: Iterable[ClauseAgreement]) -> ClauseAgreement:
    total = ClauseAgreement(None)
    for one in rows:
        total = ClauseAgreement(
            None, total.decided + one.decided, total.major + one.major, total.same + one.same,
            total.general + one.general, total.rejected + one.rejected, total.waiting + one.waiting,
        )  # fmt: skip
    return total
