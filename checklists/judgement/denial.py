"""What a part of a text says not to be the case: 未发现…失效, 不存在未审批, 没有安全出口堵塞, 还有两个月到期.

A finding that is denied is none. But what nobody saw may be missing (未见警示牌), and 没有 before a thing says that the
thing is not there: only what is itself wrong can be denied.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from checklists.judgement.lexicon import Wording
from checklists.judgement.reading import any_of
from checklists.standard import Fault

BETWEEN = 2
"""So many small words may stand between a negation and what it denies."""

Bad = tuple[int, int, Fault]
"""Where a word for a fault stands, half-open, and its kind."""
Span = tuple[int, int]

NOT_A_THING: frozenset[Fault] = frozenset({"exceeded", "blocked"})
"""Kinds that are said of a thing that is there: where 没有硝酸铵超量 all is well, 没有报警器失灵 may lack it."""
CLOSE = 12
"""Characters between 没有 and a word for such a fault that can be one thing."""


@dataclass(frozen=True)
class Denying:
    """The patterns by which a finding is denied."""

    seen_none: re.Pattern[str]
    """Words that say that nothing of the kind was found; what follows is denied if it is wrong."""
    none: re.Pattern[str]
    """没有, 无 at the beginning of a part."""
    between: re.Pattern[str]
    """A small word between a negation and what it denies: 没有发现, 没人, 没用."""
    tail: re.Pattern[str]
    """What may stand behind a denied fault: 的情况, 上岗."""
    works: re.Pattern[str]
    """What works by itself (会自动断电)."""
    not_yet: re.Pattern[str]
    """What is still to come (还有两个月到期): no fault, and nothing that is well either."""


def denying(wording: Wording) -> Denying:
    """The patterns of a wording."""
    return Denying(
        any_of(wording.denying),
        any_of(wording.none),
        any_of(wording.between),
        re.compile(f"(?:{any_of(wording.after_denied).pattern})*"),
        re.compile("|".join(wording.works)),
        re.compile("|".join(wording.not_yet)),
    )


def denied(
    text: str, bad: Sequence[Bad], negations: Sequence[Span], acts: re.Pattern[str], patterns: Denying
) -> tuple[Span, ...]:
    """The half-open spans of a part in which nothing is wrong, whatever its words.

    `bad` are the words for faults, `negations` the places of negations, `acts` the words of acts and devices that 没有
    may be about.
    """
    spans = [found.span() for found in patterns.works.finditer(text)]
    seen = patterns.seen_none.search(text)
    if seen is not None and (
        any(start >= seen.end() for start, _ in negations)
        or any(start >= seen.end() and patterns.tail.fullmatch(text, end) for start, end, _ in bad)
    ):
        spans.append((seen.start(), len(text)))
    none = patterns.none.match(text)
    if none is not None and (
        any(start == none.end() for start, _ in negations) or _of_a_thing(text, none.end(), bad, acts, patterns)
    ):
        spans.append((0, len(text)))
    return tuple(spans)


def governed(text: str, negations: Iterable[Span], patterns: Denying) -> dict[int, int]:
    """By each place in a part of which a negation says that it is not so, where the negation begins."""
    found: dict[int, int] = {}
    for start, end in negations:
        place = end
        for _ in range(BETWEEN + 1):
            found[place] = start
            small = patterns.between.match(text, place)
            if small is None:
                break
            place = small.end()
    return found


def to_come(text: str, patterns: Denying) -> tuple[Span, ...]:
    """The half-open spans of a part that speak of what is still to come."""
    return tuple(found.span() for found in patterns.not_yet.finditer(text))


def _of_a_thing(text: str, begin: int, bad: Sequence[Bad], acts: re.Pattern[str], patterns: Denying) -> bool:
    """Whether a part that begins with 没有 ends with what is wrong of a thing, and names no act left undone."""
    behind = [one for one in bad if one[0] >= begin]
    first = min((start for start, _, _ in behind), default=0)
    return (
        begin + 2 <= first <= begin + CLOSE
        and not acts.search(text, begin)
        and all(kind in NOT_A_THING for _, _, kind in behind)
        and any(patterns.tail.fullmatch(text, end) for _, end, _ in behind)
    )
