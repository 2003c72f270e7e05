"""What a clause looks for, what a text holds, and what the one says about the other."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from checklists.judgement.faults import Faulty
from checklists.judgement.lexicon import Wording
from checklists.judgement.numbers import Number
from checklists.judgement.reading import Reading
from checklists.standard import Clause, Fault, Standard

QUIET = 0.35
"""The share of a text, denied or said to be well, from which on nothing is wrong with it where no fault is said."""


@dataclass(frozen=True)
class Folded:
    """A clause with its words folded as texts are."""

    clause: Clause
    standard: Standard
    needs: tuple[tuple[str, ...], ...]
    fault_words: tuple[str, ...]
    counter: tuple[str, ...]
    toward: tuple[str, ...]
    against: tuple[str, ...]
    people: tuple[str, ...]
    rare: frozenset[str]
    """Words of its needs that hardly any other clause of the standard has."""
    deniable: frozenset[str]
    """Words of its needs for what must not be there."""

    @property
    def words(self) -> Iterable[str]:
        """Every word that has to be looked for."""
        yield from (word for group in self.needs for word in group)
        yield from self.fault_words
        yield from self.counter
        yield from self.toward
        yield from self.against
        yield from self.people


@dataclass(frozen=True)
class Seen:
    """All that is known of a text before any clause is looked at."""

    reading: Reading
    faulty: Faulty
    numbers: tuple[Number, ...]
    whole: bool
    """Whether the text says that all, most or the whole of it is concerned."""
    implied: frozenset[str]
    """Words that go without saying in the sector."""
    of_kind: frozenset[str]
    """Words that go without saying in an enterprise of its kinds, where all else that a clause speaks of is said."""
    where: Mapping[str, tuple[int, ...]]
    """The places of every clause word that the text holds."""
    wording: Wording
    acts: frozenset[str]
    """Words of acts and papers that are to be there."""

    @property
    def all_well(self) -> bool:
        """Whether nothing is said to be wrong, and what comes last and much else is said to be well or denied."""
        if self.faulty.found:
            return False
        parts = (part for number, part in enumerate(self.reading.parts) if number in self.faulty.firm)
        quiet = {*self.faulty.denied, *((part.start, part.end) for part in parts)}
        last = self.reading.parts[-1]
        told = {place for start, end in quiet for place in range(start, end)}
        # What comes last counts: 证没过期，但不是他本人的.
        return last.end - 1 in told and len(told) >= QUIET * len(self.reading.text)

    def says_whole(self, text: str) -> bool:
        """Whether words say that all, most or the whole of something is concerned."""
        return any(word in text for word in self.wording.whole)

    def denied(self, place: int, reach: int = 5) -> bool:
        """Whether a negation stands within so many characters before a place."""
        before = self.reading.text[max(0, place - reach) : place]
        return any(one in before for one in self.wording.denials)

    def denies(self, word: str) -> bool:
        """Whether a word begins with a negation."""
        return word.startswith(self.wording.denials)


@dataclass(frozen=True)
class Evidence:
    """What a text says for and against a clause; all figures 0..1."""

    folded: Folded
    cover: float = 0.0
    fault: float = 0.0
    limit: float = 0.0
    assured: float = 0.0
    counter: float = 0.0
    toward: float = 0.0
    against: float = 0.0
    specific: float = 0.0
    narrow: float = 0.0
    near: float = 0.0
    things: tuple[str, ...] = ()
    wrong: tuple[str, ...] = ()
    kinds: frozenset[Fault] = frozenset()
    counters: tuple[str, ...] = ()
    part: int = 0
    denied: bool = False
    """Whether the text says that it is not so, and nothing else that is."""
    extra: Mapping[str, float] = field(default_factory=dict)

    @property
    def rule(self) -> float:
        """How far things and fault are there together."""
        return self.cover * self.cover * max(self.fault, self.limit)
