"""Which questions apply, given what was answered and what is known."""

from __future__ import annotations

from checklists.form import Form
from checklists.question import Question
from dialogs.state import State


def relevant(question: Question, state: State) -> bool:
    """Whether the question's `when` holds now."""
    when = question.when
    return when is None or when.holds(state.values.get)


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
    found: tuple[Question, ...] | None = state.worked_out.get("applicable")
    if found is None:
        found = state.worked_out["applicable"] = tuple(
            question for question in form.questions if question.kind != "note" and relevant(question, state)
        )
    return found
