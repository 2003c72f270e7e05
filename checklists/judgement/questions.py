"""The one question whose answer decides, and what an answer to it weighs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from checklists.judgement.evidence import Folded
from checklists.judgement.fusion import PLAINLY, Weighed
from checklists.judgement.lexicon import Lexicon
from checklists.judgement.numbers import NumberReader
from checklists.texts import Texts

SURE = 0.9
HOPELESS = 0.14
UNKNOWN = 0.25
"""A fault that counts no more than this is of another kind than the clause's: what is wrong is not known yet."""
MET = 0.5
"""From this rule figure on an element is met."""
TOWARD, AGAINST = 2.5, -4.0
"""What an answer for or against the clause adds to its log odds."""
DENIED = -2.0
"""The highest log odds of a clause whose own question was answered against it."""


class Knowing(Protocol):
    """What is needed to understand a reply."""

    lexicon: Lexicon
    numbers: NumberReader


def question(texts: Texts, ranked: Sequence[Weighed], figures: Mapping[str, float], score: float) -> str:
    """One question, or nothing where the answer would change nothing."""
    key = _about(ranked, figures)
    if key is None or (score < HOPELESS and not _element(ranked, figures)) or (score > SURE and key != "clause"):
        return ""
    return ranked[0].evidence.folded.clause.ask if key == "clause" else texts(f"judgement.ask.{key}")


def _element(ranked: Sequence[Weighed], figures: Mapping[str, float]) -> bool:
    """Whether one element of a combined judgement is met and nobody said that it is small: others may lie beside it."""
    return bool(figures.get("lonely")) and not figures.get("small") and ranked[0].evidence.rule >= MET


def _about(ranked: Sequence[Weighed], figures: Mapping[str, float]) -> str | None:
    """What to ask about: `clause` is the clause's own question, the others are texts."""
    if not ranked:
        return None
    best = ranked[0].evidence
    untold = best.limit <= 0 and any(limit.needed for limit in best.folded.clause.limits)
    if figures.get("trapped"):
        return "clause"
    if figures.get("lonely") and not (untold and best.folded.clause.ask):
        return "several"
    if max(best.fault, best.limit) <= UNKNOWN:
        return "what"
    if best.folded.clause.ask and not best.toward and not best.against:
        return "clause"
    if figures.get("small") and not figures.get("whole"):
        return "extent"
    return "where" if best.cover < PLAINLY else None  # what goes without saying in such an enterprise is said


def weights(ranked: Sequence[Weighed], figures: Mapping[str, float], reply: str, knowing: Knowing) -> tuple[float, ...]:
    """What a folded reply adds to the log odds of each clause: 0 where it says nothing that the clause knows."""
    result = [_by_clause(one.evidence.folded, reply, knowing) for one in ranked]
    if result and _about(ranked, figures) == "extent":
        wording = knowing.lexicon.wording
        result[0] = _by_words(wording.whole, wording.small, reply, wording.denials)
    if result and result[0] < 0:
        # What is not this clause's device is no device that its standard's gathering clause could be about.
        prefix = ranked[0].evidence.folded.standard.prefix
        for place, one in enumerate(ranked):
            if one.evidence.folded.clause.gathers and one.evidence.folded.standard.prefix == prefix:
                result[place] = AGAINST
    return tuple(result)


def _by_clause(clause: Folded, reply: str, knowing: Knowing) -> float:
    for limit in clause.clause.limits:
        for number in knowing.numbers.find(reply):
            if number.measure == limit.measure and limit.ratio is None:
                return TOWARD if limit.broken(number.value) else AGAINST
    return _by_words(clause.toward, clause.against, reply, knowing.lexicon.wording.denials)


def _by_words(toward: Sequence[str], against: Sequence[str], reply: str, denials: tuple[str, ...]) -> float:
    """By the longest word of either side; one that a negation undoes (没坏) is not said."""

    def longest(words: Sequence[str]) -> int:
        return max((len(word) for word in words if _said(word, reply, denials)), default=0)

    pro, con = longest(toward), longest(against)
    if pro == con:
        return 0.0
    return TOWARD if pro > con else AGAINST


def _said(word: str, reply: str, denials: tuple[str, ...]) -> bool:
    place = reply.find(word)
    return place >= 0 and (word.startswith(denials) or not reply[:place].endswith(denials))
