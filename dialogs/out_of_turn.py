"""A form answered in any order, as a page does that shows all of it: pure, like the engine, and the same state."""

from __future__ import annotations

from hashlib import sha256

from checklists.form import Form
from checklists.question import Question
from checklists.texts import Texts
from dialogs.answers import Given, Refusal, read_answer
from dialogs.confirming import confirmed
from dialogs.folding import cleaned, folded
from dialogs.options import NOT_APPLICABLE, RECORD, SAME
from dialogs.proceeding import owing, proceed
from dialogs.relevance import applicable
from dialogs.state import Answer, State
from dialogs.step import MAX_PHOTOS, Step
from dialogs.together import expected, fits, good_on_record


def stamp(state: State, name: str) -> str:
    """What an answer looks like now: twelve signs that change with it. A page that shows another one is stale."""
    answer = state.answers.get(name)
    seen = answer.model_dump_json(exclude={"at", "together"}) if answer is not None else ""
    return sha256(f"{seen} {state.photos.get(name, ())}".encode()).hexdigest()[:12]


def put(form: Form, state: State, name: str, given: Given, reason: str, texts: Texts) -> Step:
    """Answer one question, whichever is being asked in the chat. Its photos stay; a refusal changes nothing.

    The chat goes on with the first that is open. `reason` goes with 不涉及.
    """
    question = next((one for one in applicable(form, state) if one.id == name), None)
    if question is None:
        return Step(state, (Refusal("checkpage.no_longer_asked"),))
    answer = _read(question, state, given, reason, texts)
    if isinstance(answer, Refusal):
        return Step(state, (answer,))
    before = state.answers.get(name, Answer())
    photos = (*before.photos, *state.photos.get(name, ()), *answer.photos)
    answer = answer.model_copy(update={"photos": tuple(dict.fromkeys(photos))[:MAX_PHOTOS]})
    path = state.path if name in state.path else (*state.path, name)
    held = {one: some for one, some in state.photos.items() if one != name}
    return _on(
        form, state.model_copy(update={"answers": {**state.answers, name: answer}, "path": path, "photos": held})
    )


def put_photos(form: Form, state: State, name: str, photos: tuple[int, ...]) -> Step:
    """These photos stand beside a question from now on, answered or not, in place of those of before."""
    if name not in {one.id for one in applicable(form, state)}:
        return Step(state, (Refusal("checkpage.no_longer_asked"),))
    kept, answer = photos[:MAX_PHOTOS], state.answers.get(name)
    if answer is None:
        return _on(form, state.model_copy(update={"photos": {**state.photos, name: kept}}))
    changed = answer.model_copy(update={"photos": kept})
    return _on(form, state.model_copy(update={"answers": {**state.answers, name: changed}}))


def photos_of(state: State, name: str) -> tuple[int, ...]:
    """The photos that stand beside a question."""
    answer = state.answers.get(name)
    return answer.photos if answer is not None else state.photos.get(name, ())


def put_together(form: Form, state: State) -> Step:
    """Confirm every harmless question that is open, as one tap does in the chat."""
    return _on(form, confirmed(state, still_together(form, state)))


def still_together(form: Form, state: State) -> tuple[Question, ...]:
    """The open questions that one tap would confirm."""
    return tuple(one for one in form.questions if form.together and fits(one, state) and expected(one, state))


def missing(form: Form, state: State) -> tuple[Question, ...]:
    """What stands between this form and its end: open questions, and answers whose evidence is still owed."""
    return tuple(one for one in applicable(form, state) if one.id not in state.answers or owing(one, state))


def _on(form: Form, state: State) -> Step:
    step = proceed(form, state.model_copy(update={"mode": "answer", "held": ()}))
    return Step(step.state.model_copy(update={"paged": True}), step.notices)


def _read(question: Question, state: State, given: Given, reason: str, texts: Texts) -> Answer | Refusal:
    if given.tap == NOT_APPLICABLE and question.na:
        said = cleaned(reason)
        if not 2 <= len(said) <= 200 or folded(said).isdigit():
            return Refusal("refuse.want_reason")
        return Answer(not_applicable=said)
    if given.tap == RECORD:
        return good_on_record(question, state) or Refusal("checkpage.no_longer_asked")
    if given.tap == SAME and question.id in state.last:
        return state.last[question.id].model_copy(update={"at": "", "photos": ()})
    return read_answer(question, state, given, texts)
