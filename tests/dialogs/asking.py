"""Puts a form written in the test to somebody who answers in words, and says where that leads."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

import yaml

from checklists.form import Form
from checklists.texts import Texts
from dialogs import engine
from dialogs.answers import Given
from dialogs.engine import Derived, Step
from dialogs.messages import Outbound, Place
from dialogs.options import taps
from dialogs.rendering import prompt
from dialogs.state import Answer, Listed, State, Value

TODAY = date(2023, 6, 12)


def form(questions: str, *, summary: bool = False, facts: tuple[str, ...] = ()) -> Form:
    """A form from YAML: a list of questions, every scalar a word as in content files."""
    read = yaml.load(questions, Loader=yaml.BaseLoader)
    return Form.model_validate(
        {"id": "test", "title": "试卷", "complete": "test", "summary": summary, "facts": facts, "questions": read}
    )


@dataclass
class Asked:
    """A form being answered. `said` are the notices of the last step, as keys."""

    form: Form
    texts: Texts
    facts: Mapping[str, Value] = field(default_factory=dict)
    lists: Mapping[str, tuple[Listed, ...]] = field(default_factory=dict)
    step: Step = field(init=False)

    def __post_init__(self) -> None:
        self.step = engine.begin(self.form, self.facts, self.lists)

    @property
    def at(self) -> str:
        """The question being asked, with its mode where it is not the question itself."""
        state = self.step.state
        return state.at if state.mode == "answer" else f"{state.at} {state.mode}".strip()

    @property
    def said(self) -> list[str]:
        return [notice.key for notice in self.step.notices]

    @property
    def state(self) -> State:
        return self.step.state

    @property
    def shown(self) -> Outbound:
        """The message that puts the question."""
        return prompt(self.form, self.state, 1, self.texts, self.step.notices)

    def options(self) -> list[str]:
        return [tap.label for tap in taps(self.form, self.state, self.texts)]

    def give(self, given: Given) -> Asked:
        self.step = engine.advance(self.form, self.state, given, self.texts)
        return self

    def say(self, *texts: str) -> Asked:
        for text in texts:
            self.give(Given(today=TODAY, text=text))
        return self

    def tap(self, label: str) -> Asked:
        chosen = next(tap for tap in taps(self.form, self.state, self.texts) if tap.label == label)
        return self.give(Given(today=TODAY, tap=chosen.id))

    def photo(self, *photos: int) -> Asked:
        return self.give(Given(today=TODAY, photos=photos))

    def place(self, latitude: float, longitude: float, label: str = "") -> Asked:
        return self.give(Given(today=TODAY, place=Place(latitude=latitude, longitude=longitude, label=label)))

    def back(self) -> Asked:
        self.step = engine.back(self.state)
        return self

    def change(self, number: int | None = None) -> Asked:
        self.step = engine.change(self.form, self.state, number)
        return self

    def derive(self, found: Derived) -> Asked:
        self.step = engine.derived(self.form, self.state, found)
        return self

    def answer(self, name: str) -> Answer:
        return self.state.answers[name]

    def value(self, name: str) -> Value:
        return self.answer(name).value
