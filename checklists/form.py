"""Forms: an ordered set of questions that is carried out as a conversation."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from functools import cached_property

from checklists.question import Question, When
from checklists.record import Identifier, Record, Words

REMEMBERED = 1000
"""Ways in which the questions of one form may apply, remembered at a time."""


class Form(Record):
    """A conversation's questions. `complete` names the function that runs when it is finished.

    `facts` are names the conversation promises to supply (sector, high_risk, …), so that `when` can use them.
    `summary` shows all answers and asks for a confirmation at the end.
    """

    id: Identifier
    title: Words
    intro: str = ""
    complete: Identifier
    facts: tuple[Identifier, ...] = ()
    summary: bool = True
    looking: When | None = None
    """Where this holds nothing was entered, so there is nothing to read back and confirm."""
    together: bool = False
    """Whether harmless questions are put several at a time (checklists.question.Question.harmless)."""
    questions: tuple[Question, ...]

    def question(self, question_id: str) -> Question:
        """The question of that id; KeyError when there is none."""
        return self._by_id[question_id]

    @cached_property
    def version(self) -> str:
        """Twelve hexadecimal characters that change whenever anything a person would see changes."""
        return hashlib.sha256(self.model_dump_json().encode()).hexdigest()[:12]

    def applying(self, known: Mapping[str, str | tuple[str, ...] | None]) -> tuple[Question, ...]:
        """The questions whose `when` holds by what was answered and what is known, notes too, in their order.

        Hundreds of enterprises fill the same form in, and most answers decide nothing about other questions: what
        applies is remembered by what it depends on.
        """
        given = tuple(map(known.get, self._depends_on))
        found = self._applying.get(given)
        if found is None:
            if len(self._applying) >= REMEMBERED:
                self._applying.clear()
            found = self._applying[given] = tuple(
                one for one in self.questions if one.when is None or one.when.holds(known.get)
            )
        return found

    def ids(self) -> Iterator[str]:
        """The questions' ids in order."""
        return (question.id for question in self.questions)

    @cached_property
    def _depends_on(self) -> tuple[str, ...]:
        """The answers and facts that decide what applies, each once."""
        return tuple(dict.fromkeys(name for one in self.questions if one.when is not None for name in one.when.names()))

    @cached_property
    def _applying(self) -> dict[tuple[str | tuple[str, ...] | None, ...], tuple[Question, ...]]:
        return {}

    @cached_property
    def _by_id(self) -> dict[str, Question]:
        return {question.id: question for question in self.questions}
