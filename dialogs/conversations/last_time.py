"""What an enterprise answered the last time to the same checklist, to be confirmed instead of typed anew."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from checklists.form import Form
from checklists.periods import beijing_day, midnight
from checklists.question import Question
from dialogs.conversations.inspect import Duty
from dialogs.state import Answer, Value
from dialogs.talk import Talk
from storage import inspections
from storage.enterprises import Enterprise


@dataclass(frozen=True)
class LastTime:
    """Answers by question, and the day they were given on in words; empty where there was no time before."""

    answers: Mapping[str, Answer] = field(default_factory=dict)
    on: str = ""


def last_time(talk: Talk, enterprise: Enterprise, duty: Duty, form: Form) -> LastTime:
    """The answers of this campaign's last inspection by the same checklist, without days: those have passed."""
    one = inspections.last_of(
        talk.unit, talk.scope, enterprise.id, duty.plan.id, duty.checklist.id, since=midnight(duty.campaign.begins)
    )  # fmt: skip
    if one is None:
        return LastTime()
    questions = {question.id: question for question in form.questions if question.kind not in ("date", "photo", "note")}
    found: dict[str, Answer] = {}
    for row in inspections.answers(talk.unit, one):
        question = questions.get(row.question)
        answer = _answer(talk, question, row.value, row.not_applicable) if question is not None else None
        if answer is not None:
            found[row.question] = answer
    day = beijing_day(one.finished_at)
    return LastTime(found, talk.say("inspect.last_on", month=day.month, day=day.day))


def _answer(talk: Talk, question: Question, kept: object, not_applicable: str) -> Answer | None:
    """The answer as it would be given today; None where the question has changed so that it no longer fits."""
    if not_applicable:
        return Answer(not_applicable=not_applicable) if question.na else None
    value: Value = tuple(map(str, kept)) if isinstance(kept, list) else str(kept) if kept is not None else None
    if value is None:
        return None
    if question.kind in ("choice", "several", "confirm") and not question.options_from:
        labels = {option.id: option.label for option in question.choices()}
        ids = value if isinstance(value, tuple) else (value,)
        if not all(one in labels for one in ids):
            return None
        return Answer(value=value, shown="、".join(labels[one] for one in ids))
    if isinstance(value, tuple):
        return None
    if question.kind == "money":
        return Answer(value=value, shown=talk.say("engine.yuan", amount=value))
    return Answer(value=value, shown=f"{value}{question.unit}" if question.kind == "number" else value)
