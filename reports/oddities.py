"""What looks odd in a form before it is handed in. Odd is not wrong: the official says why, or goes and looks."""

from __future__ import annotations

from collections.abc import Iterator

from checklists.texts import Texts
from reports.carried import FOUND
from reports.filling import FilledForm
from reports.freezing import Frozen, changes, whole_figures
from reports.metrics.catalogue import metric

_FOUND_AND_FIXED = (*((found, fixed) for fixed, found in FOUND.items()), ("problems-found", "problems-fixed"))
_MAY_FALL = frozenset({"enterprises", "technical-inspectors"})
"""Numbers that stand instead of adding up."""


def oddities(filled: FilledForm, texts: Texts, before: Frozen | None = None) -> tuple[str, ...]:
    """In words: what does not balance, the enterprises found nothing where checks did, more fixed than found
    that nothing from before the period accounts for, and, in a cumulative form, what fell since `before`, the copy
    handed in for the day due before this one."""
    fell = _fell(filled, texts, before) if before is not None else ()
    return (*filled.unbalanced, *_nothing_found(filled, texts), *_more_fixed(filled, texts), *fell)


def _rows(filled: FilledForm) -> dict[str, dict[str, int]]:
    rows: dict[str, dict[str, int]] = {}
    for row, name, figure in whole_figures(filled):
        rows.setdefault(row, {})[name] = int(figure)
    return rows


def _nothing_found(filled: FilledForm, texts: Texts) -> Iterator[str]:
    for row, figures in _rows(filled).items():
        by_checks = figures.get("department-found", 0)
        faults = sum(figure for name, figure in figures.items() if name.startswith("checked-"))
        if figures.get("self-found") == 0 and (by_checks or faults):
            name = row or filled.asked.body.name
            yield texts("report.odd.none-self-found", whose=name, found=by_checks, faults=faults)


def _more_fixed(filled: FilledForm, texts: Texts) -> Iterator[str]:
    for row, figures in _rows(filled).items():
        for found, fixed in _FOUND_AND_FIXED:
            if (row, fixed) in filled.carried:
                continue
            if figures.get(fixed, 0) > figures.get(found, 0) and found in figures:
                yield texts(
                    "report.odd.more-fixed", whose=row or filled.asked.body.name, name=metric(fixed).name(texts),
                    fixed=figures[fixed], found=figures[found],
                )  # fmt: skip


def _fell(filled: FilledForm, texts: Texts, before: Frozen) -> Iterator[str]:
    """What fell although it adds up; a form that began anew since (with the year, with the month) has nothing of it."""
    if before.get("begin") != filled.asked.covers.whole.first_day.isoformat():
        return
    for one in changes(filled, before):
        if one.now < one.before and one.metric not in _MAY_FALL:
            yield texts("report.odd.fell", change=one.in_words(texts))
