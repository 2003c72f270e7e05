"""What a ledger's rows come to, beside a progress table that counts otherwise.

A ledger lists every major hazard that stood open at some time in its period, whoever found it. A progress table counts
what was found in its period, by the enterprises and by the reporting body itself. Both are what the plan asks for, and
both are handed in together.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from checklists.texts import Texts
from reports.bodies import ReportingBody
from reports.metrics.metric import Figure
from storage.figures.ledger_rows import count_ledger
from storage.figures.period import Period
from storage.unit_of_work import UnitOfWork

SUMMED = ("self-found", "department-found")
"""The metrics it takes."""


def summed(
    texts: Texts,
    unit: UnitOfWork,
    body: ReportingBody,
    period: Period,
    count: int,
    figure: Callable[[str], Figure | None],
) -> Iterator[str]:
    """The sentence that says of what the ledger's `count` rows are, where a progress table's figures are not their sum.

    A department's table has only what it found itself, so there what enterprises found is said as well.
    """
    by_self, by_body = (int(figure(name) or 0) for name in SUMMED)
    before = count_ledger(unit, body.figures, period, from_before=True)
    by_others = count - by_self - by_body - before
    if before or by_others or (by_self and body.kind == "department"):
        yield texts(
            "report.notice.ledger", count=count, by_self=by_self, by_body=by_body, by_others=by_others, before=before
        )
