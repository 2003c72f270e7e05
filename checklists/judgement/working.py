"""The judge's working: every clause laid over a text, weighed and ranked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, lru_cache, partial
from pathlib import Path

from checklists.content import Content
from checklists.judgement.border import ALL, Border
from checklists.judgement.combination import (
    TOGETHER,
    alone_behind,
    excluded,
    gathered,
    met_at_once,
    of_kind_first,
    said_not_so,
)
from checklists.judgement.evidence import Folded, Seen
from checklists.judgement.faults import FaultFinder, Found
from checklists.judgement.folding import folded_clauses, needing
from checklists.judgement.fusion import Weighed, dot, score, text_figures, weigh
from checklists.judgement.kept_indexes import KeptIndexes
from checklists.judgement.leaning import Leaning, unpacked
from checklists.judgement.lexicon import Examples
from checklists.judgement.matching import by_heads, find_words, match
from checklists.judgement.memory import BARE, ORDINARY, Memory, remembered
from checklists.judgement.numbers import NumberReader, beyond
from checklists.judgement.precedence import BEHIND, Precedence
from checklists.judgement.reading import Reader, Reading
from checklists.judgement.sector_guess import TOLD, Guessed
from checklists.judgement.similarity import Index
from checklists.judgement.trapping import trapped, trapping_first
from checklists.judgement.versions import Serving, serving
from checklists.sector import Sector

NEAR = 0.12
"""A clause none of whose words are said is looked at only where a phrase of it is at least so near."""
PART = 0.92
"""How much the likeness of a part counts beside that of the whole."""
SEVERAL = 2
"""A text is a list of findings from so many parts on that say what is wrong."""
SHORT = 8
"""A part of fewer characters is read with the one before it."""


@dataclass(frozen=True)
class Considered:
    """Everything a verdict is made of, for reasons, questions and evaluation."""

    seen: Seen
    ranked: tuple[Weighed, ...]
    figures: Mapping[str, float]
    odds: float


@dataclass(frozen=True)
class _Around:
    """What is known beside the text: which standards serve and how far off they are, and what pointed where."""

    serves: Mapping[str, Serving]
    away: Mapping[str, float]
    foreign: frozenset[tuple[str, str]]
    pointed: frozenset[str]
    kinds: frozenset[str]


class Working:
    """Clauses, lexicons and indexes; built once, immutable afterwards. `kept` holds what the indexes came to."""

    def __init__(self, content: Content, kept: Path | None = None) -> None:
        self.content = content
        self.lexicon = lexicon = content.lexicon
        self.reader = Reader(lexicon.wording)
        self._acts = lexicon.faults.acts
        self.numbers = NumberReader(lexicon.units)
        self._faults = FaultFinder(lexicon.faults, lexicon.wording)
        self._precedence = Precedence(content, lexicon)
        self._fold = fold = cache(self.reader.fold)  # the same words stand in many clauses
        self._implied = {sector: frozenset(map(fold, words)) for sector, words in lexicon.precedence.implied.items()}
        self.clauses = {one.clause.id: one for one in folded_clauses(content, lexicon, fold)}
        self._needing = needing(self.clauses.values())
        self._words = by_heads({word for folded in self.clauses.values() for word in folded.words})
        indexes = KeptIndexes(kept)
        index = partial(Index, invert=indexes.invert)
        self.memory = remembered(
            self.clauses, lexicon, content.sectors, fold, lexicon.examples, unpacked(lexicon.leanings.leanings),
            Border(lexicon.border.weights, lexicon.border.bias), index,
        )  # fmt: skip
        indexes.keep()
        self.serving = lru_cache(maxsize=64)(lambda on: serving(content, on))

    def remembering(self, examples: Examples, leaning: Leaning, border: Border) -> Memory:
        """The memory that these examples, this leaning and this border give, beside the content's own phrases."""
        return remembered(self.clauses, self.lexicon, self.content.sectors, self._fold, examples, leaning, border)

    def consider(
        self,
        text: str,
        *,
        sector: Sector | None,
        kinds: Iterable[str],
        on: date,
        clauses: Iterable[str],
        memory: Memory | None = None,
    ) -> Considered:
        """All clauses that the text may be about, best first, and the log odds that the hazard is a major one.

        `memory` stands for the one of the content where that knows the text by heart.
        """
        reading, memory = self.reader.read(text), memory or self.memory
        guessed = TOLD if sector is not None else memory.sectors.of(reading.text)
        meant = sector or self._without_doubt(guessed)
        kinds = frozenset(kinds)
        seen = self._see(reading, self._unsaid({meant.id} if meant else ()), self._unsaid(kinds))
        serves = self.serving(on)
        around = _Around(
            serves,
            self._precedence.away(sector, seen.reading.text, serves, guessed),
            self._precedence.foreign(seen.reading.text),
            frozenset(clauses),
            kinds,
        )
        near = _nearest(memory.signs, seen.reading)
        touched = self._touched(seen, near, around)
        bags, points = memory.bags.nearest(seen.reading.text), memory.pointing.at(seen.reading.text, touched)
        alike = (("bag", bags), ("points", points))
        # A standard of another sector known by its topics alone says nothing of what the words do not name it for.
        looked = {one for one, away in around.away.items() if away < BEHIND or not serves[one].topics_only}
        weighed = [
            self._weigh(
                folded, seen, near.get(clause_id, 0.0), {name: one.get(clause_id, 0.0) for name, one in alike}, around
            )
            for clause_id, folded in self.clauses.items()
            if clause_id in touched and folded.standard.prefix in looked
        ]
        ranked = tuple(sorted(gathered(weighed, self.lexicon.weights), key=lambda one: -one.odds))
        several = met_at_once(ranked, seen)
        ranked = of_kind_first(alone_behind(ranked, several))
        sector_id = meant.id if meant else ALL
        considered = self._as_a_whole(seen, ranked, several, memory, sector_id)
        trapping = trapping_first(ranked, seen, several)
        if trapping is ranked or score(considered.odds) >= self.lexicon.weights.suspected:
            return considered
        return self._as_a_whole(seen, trapping, several, memory, sector_id)

    def _as_a_whole(
        self, seen: Seen, ranked: tuple[Weighed, ...], several: int, memory: Memory, sector_id: str
    ) -> Considered:
        """The figures of a text whose best clause is the first of these."""
        ordinary = memory.ordinary.nearest(seen.reading.text).get(ORDINARY, 0.0)
        figures = text_figures(ranked, seen, self.lexicon.wording, ordinary, several)
        by_words = memory.by_words(seen.reading.text, self._beside(seen, ranked), sector_id)
        not_so = seen.all_well or said_not_so(ranked)
        if not_so or excluded(ranked) or (figures["lonely"] and len(seen.faulty.found) < SEVERAL):
            # Neither one element of a combined judgement nor what a clause leaves out is made a major hazard by words,
            # nor is what is not the case.
            by_words |= {name: min(0.0, by_words[name]) for name in BARE}
        figures |= by_words
        figures["trapped"] = trapped(ranked, seen, figures)
        if not_so:
            figures |= {"clause": min(figures["clause"], 0.0), "whole": 0.0}
        return Considered(seen, ranked, figures, dot(figures, self.lexicon.weights.text))

    def _beside(self, seen: Seen, ranked: Sequence[Weighed]) -> str:
        """What of a text to lay beside ordinary hazards: all of it, or of several findings the one a clause is met by,
        so that a grave finding is not drowned in a list of small ones."""
        best = ranked[0].evidence if ranked else None
        faulty = {found.part for found in seen.faulty.found}
        if best is None or best.rule < TOGETHER or best.folded.clause.kind != "direct" or len(faulty) < SEVERAL:
            return seen.reading.text
        part = seen.reading.parts[best.part]
        if part.end - part.start < SHORT and best.part and seen.reading.parts[best.part - 1].sentence == part.sentence:
            return seen.reading.text[seen.reading.parts[best.part - 1].start : part.end]
        return seen.reading.text[part.start : part.end]

    def _without_doubt(self, guessed: Guessed) -> Sector | None:
        """The sector that the words leave no doubt of."""
        every = self.content.sectors.sectors
        return next((one for one in every if guessed.sure and one.standards == guessed.sure), None)

    def _unsaid(self, ids: Iterable[str]) -> frozenset[str]:
        """What goes without saying in a sector or a kind of enterprise of one of these ids."""
        return frozenset(word for one in ids for word in self._implied.get(one, ()))

    def _see(self, reading: Reading, implied: frozenset[str], of_kind: frozenset[str]) -> Seen:
        numbers = tuple(self.numbers.find(reading.text))
        passing = beyond(reading.text, numbers, self.lexicon.wording.allowed)
        exceeded = (Found("exceeded", one.start, one.end, reading.part(one.start)) for one in passing)
        faulty = self._faults.find(reading)
        return Seen(
            reading,
            replace(faulty, found=(*faulty.found, *exceeded)),
            numbers,
            any(word in reading.text for word in self.lexicon.wording.whole),
            implied,
            of_kind,
            find_words(self._words, reading.text),
            self.lexicon.wording,
            self._acts,
        )

    def _touched(self, seen: Seen, near: Mapping[str, float], around: _Around) -> frozenset[str]:
        """The ids of the clauses to look at: a word of theirs is said, a phrase is near, or an answer points there."""
        said = (self._needing.get(word, frozenset()) for word in seen.where)
        return around.pointed.union((one for one, value in near.items() if value > NEAR), *said)

    def _weigh(self, folded: Folded, seen: Seen, near: float, alike: Mapping[str, float], around: _Around) -> Weighed:
        prefix = folded.standard.prefix
        extra = {
            **alike,
            "away": around.away[prefix],
            "foreign": float((prefix, folded.clause.sector) in around.foreign),
            "topics": float(around.serves[prefix].topics_only),
            "combined": float(folded.clause.kind == "combined"),
            "pointed": float(folded.clause.id in around.pointed),
            "kind": float(self._of_kind(folded, around.kinds)),
        }
        return weigh(
            replace(match(folded, seen, near, own=around.away[prefix] < BEHIND), extra=extra), self.lexicon.weights
        )

    def _of_kind(self, folded: Folded, kinds: frozenset[str]) -> bool:
        """Whether the clause's own field (工贸-粉尘涉爆) is of the enterprise's kinds, or named like one."""
        field = folded.clause.sector.partition("-")[2]
        return bool(field) and any(
            kind.id in kinds and (folded.clause.sector in kind.fields or kind.name in field or field in kind.name)
            for kind in self.content.sectors.kinds
        )


def _nearest(index: Index, reading: Reading) -> dict[str, float]:
    """By name, how near the text, one of its sentences or one of its parts is to a phrase."""
    best = index.nearest(reading.text)
    if len(reading.parts) > 1:
        spans = {*reading.sentences, *((part.start, part.end) for part in reading.parts)}
        for start, end in spans:
            if end - start < 6:
                continue
            for name, value in index.nearest(reading.text[start:end]).items():
                best[name] = max(best.get(name, 0.0), PART * value)
    return best
