"""Which questions apply, given what was answered and what is known."""

from __future__ import annotations

from checklists.form import Form
from checklists.question import Question, Values, When
from dialogs.state import State


def relevant(question: Question, state: State) -> bool:
    """Whether the question's `when` holds now."""
    return holds(question.when, state)


def holds(when: When | None, state: State) -> bool:
    """Every entry of `all`, and one of `any` where given; a name that is not known yet does not hold."""
    if when is None:
        return True
    every = all(_touches(state, name, values) for name, values in when.all)
    return every and (not when.any or any(_touches(state, name, values) for name, values in when.any))


def following(form: Form, state: State, after: str) -> Question | None:
    """The next question that applies and is not answered, in the form's order, after that one ("" = from the start)."""
    questions = form.questions
    start = 1 + next((index for index, question in enumerate(questions) if question.id == after), -1)
    for question in questions[start:]:
        if question.id not in state.answers and relevant(question, state):
            return question
    return None


def applicable(form: Form, state: State) -> tuple[Question, ...]:
    """All questions that apply as things stand, answered or not; notes are not questions."""
    return tuple(question for question in form.questions if question.kind != "note" and relevant(question, state))


def _touches(state: State, name: str, values: Values) -> bool:
    value = state.value(name)
    given = value if isinstance(value, tuple) else (value,)
    return any(one in values for one in given if one is not None)
