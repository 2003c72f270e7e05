"""How people word faults, negations and small matters: read from content/judgement/*.yaml."""

from __future__ import annotations

from collections.abc import Mapping

from checklists.record import Record, Words
from checklists.standard import Fault


class FaultWords(Record):
    """`bad` words are a fault unless negated just before; `lacking` words only behind a negation."""

    bad: tuple[Words, ...] = ()
    lacking: tuple[Words, ...] = ()


class Faults(Record):
    """The wordings of every kind of fault, and compound nouns in which such a word means nothing (漏电保护器)."""

    kinds: dict[Fault, FaultWords]
    not_faults: tuple[Words, ...] = ()

    @property
    def acts(self) -> frozenset[str]:
        """Words of more than one sign for acts and papers whose lack is a fault: 审批, 验收."""
        return frozenset(word for words in self.kinds.values() for word in words.lacking if len(word) > 1)


class Wording(Record):
    """How a text is read: spelling variants, where it is cut, what negates, reassures, settles, makes small."""

    variants: dict[Words, Words]
    frames: tuple[Words, ...]
    stops: str
    commas: str
    joints: tuple[Words, ...]
    ends: tuple[Words, ...]
    begins: tuple[Words, ...]
    negations: tuple[Words, ...]
    seeing: tuple[Words, ...]
    denying: tuple[Words, ...]
    none: tuple[Words, ...]
    between: tuple[Words, ...]
    after_denied: tuple[Words, ...]
    not_yet: tuple[Words, ...]
    works: tuple[Words, ...]
    fillers: tuple[Words, ...]
    not_negations: tuple[Words, ...]
    adverbs: tuple[Words, ...]
    devices: tuple[Words, ...]
    guards: tuple[Words, ...]
    missing: tuple[Words, ...]
    denials: tuple[Words, ...]
    there: tuple[Words, ...]
    guarding: tuple[Words, ...]
    placed: tuple[Words, ...]
    proper: tuple[Words, ...]
    things: tuple[Words, ...]
    although: tuple[Words, ...]
    contrasts: tuple[Words, ...]
    only: tuple[Words, ...]
    assurances: tuple[Words, ...]
    no_assurance: tuple[Words, ...]
    settled: tuple[Words, ...]
    declared: tuple[Words, ...]
    small: tuple[Words, ...]
    whole: tuple[Words, ...]
    allowed: tuple[Words, ...]
    paper: tuple[Words, ...]
    calibration: tuple[Words, ...]
    personal: tuple[Words, ...]
    tidy: tuple[Words, ...]
    gear: tuple[Words, ...]


class Ordinary(Record):
    """Phrases of ordinary hazards by topic."""

    ordinary: dict[str, tuple[Words, ...]]

    @property
    def phrases(self) -> tuple[str, ...]:
        """All phrases of all topics."""
        return tuple(phrase for topic in self.ordinary.values() for phrase in topic)


class Units(Record):
    """Units by what they measure: each word with its factor to the first one (kpa: 1, mpa: 1000)."""

    units: dict[str, dict[Words, float]]


class Synonyms(Record):
    """Sets of words for one thing."""

    synonyms: tuple[tuple[Words, ...], ...]


class First(Record):
    """By prefix of a standard, the words that make it stand before the one of the industry; by the id of a sector or
    a kind of enterprise, the words that go without saying there; and by prefix and field within a standard, the words
    that speak of that field."""

    first: dict[str, tuple[Words, ...]]
    implied: dict[str, tuple[Words, ...]]
    fields: dict[str, dict[Words, tuple[Words, ...]]]


class Weights(Record):
    """The weights of the fusion: `clause` and `prior` by hand, `text` as fitted near `prior` by
    `python -m checklists.judgement.fitting`."""

    clause: dict[str, float]
    prior: dict[str, float]
    text: dict[str, float]
    suspected: float
    unclear: float


class Leanings(Record):
    """By size and weight, the groups of characters that have it, one behind the other: learned, not written by hand."""

    leanings: dict[int, dict[float, str]]


class BorderWeights(Record):
    """The border between ordinary and major: by sector's id ("" for all), size and weight, the groups of characters
    that have it, one behind the other; learned, not written by hand."""

    weights: dict[str, dict[int, dict[float, str]]]
    bias: float


class Examples(Record):
    """Folded texts of labelled cases: by clause those it was met in, and by sector (its id, or empty where nobody told)
    those of ordinary hazards. Written by `python -m checklists.judgement.fitting`, never by hand."""

    major: dict[str, tuple[str, ...]]
    ordinary: dict[str, tuple[str, ...]]


class Lexicon(Record):
    """All of it together."""

    faults: Faults
    wording: Wording
    ordinary: Ordinary
    units: Units
    precedence: First
    synonyms: Synonyms
    leanings: Leanings
    border: BorderWeights
    examples: Examples
    weights: Weights


PARTS: Mapping[str, type[Record]] = {
    "faults": Faults, "wording": Wording, "ordinary": Ordinary, "units": Units, "precedence": First,
    "synonyms": Synonyms, "leanings": Leanings, "border": BorderWeights,
    "examples": Examples, "weights": Weights,
}  # fmt: skip
"""The parts of a Lexicon; each is read from the file of its name."""
