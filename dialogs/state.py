"""Where a conversation stands: one JSON value, enough to go on after days, a restart, or on another channel."""

from __future__ import annotations

from functools import cached_property
from typing import Any, Literal, Self

from pydantic import BaseModel, ConfigDict

Value = str | tuple[str, ...] | None
"""What was answered: an option id, several of them, words, or a number, date or sum in plain notation."""

Mode = Literal["answer", "reason", "evidence", "whose", "summary", "pick", "finished"]
"""`whose`: to which of several questions a photo belongs."""


ON_RECORD = "record."
"""A fact of this name with a question's id says what stands on record as evidence for its answer; the list of the same
name holds the ids of the photos that belong to it."""


class Saved(BaseModel):
    """Base of what is kept in a session."""

    model_config = ConfigDict(frozen=True)


class Listed(Saved):
    """One option of a list the conversation supplied, with other words for it."""

    id: str
    label: str
    words: tuple[str, ...] = ()


class Answer(Saved):
    """An answer with what belongs to it. `not_applicable` holds the reason given for 不涉及."""

    value: Value = None
    shown: str = ""
    not_applicable: str = ""
    photos: tuple[int, ...] = ()
    note: str = ""
    at: str = ""
    """When it was given, ISO 8601 in UTC; "" for one that was known beforehand."""
    together: str = ""
    """The first of the questions that were confirmed with the same tap; "" for one that was answered by itself."""


class State(Saved):
    """A session's state. `step` grows with every question put, so that a tap on an old one is recognised.

    `at` is the question being asked, `path` the questions answered in order (for going back). `last` are the answers
    of the time before, `last_on` its day in words; `apart` are questions that will not be confirmed together with
    others; `photos` came before the answer they stand beside, `held` wait to be told which that is. `paged`: it was
    moved on a page since it was last put in a chat. `doubted` are the days that were asked back, by question.
    """

    step: int = 0
    mode: Mode = "answer"
    at: str = ""
    path: tuple[str, ...] = ()
    answers: dict[str, Answer] = {}
    facts: dict[str, Value] = {}
    lists: dict[str, tuple[Listed, ...]] = {}
    last: dict[str, Answer] = {}
    last_on: str = ""
    apart: tuple[str, ...] = ()
    photos: dict[str, tuple[int, ...]] = {}
    held: tuple[int, ...] = ()
    paged: bool = False
    doubted: dict[str, str] = {}

    def __copy__(self) -> Self:
        """A copy may differ: what was worked out for this one does not go along."""
        made = super().__copy__()
        made.__dict__.pop("worked_out", None)
        return made

    @cached_property
    def worked_out(self) -> dict[str, Any]:
        """What follows from it and its form, asked for several times with one message: by what it is."""
        return {}

    def value(self, name: str) -> Value:
        """The answer to a question, or else the fact of that name."""
        return self.values.get(name)

    @property
    def values(self) -> dict[str, Value]:
        """What every question was answered, and every fact no question was: looked up some forty times a message."""
        found: dict[str, Value] | None = self.worked_out.get("values")
        if found is None:
            given = {name: one.value for name, one in self.answers.items() if not one.not_applicable}
            found = self.worked_out["values"] = {**self.facts, **given}
        return found

    def stamped(self, before: State, now: str) -> State:
        """The same with the moment written into each answer that was not so before; the engine knows no clock."""
        changed = {
            name: answer.model_copy(update={"at": now})
            for name, answer in self.answers.items()
            if answer is not (there := before.answers.get(name)) and answer != there
        }
        return self.model_copy(update={"answers": {**self.answers, **changed}}) if changed else self
