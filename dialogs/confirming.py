"""Several questions answered with one tap, all as expected or all but some."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from checklists.form import Form
from checklists.question import Question
from checklists.texts import Texts
from dialogs.answers import Given, Refusal
from dialogs.odd_ones import odd_ones
from dialogs.options import ALL, SINGLY, meant, taps
from dialogs.proceeding import proceed
from dialogs.state import State
from dialogs.step import MAX_PHOTOS, Notice, Step, moved
from dialogs.together import expected


def together(form: Form, state: State, group: tuple[Question, ...], given: Given, texts: Texts) -> Step:
    """All of them are as expected, or all but those whose numbers were named; a photo is asked about."""
    if given.photos:
        return Step(moved(state, mode="whose", held=given.photos[:MAX_PHOTOS]))
    tap = given.tap or ("" if (one := meant(given.text, taps(form, state, texts), False)) is None else one.id)
    apart = odd_ones(given.text, len(group), texts) if not tap else frozenset()
    if tap == SINGLY:
        return proceed(form, state.model_copy(update={"apart": (*state.apart, *(one.id for one in group))}))
    if tap != ALL and apart is None:
        return Step(state, (Refusal("refuse.together", {"count": len(group)}),))
    otherwise = tuple(one.id for number, one in enumerate(group, 1) if number in (apart or ()))
    step = proceed(form, confirmed(state, [one for one in group if one.id not in otherwise], otherwise))
    if not otherwise:
        return step
    rest = len(group) - len(otherwise)
    said = Notice("engine.rest_kept", {"rest": rest}) if rest else Notice("engine.one_by_one")
    return replace(step, notices=(said, *step.notices))


def confirmed(state: State, group: Sequence[Question], apart: Sequence[str] = ()) -> State:
    """The state with all of them answered as expected by one tap, and those set apart that are to be asked singly."""
    given = {one.id: answer for one in group if (answer := expected(one, state)) is not None}
    first = next(iter(given), "")
    answers = {
        name: answer.model_copy(
            update={"together": first, "photos": (*state.photos.get(name, ()), *answer.photos)[:MAX_PHOTOS]}
        )
        for name, answer in given.items()
    }
    return state.model_copy(
        update={
            "answers": {**state.answers, **answers},
            "path": (*(asked for asked in state.path if asked not in answers), *answers),
            "photos": {name: photos for name, photos in state.photos.items() if name not in answers},
            "apart": (*state.apart, *apart),
        }
    )
