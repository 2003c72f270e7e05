"""Clauses as the judge reads them: their words folded and widened by synonyms, and which clauses need a word."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping

from checklists.content import Content
from checklists.judgement.evidence import Folded
from checklists.judgement.lexicon import Lexicon
from checklists.standard import Fault

PRESENCE: frozenset[Fault] = frozenset(
    {"misplaced", "prohibited", "shared", "altered", "concealed", "exceeded", "blocked", "accumulated", "disabled"}
)
"""Kinds of clauses by which something is there that must not be."""
ABSENCE: frozenset[Fault] = frozenset({"absent", "insufficient", "untested", "unmanaged", "unqualified"})
"""Kinds of clauses by which something is to be there: that it is not is no denial."""
RARE = 2
"""A word is rare that no more clauses of a standard need."""


def folded_clauses(content: Content, lexicon: Lexicon, fold: Callable[[str], str]) -> Iterator[Folded]:
    """Every clause of every standard, its words as `fold` leaves them."""
    together = {
        word: words for words in (tuple(map(fold, one)) for one in lexicon.synonyms.synonyms) for word in words
    }  # fmt: skip
    acts = lexicon.faults.acts
    for standard in content.standards.values():
        needs = {
            clause.id: tuple(_widened(tuple(map(fold, group)), together) for group in clause.needs)
            for clause in standard.clauses
        }
        counts = Counter(word for groups in needs.values() for word in {word for group in groups for word in group})
        for clause in standard.clauses:
            kinds = frozenset(clause.faults)
            there = kinds & PRESENCE and not kinds & ABSENCE and not clause.gathers
            yield Folded(
                clause,
                standard,
                needs=needs[clause.id],
                rare=frozenset(
                    word for group in needs[clause.id] for word in group if len(word) >= 3 and counts[word] <= RARE
                ),
                deniable=frozenset(
                    word
                    for group in needs[clause.id]
                    for word in group
                    if there and len(word) > 1 and not any(act in word for act in acts)
                ),  # fmt: skip
                fault_words=tuple(map(fold, clause.fault_words)),
                counter=tuple(map(fold, clause.counter)),
                toward=tuple(map(fold, clause.toward)),
                against=tuple(map(fold, clause.against)),
                people=tuple(map(fold, clause.people)),
            )


def needing(clauses: Iterable[Folded]) -> Mapping[str, frozenset[str]]:
    """By each word that clauses need, their ids."""
    found: dict[str, set[str]] = defaultdict(set)
    for folded in clauses:
        for group in folded.needs:
            for word in group:
                found[word].add(folded.clause.id)
    return {word: frozenset(ids) for word, ids in found.items()}


def _widened(group: tuple[str, ...], together: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """A group of needs with the synonyms of its words."""
    return tuple(dict.fromkeys(one for word in group for one in (word, *together.get(word, ()))))
