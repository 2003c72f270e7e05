"""Turns where a conversation stands into the message that puts its question."""

from __future__ import annotations

from collections.abc import Iterable

from checklists.form import Form
from checklists.question import Question
from checklists.texts import Texts
from dialogs.engine import Notice
from dialogs.messages import Choice, Outbound
from dialogs.options import numbered, taps
from dialogs.relevance import applicable
from dialogs.state import Answer, State

OWN_WORDS = ".ask"
"""A fact of this name behind a question's id is put in place of its words: what the judge wants to know, for one."""


def prompt(form: Form, state: State, session_id: int, texts: Texts, notices: tuple[Notice, ...] = ()) -> Outbound:
    """The message for the question being asked, what has to be said first in front of it."""
    said = in_words(notices, texts)
    choices = tuple(
        Choice(label=tap.label, token=f"{session_id}.{state.step}.{number}")
        for number, tap in enumerate(taps(form, state, texts), 1)
    )
    if state.mode == "summary" and any(notice.key == "refuse.summary" for notice in notices):
        body = ""  # the list was shown just before; the refusal says what to do with it
    else:
        body = _summary(form, state, texts) if state.mode in ("summary", "pick") else _question(form, state, texts)
    several = state.mode == "answer" and form.question(state.at).kind == "several"
    return Outbound(
        text="\n\n".join(filter(None, (said, body))), choices=choices, numbered=numbered(form, state), several=several
    )


def in_words(notices: Iterable[Notice], texts: Texts) -> str:
    """What has to be said, each on its own; "" for nothing."""
    return "\n\n".join(texts(notice.key, **notice.params) for notice in notices)


def explained(form: Form, state: State, texts: Texts) -> str:
    """Help for the question being asked: how to answer, what is wanted, on what basis."""
    lines = []
    if state.at:
        question = form.question(state.at)
        lines.append(texts("engine.help", help=question.help) if question.help else texts("engine.no_help"))
        if question.basis:
            lines.append(texts("engine.basis", basis=question.basis))
    lines.append(texts("engine.commands"))
    return "\n".join(lines)


def shown(answer: Answer, texts: Texts) -> str:
    """An answer as people read it back."""
    if answer.not_applicable:
        return texts("engine.answer_na", reason=answer.not_applicable)
    parts = [answer.shown] if answer.value is not None and answer.shown else []
    if answer.photos:
        parts.append(texts("engine.answer_photos", count=len(answer.photos)))
    if answer.note and answer.note != answer.shown and answer.value is not None and not _is_position(answer.note):
        parts.append(answer.note)
    return "；".join(parts) or texts("engine.answer_none")


def _question(form: Form, state: State, texts: Texts) -> str:
    question = form.question(state.at)
    if state.mode == "reason":
        return texts("engine.reason")
    if state.mode == "evidence" and question.evidence is not None:
        return texts(f"engine.evidence_{question.evidence.want}", ask=question.evidence.ask)
    asked = [one.id for one in applicable(form, state)]
    lines = [str(state.facts.get(f"{question.id}{OWN_WORDS}") or question.ask)]
    if len(asked) > 1 and form.summary and question.id in asked:
        lines[0] += texts("engine.progress", number=asked.index(question.id) + 1, total=len(asked))
    how = _how(question, state)
    if how:
        kept = state.answers.get(question.id)
        lines.append(texts(f"engine.how_{how}", unit=question.unit, count=len(kept.photos) if kept else 0))
    return "\n".join(lines)


def _how(question: Question, state: State) -> str:
    """Which line tells how to answer; none where options speak for themselves."""
    if question.kind == "photo":
        given = state.answers.get(question.id)
        return "more_photos" if given is not None and given.photos else "photo"
    if question.kind == "number" and question.unit:
        return "number_unit"
    if question.kind in ("number", "money", "date", "place", "several"):
        return question.kind
    if question.kind == "person" and question.options_from:
        return "person"
    return ""


def _summary(form: Form, state: State, texts: Texts) -> str:
    lines = [texts("engine.summary")]
    answered = [question for question in applicable(form, state) if question.id in state.answers]
    for number, question in enumerate(answered, 1):
        answer = shown(state.answers[question.id], texts)
        lines.append(texts("engine.summary_line", number=number, ask=question.label or question.ask, answer=answer))
    lines.append(texts("engine.pick" if state.mode == "pick" else "engine.summary_end"))
    return "\n".join(lines)


def _is_position(note: str) -> bool:
    return note.replace(",", "").replace(".", "").replace("-", "").isdigit()
