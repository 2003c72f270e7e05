"""Sectors of which no standard is on file: nobody can call a finding ordinary there by clauses nobody has read."""

from __future__ import annotations

from collections.abc import Mapping

from checklists.judgement.evidence import Seen
from checklists.judgement.fusion import Weighed
from checklists.judgement.questions import MET
from checklists.sector import Sector

ORDINARY = ("small", "paper", "calibration", "personal", "tidy", "gear", "petty", "settled", "assured", "only")
"""The figures of words that say in any sector that a matter is ordinary."""
ALIKE = 0.3
"""From this likeness to an ordinary hazard we know on, a finding is one."""
SHORT = 5
"""Fewer characters tell no finding."""


def untold(sector: Sector | None, seen: Seen, figures: Mapping[str, float]) -> bool:
    """Whether a finding of a sector without a standard here may be major for all that is known."""
    if sector is None or sector.standards or seen.all_well or len(seen.reading.text) < SHORT:
        return False
    return figures["like_ordinary"] < ALIKE and not any(figures[name] > 0 for name in ORDINARY)


def concerned(ranked: tuple[Weighed, ...]) -> tuple[Weighed, ...]:
    """The clauses of other sectors' standards that a text does speak of: the nearest one is no lead by itself."""
    return tuple(one for one in ranked if one.evidence.rule >= MET)
