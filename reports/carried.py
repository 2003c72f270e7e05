"""Why a form may show more fixed than found in the same days: what was found before and fixed only now.

The plans' cells say 中已完成整改的 and ask for the figures of the period; none says that the fixed ones must have
been found in it. Counted so, what is found in one period and fixed in the next would be fixed in no form at all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from checklists.texts import Texts
from reports.metrics.catalogue import metric
from reports.metrics.metric import Figure

FOUND = {
    "fixed": "found", "self-found-fixed": "self-found", "department-found-fixed": "department-found",
    "listed-fixed": "listed", "listed-by-city-fixed": "listed-by-city",
}  # fmt: skip
"""What is fixed, and of what it is."""

CARRIED = {name: f"{name}-carried" for name in FOUND}
"""The metric that counts how many of the fixed ones come from before the period."""


def carried_of(names: Iterable[str]) -> set[str]:
    """The metrics that explain those of a form."""
    return {CARRIED[name] for name in names if name in CARRIED}


def explained(
    texts: Texts, whose: str, figures: Mapping[str, int], carried: Callable[[str], Figure | None]
) -> Iterator[tuple[str, str]]:
    """(metric, sentence) for each figure of fixed ones that is above that of those found, where what came from before
    the period accounts for it. `carried` counts a metric of CARRIED."""
    for fixed, found in FOUND.items():
        if found not in figures or figures.get(fixed, 0) <= figures[found]:
            continue
        before = int(carried(CARRIED[fixed]) or 0)
        if figures[fixed] - before <= figures[found]:
            yield fixed, texts(
                f"report.carried.{'listed' if found.startswith('listed') else 'found'}", whose=whose,
                name=metric(fixed).name(texts), fixed=figures[fixed], found=figures[found], before=before,
            )  # fmt: skip
