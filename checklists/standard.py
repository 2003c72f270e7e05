"""National judgement standards 重大事故隐患判定标准 as data, with the days on which each is in force."""

from __future__ import annotations

from datetime import date
from typing import Literal

from checklists.record import Identifier, Record, Words

Fault = Literal[
    "absent",
    "broken",
    "disabled",
    "blocked",
    "insufficient",
    "exceeded",
    "expired",
    "unapproved",
    "unqualified",
    "unmanaged",
    "misplaced",
    "altered",
    "shared",
    "leaking",
    "accumulated",
    "unisolated",
    "concealed",
    "prohibited",
    "unresponsive",
    "untested",
]


class Clause(Record):
    """One condition that makes a hazard a major one, in our own words, and how people speak of it.

    `verified` says how far the official text was read: A the whole clause, B part, C not at all. `needs` are
    groups of words that must all be touched; `faults` the kinds of fault; `signs` whole phrases; `counter`
    what makes it ordinary; `parts` the conditions of a compound clause, all of which must hold; `ask` the one
    question that decides, with the answers that speak `toward` and `against`.
    """

    id: Identifier
    article: Words
    sector: Words
    condition: Words
    verified: Literal["A", "B", "C"]
    kind: Literal["direct", "combined"] = "direct"
    needs: tuple[tuple[Words, ...], ...] = ()
    faults: tuple[Fault, ...] = ()
    fault_words: tuple[Words, ...] = ()
    signs: tuple[Words, ...] = ()
    counter: tuple[Words, ...] = ()
    parts: tuple[Words, ...] = ()
    ask: str = ""
    toward: tuple[Words, ...] = ()
    against: tuple[Words, ...] = ()


class Standard(Record):
    """One standard's clauses. `valid_to` is the last day in force; empty while it still is."""

    prefix: Identifier
    title: Words
    document: str
    sector: Words
    valid_from: date
    valid_to: date | None = None
    replaces: str | None = None
    replaced_by: str | None = None
    note: str | None = None
    clauses: tuple[Clause, ...]

    def in_force(self, day: date) -> bool:
        """Whether a finding of that day is judged by this text."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


class TitleOnly(Record):
    """A standard known by title only: what to consult, and whose text `serves` meanwhile."""

    sector: Words
    title: Words
    document: str | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    serves: Identifier | None = None
    consult: Words
