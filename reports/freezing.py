"""A filled form as it is kept when it is handed in, and what has changed since one was."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from checklists.layout import Layout
from checklists.texts import Texts
from reports.filling import FilledForm, whose
from reports.metrics.catalogue import METRICS, metric
from reports.showing import said

Frozen = Mapping[str, Any]
"""JSON: `cells` gives for each address the metrics, their figures as text (null: blank) and what was shown; `rows` how
many records a ledger listed, `begin` the first day covered."""


@dataclass(frozen=True)
class Changed:
    """One figure that is not what it was: whose row it is where the form has rows, its metric, and the layout."""

    whose: str
    metric: str
    before: Decimal
    now: Decimal
    layout: Layout = field(repr=False, compare=False)

    def in_words(self, texts: Texts) -> str:
        """Such as 行政处罚次数 2→3; amounts in 万元, as on the sheet."""
        name = f"{self.whose} {metric(self.metric).name(texts)}".strip()
        before, now = (said(self.layout, self.metric, one, texts) for one in (self.before, self.now))
        return texts("report.changed", name=name, before=before, now=now)


def frozen(filled: FilledForm) -> Frozen:
    """What is kept of a form beside its workbook."""
    cells = {
        address: {
            "metrics": list(cell.cell.metrics),
            "figures": [_text(one) for one in cell.figures],
            "shown": cell.shown,
        }
        for address, cell in filled.cells.items()
        if cell.cell.metrics
    }
    rows = filled.listed.count if filled.listed is not None else None
    return {"cells": cells, "rows": rows, "begin": filled.asked.covers.whole.first_day.isoformat()}


def changes(filled: FilledForm, before: Frozen) -> tuple[Changed, ...]:
    """Every figure that differs from the frozen copy of the same form, in the form's order; blank ones are passed over.

    A figure the copy does not have (the form had other cells then) counts as unchanged, and so does that of a month
    beside the year's, which begins anew each time.
    """
    kept = before.get("cells", {})
    found = []
    for address, cell in filled.cells.items():
        old = kept.get(address)
        if cell.period == filled.asked.covers.month != filled.asked.covers.whole:
            continue
        if old is None or old["metrics"] != list(cell.cell.metrics):
            continue
        for name, now, then in zip(cell.cell.metrics, cell.figures, old["figures"], strict=True):
            if now is not None and then is not None and Decimal(now) != Decimal(then):
                layout = filled.asked.layout
                found.append(Changed(whose(filled.asked, cell), name, Decimal(then), Decimal(now), layout))
    return tuple(dict.fromkeys(found))


def whole_figures(filled: FilledForm) -> Iterator[tuple[str, str, Decimal]]:
    """(whose row, metric, figure) of every figure of the form's own period, each once; blank ones are left out."""
    seen: set[tuple[str, str]] = set()
    for cell in filled.cells.values():
        if cell.period != filled.asked.covers.whole:
            continue
        for name, figure in zip(cell.cell.metrics, cell.figures, strict=True):
            key = (whose(filled.asked, cell), name)
            if figure is not None and key not in seen:
                seen.add(key)
                yield (*key, Decimal(figure))


def in_words(filled: FilledForm, texts: Texts) -> str:
    """The figures that are not nought, one after the other, in the units of the sheet; and how many are. Of a form
    of noughts it says what to do where things were done and not written down."""
    layout = filled.asked.layout
    own = [one for one in whole_figures(filled) if not one[0]] or list(whole_figures(filled))
    shown = [
        texts(
            "report.figure", name=f"{row} {METRICS[name].name(texts)}".strip(),
            figure=_yes(name, texts) or said(layout, name, figure, texts),
            unit="" if layout.in_wan(name) else METRICS[name].unit(texts),
        )
        for row, name, figure in own if figure
    ]  # fmt: skip
    noughts = sum(not figure for _, _, figure in own)
    lines = [texts("report.rows", count=filled.listed.count)] if filled.listed is not None else []
    lines += shown
    if noughts:
        lines.append(texts("report.noughts" if shown else "report.nothing", count=noughts))
    return "\n".join(lines)


def _yes(name: str, texts: Texts) -> str:
    return texts("report.yes") if METRICS[name].unit(texts) == "" else ""


def _text(figure: object) -> str | None:
    return None if figure is None else str(int(figure) if isinstance(figure, bool) else figure)
