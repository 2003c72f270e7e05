"""Turns where a conversation stands into the message that puts its question."""

from __future__ import annotations

from collections.abc import Iterable

from checklists.form import Form
from checklists.question import Question
from checklists.texts import Texts
from dialogs.messages import Choice, Outbound
from dialogs.options import numbered, taps
from dialogs.photos import shows
from dialogs.relevance import applicable
from dialogs.state import Answer, State
from dialogs.step import Notice
from dialogs.together import expected, members

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
    if state.mode == "whose":
        return texts("engine.whose", count=len(state.held))
    if group := members(form, state):
        return _together(form, state, group, texts)
    if state.mode == "evidence" and question.evidence is not None:
        return texts(f"engine.evidence_{question.evidence.want}", ask=question.evidence.ask)
    asked = [one.id for one in applicable(form, state)]
    lines = [str(state.facts.get(f"{question.id}{OWN_WORDS}") or question.ask)]
    if len(asked) > 1 and form.summary and question.id in asked:
        lines[0] += texts("engine.progress", number=asked.index(question.id) + 1, total=len(asked))
    lines += _before(question, state, texts) or _invited(form, question, texts)
    how = _how(question, state)
    if how:
        kept = state.answers.get(question.id)
        lines.append(texts(f"engine.how_{how}", unit=question.unit, count=len(kept.photos) if kept else 0))
    return "\n".join(lines)


def _before(question: Question, state: State, texts: Texts) -> list[str]:
    """What was answered the time before, and photos sent already."""
    last, photos = state.last.get(question.id), len(state.photos.get(question.id, ()))
    lines = [texts("engine.last", day=state.last_on, answer=shown(last, texts))] if last is not None else []
    return [*lines, texts("engine.photos_here", count=photos)] if photos else lines


def _invited(form: Form, question: Question, texts: Texts) -> list[str]:
    wanted = question.evidence if form.together and question.evidence_invited else None
    return [texts("engine.photo_first", ask=wanted.ask)] if wanted is not None else []


def _together(form: Form, state: State, group: tuple[Question, ...], texts: Texts) -> str:
    asked = [one.id for one in applicable(form, state)]
    places = _runs([asked.index(one.id) + 1 for one in group], texts)
    lines = [texts("engine.together", places=places, total=len(asked))]
    for number, one in enumerate(group, 1):
        answer = expected(one, state)
        said = shown(answer, texts) if answer is not None else ""
        plain = answer is not None and answer.value == "yes" and said == texts("engine.yes")
        line = texts("engine.together_line", number=number, ask=one.ask)
        line += "" if plain else texts("engine.together_as", answer=said)
        photos = len(state.photos.get(one.id, ()))
        lines.append(line + (texts("engine.together_photos", count=photos) if photos else ""))
    known = all(one.id in state.last for one in group)
    lines.append(texts("engine.together_last", day=state.last_on) if known else texts("engine.together_how"))
    if any(shows(one) for one in group):
        lines[-1] += texts("engine.together_photo")
    return "\n".join(lines)


def _runs(places: list[int], texts: Texts) -> str:
    """The places in the form as 1–4、6: between those put together may stand one that is asked singly."""
    begins = [place for place in places if place - 1 not in places]
    ends = [place for place in places if place + 1 not in places]
    runs = (str(begin) if begin == end else f"{begin}–{end}" for begin, end in zip(begins, ends, strict=True))
    return texts("engine.together_and").join(runs)


def _how(question: Question, state: State) -> str:
    """Which line tells how to answer; none where options speak for themselves."""
    if question.kind == "photo":
        given = state.answers.get(question.id)
        return "more_photos" if given is not None and given.photos else "photo"
    if question.kind == "number" and question.unit:
        return "number_unit"
    if question.kind == "date" and question.limits is not None and question.limits.not_before == "today":
        return "date_ahead"
    if question.kind in ("number", "money", "date", "place", "several"):
        return question.kind
    if question.kind == "person" and question.options_from:
        return "person"
    return ""


def _summary(form: Form, state: State, texts: Texts) -> str:
    lines = [texts("engine.summary")]
    for number, question in enumerate(applicable(form, state), 1):
        if question.id not in state.answers:
            continue
        answer = shown(state.answers[question.id], texts)
        lines.append(texts("engine.summary_line", number=number, ask=question.label or question.ask, answer=answer))
    lines.append(texts("engine.pick" if state.mode == "pick" else "engine.summary_end"))
    return "\n".join(lines)


def _is_position(note: str) -> bool:
    return note.replace(",", "").replace(".", "").replace("-", "").isdigit()
