"""What the judge has seen before: the clauses' phrases and labelled cases, to lay a text beside, and how words lean."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial

from checklists.judgement.evidence import Folded
from checklists.judgement.leaning import Labelled, Leaning, learn
from checklists.judgement.lexicon import Examples, Lexicon
from checklists.judgement.similarity import Index

ORDINARY = "ordinary"
"""The name of all phrases of ordinary hazards."""
PHRASE = 0.3
"""How much a clause's own phrase counts beside a case: several say the same of one clause."""


@dataclass(frozen=True)
class Memory:
    """`signs` finds the clauses by whole phrases, `bags` by all their words together, `ordinary` the ordinary hazards;
    `leaning` is what words lean to by themselves."""

    signs: Index
    bags: Index
    ordinary: Index
    leaning: Leaning


def remembered(
    clauses: Mapping[str, Folded],
    lexicon: Lexicon,
    fold: Callable[[str], str],
    examples: Examples,
    leaning: Leaning,
    index: type[Index] | partial[Index] = Index,
) -> Memory:
    """The memory of the content's own phrases and of examples, which are folded already. `index` makes its indexes."""
    phrases = {
        clause_id: (*map(fold, one.clause.signs), *examples.major.get(clause_id, ()))
        for clause_id, one in clauses.items()
    }
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
        index((ORDINARY, phrase) for phrase in (*map(fold, lexicon.ordinary.phrases), *examples.ordinary)),
        leaning,
    )


@dataclass(frozen=True)
class Learned:
    """A folded case: the clause it was labelled with is None where it has none."""

    text: str
    major: bool
    clause: str | None


def examples(cases: Iterable[Learned]) -> Examples:
    """The cases as content/judgement/examples.yaml holds them."""
    major: dict[str, list[str]] = {}
    ordinary: list[str] = []
    for case in cases:
        if case.major and case.clause:
            major.setdefault(case.clause, []).append(case.text)
        elif not case.major:
            ordinary.append(case.text)
    return Examples(
        major={clause: tuple(dict.fromkeys(major[clause])) for clause in sorted(major)},
        ordinary=tuple(dict.fromkeys(ordinary)),
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
