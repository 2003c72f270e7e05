"""Questions: what may be asked, when, and what an answer means.

XLSForm's ideas under plain names (https://xlsform.org/en/): `when` is its `relevant`, `message` its
`constraint_message`, `help` its `hint`.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Literal

from pydantic import model_validator

from checklists.record import Identifier, Record, Words

Kind = Literal["choice", "several", "text", "number", "money", "date", "photo", "person", "place", "confirm", "note"]
"""`note` says something and asks nothing; the rest expect an answer."""

Values = tuple[str, ...]


class Option(Record):
    """One answer that can be tapped, typed as its number, or said in one of its `words`."""

    id: Identifier
    label: Words
    words: tuple[Words, ...] = ()


class Evidence(Record):
    """What should be shown beside an answer. `on`: the option ids after which it is asked; empty = always."""

    want: Literal["photo", "text"] = "photo"
    ask: Words
    on: tuple[Identifier, ...] = ()
    required: bool = False


class Negative(Record):
    """What a bad answer means: what is missing, how to put it right, and the clause it points to."""

    on: tuple[Identifier, ...] = ("no",)
    missing: Words
    fix: str = ""
    clause: Identifier | None = None


class Limits(Record):
    """XLSForm's `constraint`, as plain bounds; each broken bound is answered with the question's `message`."""

    min: Decimal | None = None
    max: Decimal | None = None
    min_length: int | None = None
    max_length: int | None = None
    min_count: int | None = None
    max_count: int | None = None
    pattern: str | None = None
    not_before: date | Literal["today"] | None = None
    not_after: date | Literal["today"] | None = None
    within_days: int | None = None
    """How many days ahead a date may lie: a slip of the year is no deadline."""
    doubt_days: int | None = None
    """Beyond how many days ahead a date is asked back before it is taken: nobody means to leave a hazard that long."""
    check: Identifier | None = None
    """A named check that knows more than bounds, such as `uscc` (GB 32100 check character)."""


class When(Record):
    """Relevance: every entry of `all` must hold, and where `any` is given one of it.

    An entry is an earlier question's id or a fact's name, with the values that make it true. In files it is
    written as a plain mapping: `when: {hot_work: yes, sector: [mine, industry]}`.
    """

    all: tuple[tuple[str, Values], ...] = ()
    any: tuple[tuple[str, Values], ...] = ()

    @model_validator(mode="before")
    @classmethod
    def _from_mapping(cls, raw: object) -> object:
        if not isinstance(raw, dict) or (
            raw.keys() <= {"all", "any"} and not all(isinstance(value, str) for value in raw.values())
        ):
            if isinstance(raw, dict):
                return {key: _pairs(value) for key, value in raw.items()}
            return raw
        return {"all": _pairs(raw)}

    def holds(self, known: Callable[[str], str | Values | None]) -> bool:
        """Whether every entry of `all` is true, and one of `any` where given. What is not known does not hold."""
        for name, values in self.all:  # plain loops: this runs for each question of a form with every message
            if not _touches(known(name), values):
                return False
        return not self.any or any(_touches(known(name), values) for name, values in self.any)

    def names(self) -> tuple[str, ...]:
        """The questions and facts this looks at."""
        return tuple(name for name, _ in (*self.all, *self.any))


def _touches(known: str | Values | None, values: Values) -> bool:
    if known is None or isinstance(known, str):
        return known in values
    return any(one in values for one in known)


def _pairs(raw: object) -> object:
    if not isinstance(raw, dict):
        return raw
    return tuple(
        (name, tuple(value) if isinstance(value, (list, tuple)) else (str(value),)) for name, value in raw.items()
    )


YES_NO = (Option(id="yes", label="是"), Option(id="no", label="否"))


class Question(Record):
    """One question of a form.

    `options_from` names a list that the conversation supplies when the question is put (open hazards,
    suggested duplicates). `derive` names a step the conversation carries out once the question is answered
    (judging words, looking a code up). `awaits` is the option that is taken for the person once what is done behind
    the conversation (reading a photo) has come to its end. `label` is a short name for the summary. `na` allows
    不涉及, always with a reason. `key` marks what a plan wants asked singly and shown. `together: false` keeps a
    question out of those that are confirmed several at a time. `personal`: the answer is an identity number or a phone,
    read back by its last signs only and never kept in plain words. `basis` is plan and section, as people cite it.
    """

    id: Identifier
    kind: Kind = "choice"
    ask: Words
    label: str = ""
    help: str = ""
    options: tuple[Option, ...] = ()
    options_from: Identifier | None = None
    when: When | None = None
    limits: Limits | None = None
    message: str = ""
    optional: bool = False
    na: bool = False
    key: bool = False
    together: bool | None = None
    personal: bool = False
    unit: str = ""
    evidence: Evidence | None = None
    negative: Negative | None = None
    derive: Identifier | None = None
    awaits: Identifier | None = None
    basis: str = ""

    @model_validator(mode="after")
    def _whole(self) -> Question:
        if self.options and self.kind not in ("choice", "several", "confirm"):
            raise ValueError(f"a question of kind {self.kind} has no options; remove them or use kind: choice")
        if self.kind == "confirm" and {one.id for one in self.choices()} != {"yes", "no"}:
            raise ValueError("a confirmation has the options yes and no, or none of its own; call them so")
        if self.kind == "several" and not (self.options or self.options_from):
            raise ValueError("a question of kind several needs options")
        if self.personal and self.kind != "text":
            raise ValueError(f"a question of kind {self.kind} is not personal; remove personal or use kind: text")
        known = {option.id for option in self.choices()}
        for owner, ids in (
            ("evidence", self.evidence.on if self.evidence else ()),
            ("negative", self.negative.on if self.negative and self.kind in ("choice", "several") else ()),
        ):
            for missing in () if self.options_from else set(ids) - known:
                raise ValueError(f"{owner}.on names the option {missing!r}; options are {', '.join(sorted(known))}")
        return self

    def bad(self, value: str | Values | None) -> bool:
        """Whether that answer is one of those it calls negative."""
        given = value if isinstance(value, tuple) else (value,)
        return self.negative is not None and any(one in self.negative.on for one in given)

    @cached_property
    def harmless(self) -> bool:
        """Whether it may be confirmed together with others: a choice that is neither key nor points to a clause.

        Files can only say no: nothing makes a question harmless that would be a major hazard when it is not so.
        """
        return (
            self.together is not False
            and self.kind == "choice"
            and not (self.key or self.optional or self.derive or self.awaits or self.options_from)
            and self.negative is not None
            and self.negative.clause is None
            and not (self.evidence is not None and self.evidence.required)
        )

    @property
    def evidence_invited(self) -> bool:
        """Whether its photo may be sent before the answer and is not asked for after it: it is wanted, not required,
        and nothing major hangs on it."""
        wanted = self.evidence
        major = self.key or (self.negative is not None and self.negative.clause is not None)
        return wanted is not None and wanted.want == "photo" and not wanted.required and not major

    def choices(self) -> tuple[Option, ...]:
        """The fixed options; a choice or a confirmation without its own is 是 / 否."""
        if self.kind in ("choice", "confirm") and not self.options and not self.options_from:
            return YES_NO
        return self.options
