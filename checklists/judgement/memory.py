"""What the judge has seen before: the clauses' phrases and labelled cases, to lay a text beside, and how words lean."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from itertools import chain

from checklists.judgement.border import Border, Sided, Weights
from checklists.judgement.border import learn as learn_border
from checklists.judgement.evidence import Folded
from checklists.judgement.leaning import Labelled, Leaning, learn
from checklists.judgement.lexicon import Examples, Lexicon
from checklists.judgement.pointing import Pointing
from checklists.judgement.sector_guess import SectorGuess, Standards
from checklists.judgement.similarity import Index
from checklists.sector import Sectors

ORDINARY = "ordinary"
"""The name of all phrases of ordinary hazards."""
BARE = ("leaning", "border")
"""The figures that bare words make, whatever clause they meet."""
PHRASE = 0.3
"""How much a clause's own phrase counts beside a case: several say the same of one clause."""
ENOUGH, EVERY = 4, 4
"""Of more examples of a clause than ENOUGH, and of all ordinary ones, a text is laid beside each fourth only: all of
them say no more (measured on published cases), and every start and every text would wait for them."""


@dataclass(frozen=True)
class Memory:
    """`signs` finds the clauses by whole phrases, `bags` by all their words together, `pointing` tells those of a
    standard apart, `ordinary` finds the ordinary hazards; `leaning` is what words lean to by themselves, `border` on
    which side they are, `sectors` of which sector they speak."""

    signs: Index
    bags: Index
    pointing: Pointing
    ordinary: Index
    leaning: Leaning
    border: Border
    sectors: SectorGuess

    def by_words(self, whole: str, beside: str, sector: str) -> dict[str, float]:
        """The figures of a folded text's words in the sector of that id. `beside` is the part that a clause is met by:
        a grave finding is not drowned in a list of small ones."""
        leaning = self.leaning.of(whole)
        return {
            "leaning": leaning,
            "apart": max(0.0, self.leaning.of(beside) - leaning),
            "border": max(self.border.of(whole, sector), self.border.of(beside, sector)),
        }


def remembered(
    clauses: Mapping[str, Folded],
    lexicon: Lexicon,
    sectors: Sectors,
    fold: Callable[[str], str],
    examples: Examples,
    leaning: Leaning,
    border: Border,
    index: type[Index] | partial[Index] = Index,
) -> Memory:
    """The memory of the content's own phrases and of examples, which are folded already. `index` makes its indexes."""
    signs = {clause_id: tuple(map(fold, one.clause.signs)) for clause_id, one in clauses.items()}
    phrases = {clause_id: (*signs[clause_id], *_some(examples.major.get(clause_id, ()))) for clause_id in clauses}
    ordinary = {sector: those[::EVERY] for sector, those in examples.ordinary.items()}
    # First of all, so that what counting leaves behind is used again by what is kept.
    guess = SectorGuess(_by_standards(clauses, sectors, phrases, ordinary))
    return Memory(
        index(
            (clause_id, phrase)
            for clause_id, one in clauses.items()
            for phrase in (*phrases[clause_id], fold(one.clause.condition))
        ),
        index(
            (
                (clause_id, "，".join((*dict.fromkeys(one.words), *phrases[clause_id])))
                for clause_id, one in clauses.items()
            ),
            sizes=(2,),
        ),
        Pointing(
            (one.standard.prefix, clause_id, phrase)
            for clause_id, one in clauses.items()
            for phrase in (*signs[clause_id], *examples.major.get(clause_id, ()), fold(one.clause.condition))
        ),
        index((ORDINARY, phrase) for phrase in (*map(fold, lexicon.ordinary.phrases), *chain(*ordinary.values()))),
        leaning,
        border,
        guess,
    )


def _some(those: tuple[str, ...]) -> tuple[str, ...]:
    return (*those[:ENOUGH], *those[ENOUGH::EVERY])


def _by_standards(
    clauses: Mapping[str, Folded],
    sectors: Sectors,
    phrases: Mapping[str, tuple[str, ...]],
    ordinary: Mapping[str, tuple[str, ...]],
) -> Iterator[tuple[str, Standards]]:
    """Phrases of clauses and ordinary cases, each with the standards of the sector it is of."""
    of_prefix = {
        prefix: sector.standards for sector in reversed(sectors.sectors) for prefix in sector.standards
    }  # fmt: skip
    for clause_id, those in phrases.items():
        prefix = clauses[clause_id].standard.prefix
        for phrase in those:
            yield phrase, of_prefix.get(prefix, (prefix,))
    for sector_id, those in ordinary.items():
        standards = sectors.named(sector_id).standards if sector_id else ()
        for phrase in those if sector_id else ():
            yield phrase, standards


@dataclass(frozen=True)
class Learned:
    """A folded case: the clause it was labelled with is None where it has none, `sector` an id, empty where untold."""

    text: str
    major: bool
    clause: str | None
    sector: str


def examples(cases: Iterable[Learned]) -> Examples:
    """The cases as content/judgement/examples.yaml holds them."""
    major: dict[str, list[str]] = {}
    ordinary: dict[str, list[str]] = {}
    for case in cases:
        if case.major and case.clause:
            major.setdefault(case.clause, []).append(case.text)
        elif not case.major:
            ordinary.setdefault(case.sector, []).append(case.text)
    return Examples(
        major={clause: tuple(dict.fromkeys(major[clause])) for clause in sorted(major)},
        ordinary={sector: tuple(dict.fromkeys(ordinary[sector])) for sector in sorted(ordinary)},
    )


def leanings(
    clauses: Iterable[Folded], lexicon: Lexicon, read: Callable[[str], str], cases: Iterable[Learned]
) -> dict[int, dict[float, str]]:
    """What words lean to, learned from cases and from what the content itself says of major hazards (conditions and
    signs of clauses) and of ordinary ones."""
    own = (
        Labelled(read(phrase), True, PHRASE) for one in clauses for phrase in (*one.clause.signs, one.clause.condition)
    )
    ordinary = (Labelled(read(phrase), False) for phrase in lexicon.ordinary.phrases)
    return learn((*own, *ordinary, *(Labelled(case.text, case.major) for case in cases)))


def border(cases: Iterable[Learned]) -> tuple[Weights, float]:
    """The border that the cases give."""
    return learn_border([Sided(case.text, case.sector, case.major) for case in cases])
