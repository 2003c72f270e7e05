"""What comes of one input to a form: the new state, what to say, and what the conversation has to do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from dialogs.answers import Refusal
from dialogs.state import Answer, Listed, State, Value

Notice = Refusal
"""Something to say before the question is put again: a text's key with its parameters."""

MAX_PHOTOS = 9


@dataclass(frozen=True)
class Step:
    """What came of one input: the new state, what to say first, and what the conversation has to do."""

    state: State
    notices: tuple[Notice, ...] = ()
    derive: str = ""
    finished: bool = False
    photos: tuple[int, ...] = ()
    """Shown with the next question."""


@dataclass(frozen=True)
class Derived:
    """What a conversation worked out: facts and lists for later questions, and something to say."""

    facts: Mapping[str, Value] = field(default_factory=dict)
    lists: Mapping[str, tuple[Listed, ...]] = field(default_factory=dict)
    notices: tuple[Notice, ...] = ()
    photos: tuple[int, ...] = ()
    """Shown with what is said."""
    ask_again: bool = False
    """The answer turned out not to do (a code that is not valid): put the same question again."""
    answers: Mapping[str, Answer] = field(default_factory=dict)
    """Answers the person has just agreed to as a whole (fields read from a photo); their questions are not put."""
    forget: tuple[str, ...] = ()
    """Questions whose earlier answers no longer hold, since what they were about has changed; they are put again."""


def moved(state: State, **update: object) -> State:
    """The state a step further: buttons of before are old from now on."""
    return state.model_copy(update={**update, "step": state.step + 1})
