"""Fuses evidence into one score in 0..1: a logistic weight for each clause, then for the text as a whole."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from checklists.judgement.evidence import Evidence, Seen
from checklists.judgement.lexicon import Weights, Wording
from checklists.judgement.reading import places
from checklists.standard import Fault

LONELY = 1.0
"""The highest log odds that one element of a combined judgement has by itself."""


Own = tuple[Sequence[str], Sequence[str]]
"""The things the best clause speaks of, and the words for what is wrong with them."""

ACTS: frozenset[Fault] = frozenset(
    {"unqualified", "unapproved", "unresponsive", "concealed", "misplaced", "altered", "unisolated", "prohibited"}
)
"""Kinds of fault that are somebody's doing rather than the state of one thing of many."""
PLAINLY = 0.9
"""From this rule figure on a clause is plainly met."""
CALM = 0.6
"""How far the log odds are believed: on cases not learned from they are surer of themselves than they are right."""
MANY = 6
"""More parts than so many make a text no longer."""


@dataclass(frozen=True)
class Weighed:
    """A clause's evidence with its score as log odds, and the figures that made it."""

    evidence: Evidence
    odds: float
    figures: Mapping[str, float]


def weigh(evidence: Evidence, weights: Weights) -> Weighed:
    """A clause's log odds from its evidence, figure by figure."""
    figures = {
        "bias": 1.0,
        "rule": evidence.rule,
        "cover": evidence.cover,
        "near": evidence.near,
        "assured": evidence.assured,
        "counter": evidence.counter,
        "toward": evidence.toward * evidence.cover,
        "against": evidence.against,
        "specific": evidence.specific,
        "narrow": evidence.narrow,
        **evidence.extra,
    }
    return Weighed(evidence, dot(figures, weights.clause), figures)


def dot(figures: Mapping[str, float], weights: Mapping[str, float]) -> float:
    """The sum of each figure times its weight."""
    return sum(value * weights.get(name, 0.0) for name, value in figures.items())


def text_figures(
    ranked: Sequence[Weighed], seen: Seen, wording: Wording, ordinary: float, several: int
) -> dict[str, float]:
    """What speaks for or against a major hazard beyond the best clause; most figures look at the part of its fault.

    `ordinary` is how near the whole text is to an ordinary hazard we know.
    """
    best = ranked[0] if ranked else None
    text = seen.reading.text
    local = text
    if best is not None and best.evidence.rule >= 0.3:
        part = seen.reading.parts[best.evidence.part]
        local = text[part.start : part.end]
    own = (best.evidence.things, best.evidence.wrong) if best is not None else ((), ())
    elsewhere = seen.faulty.assured - (
        {best.evidence.part} if best is not None and best.evidence.rule >= 0.3 else set()
    )
    # One welder without a certificate is one too many: what somebody does wrong is made less small by its number, and
    # where a single case costs lives it is not made small at all.
    suffices = _one_suffices(best)
    small = 0.0 if suffices else _beside(wording.small, local, own)
    acted = best is not None and bool(best.evidence.kinds & ACTS)
    lonely = best is not None and best.evidence.folded.clause.kind == "combined" and several < 2
    return {
        "bias": 1.0,
        "clause": min(best.odds, LONELY) if best and lonely else best.odds if best else -6.0,
        "like_ordinary": ordinary,
        "like_major": max((one.evidence.near for one in ranked), default=0.0),
        "parts": min(len(seen.reading.parts), MANY) / 3,
        "small": 0.0 if acted else small,
        "small_act": small if acted else 0.0,
        "one_suffices": float(suffices and best is not None and not best.evidence.counter),
        "whole": _any(wording.whole, local),
        "paper": _beside(wording.paper, local, own),
        "calibration": _beside(wording.calibration, local, own),
        "personal": _beside(wording.personal, local, own),
        "tidy": _beside(wording.tidy, local, own),
        "gear": _beside(wording.gear, local, own),
        "petty": _petty(seen, wording, own),
        "settled": _any(wording.settled, text),
        "declared": float(any(not seen.denied(place) for word in wording.declared for place in places(word, text))),
        "faultless": 0.0 if seen.faulty.found or (best and best.evidence.fault > 0) else 1.0,
        # 签了协议，但没有去检查: what is well is said only to set off what is not.
        "assured": 1.0 if elsewhere and not local.startswith(tuple(wording.contrasts)) else 0.0,
        "only": _any(wording.only, text),
        "several": max(0, min(several, 4) - 1) / 2,
        "lonely": float(lonely),
        "away": best.figures.get("away", 0.0) if best else 0.0,
    }


def _one_suffices(best: Weighed | None) -> bool:
    """Whether a clause is plainly met of which a single case costs lives."""
    return best is not None and best.evidence.folded.clause.one_suffices and best.evidence.rule >= PLAINLY


def chance(odds: float) -> float:
    """Log odds as a number in 0..1."""
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, odds))))


def score(odds: float) -> float:
    """The log odds of a text as the score that is shown, 0..1."""
    return chance(CALM * odds)


def _any(words: Sequence[str], text: str) -> float:
    return 1.0 if any(word in text for word in words) else 0.0


def _petty(seen: Seen, wording: Wording, own: Own) -> float:
    """Whether several parts say that something is wrong and every one of them speaks of a small matter."""
    words = (*wording.small, *wording.paper, *wording.personal, *wording.tidy, *wording.gear)
    parts = [seen.reading.parts[number] for number in sorted({found.part for found in seen.faulty.found})]
    return float(
        len(parts) > 1 and all(_beside(words, seen.reading.text[part.start : part.end], own) for part in parts)
    )


def _beside(words: Sequence[str], text: str, own: Own) -> float:
    """Whether a text holds one of the words other than in what the clause itself speaks of.

    A longer word that holds a thing is of the clause (记录 in 演练记录); one that holds what is wrong is not, since
    that may be a bare negation (不 in 不全).
    """
    things, wrong = own
    return float(
        any(
            word in text
            and not any(word in one or one in word for one in things)
            and not any(word in one for one in wrong)
            for word in words
        )
    )
