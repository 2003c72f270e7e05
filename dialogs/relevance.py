"""Which questions apply, given what was answered and what is known."""

from __future__ import annotations

from checklists.form import Form
from checklists.question import Question
from dialogs.state import State


def relevant(question: Question, state: State) -> bool:
    """Whether the question's `when` holds now."""
    when = question.when
    return when is None or when.holds(state.values.get)


def following(form: Form, state: State) -> Question | None:
    """The next question that applies and is not answered, notes too, in the form's order."""
    answers = state.answers
    return next((question for question in form.applying(state.values) if question.id not in answers), None)


def applicable(form: Form, state: State) -> tuple[Question, ...]:
    """All questions that apply as things stand, answered or not; notes are not questions."""
    found: tuple[Question, ...] | None = state.worked_out.get("applicable")
    if found is None:
        applying = form.applying(state.values)
        found = state.worked_out["applicable"] = tuple(question for question in applying if question.kind != "note")
    return found
