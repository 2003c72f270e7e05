"""Photos in a form: asked for, early, late, or beside one of several questions."""

from __future__ import annotations

from checklists.form import Form
from checklists.question import Question
from checklists.texts import Texts
from dialogs.answers import Given, Refusal
from dialogs.options import meant, taps
from dialogs.proceeding import answered
from dialogs.state import Answer, State
from dialogs.step import MAX_PHOTOS, Notice, Step, moved
from dialogs.together import asking


def more_photos(form: Form, state: State, question: Question, answer: Answer) -> Step:
    """Photos come one message each: keep them until the person says that was all, or no more fit."""
    before = state.answers.get(question.id, Answer())
    photos = (*before.photos, *(photo for photo in answer.photos if photo not in before.photos))
    most = int(question.limits.max_count) if question.limits and question.limits.max_count else MAX_PHOTOS
    photos = photos[-1:] if most == 1 else photos[:most]  # where one is wanted, the newest is meant
    kept = before.model_copy(update={"photos": photos, "shown": str(len(photos))})
    if len(photos) >= most:
        return answered(form, state, question, kept)
    held = state.model_copy(update={"answers": {**state.answers, question.id: kept}})
    return Step(moved(held), (Notice("engine.photo_kept", {"count": len(photos)}),))


def late_photo(form: Form, state: State, given: Given) -> Step:
    """A photo sent when words are asked goes to the photos already given, if the form has any."""
    for question in form.questions:
        earlier = state.answers.get(question.id)
        if question.kind == "photo" and earlier is not None:
            photos = (*earlier.photos, *given.photos)[:MAX_PHOTOS]
            added = earlier.model_copy(update={"photos": photos, "shown": str(len(photos))})
            kept = state.model_copy(update={"answers": {**state.answers, question.id: added}})
            return Step(kept, (Notice("engine.photo_added", {"count": len(photos)}),))
    return Step(state, (Refusal("refuse.want_words"),))


def shows(question: Question) -> bool:
    """Whether a photo is wanted beside its answer."""
    return question.evidence is not None and question.evidence.want == "photo"


def early_photo(state: State, question: Question, given: Given) -> Step:
    """A photo sent before the answer stands beside it; the question stays as it was put."""
    photos = (*state.photos.get(question.id, ()), *given.photos)[:MAX_PHOTOS]
    kept = state.model_copy(update={"photos": {**state.photos, question.id: photos}})
    return Step(kept, (Notice("engine.photo_early", {"count": len(photos)}),))


def whose(form: Form, state: State, given: Given, texts: Texts) -> Step:
    """Put the photos that wait beside the question that was named; more photos wait with them."""
    if given.photos:
        return Step(state.model_copy(update={"held": (*state.held, *given.photos)[:MAX_PHOTOS]}))
    choices = taps(form, state, texts)
    tap = next((one for one in choices if one.id == given.tap), None) or meant(given.text, choices, by_number=True)
    if tap is None:
        return Step(state, (Refusal("refuse.no_such_option", {"count": len(choices)}),))
    photos = (*state.photos.get(tap.id, ()), *state.held)[:MAX_PHOTOS]
    kept = asking(state).model_copy(update={"photos": {**state.photos, tap.id: photos}, "held": ()})
    return Step(moved(kept), (Notice("engine.photo_beside", {"count": len(photos), "item": tap.label}),))
