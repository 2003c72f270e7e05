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


class Limit(Record):
    """A quantity that decides: it is a fault `above` or `below` a number; `at_least` and `at_most` include it.

    Measures: pressure in kPa, people, share in percent, length in metres, time in days, mass in tonnes. `ratio`
    compares two quantities of one text (核定120万吨, 出了138万吨): a fault when the larger is at least so many times
    the smaller. Where it is `needed`, a fault counts for less while no quantity is told.
    """

    measure: Literal["pressure", "people", "share", "length", "time", "mass"]
    above: float | None = None
    below: float | None = None
    at_least: float | None = None
    at_most: float | None = None
    ratio: float | None = None
    needed: bool = False

    def broken(self, value: float) -> bool:
        """Whether a quantity of this measure makes the hazard this clause's."""
        return (
            (self.above is not None and value > self.above)
            or (self.below is not None and value < self.below)
            or (self.at_least is not None and value >= self.at_least)
            or (self.at_most is not None and value <= self.at_most)
        )


class Clause(Record):
    """One condition that makes a hazard a major one, in our own words, and how people speak of it.

    `verified` says how far the official text was read: A the whole clause, B part, C not at all. `needs` are
    groups of words that must all be touched; `faults` the kinds of fault; `signs` whole phrases; `counter`
    what makes it ordinary; `parts` the conditions of a compound clause, all of which must hold; `ask` the one
    question that decides, with the answers that speak `toward` and `against`. `limits` are quantities that decide.
    `gathers` names kinds of fault which, at a device that another clause of the standard requires, belong here
    (GM-14: what must be there is there, but does not work). Where `one_suffices` a single case costs lives (a welder
    without a certificate, a bypassed interlock), and that it is only one or some makes it no smaller. An element of a
    combined judgement that `traps` people (a locked exit, beds in a workshop) is asked about even where it is met
    alone, and suspected beside one of the words of `people` (宿舍, 上班时间).
    """

    id: Identifier
    article: Words
    sector: Words
    condition: Words
    verified: Literal["A", "B", "C"]
    kind: Literal["direct", "combined"] = "direct"
    one_suffices: bool = False
    traps: bool = False
    people: tuple[Words, ...] = ()
    needs: tuple[tuple[Words, ...], ...] = ()
    faults: tuple[Fault, ...] = ()
    fault_words: tuple[Words, ...] = ()
    signs: tuple[Words, ...] = ()
    counter: tuple[Words, ...] = ()
    parts: tuple[Words, ...] = ()
    ask: str = ""
    toward: tuple[Words, ...] = ()
    against: tuple[Words, ...] = ()
    limits: tuple[Limit, ...] = ()
    gathers: tuple[Fault, ...] = ()


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
