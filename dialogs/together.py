"""Which questions are put in one message, to be confirmed with one tap, and what the tap then says for each of them.

What points to a clause, what a plan marks as key, and what was bad the time before is always asked singly.
"""

from __future__ import annotations

from functools import lru_cache
from math import ceil

from checklists.form import Form
from checklists.question import Question
from dialogs.relevance import applicable, relevant
from dialogs.state import ON_RECORD, Answer, State

MOST = 6
"""As many as can be read at a glance on a phone without scrolling."""


def members(form: Form, state: State) -> tuple[Question, ...]:
    """The questions put together where things stand, the one being asked among them; none where it is asked singly.

    Those left are spread evenly, so that none is left over alone: seven are four and three.
    """
    if not form.together or state.mode != "answer" or not state.at:
        return ()
    found: tuple[Question, ...] | None = state.worked_out.get("members")
    if found is None:
        found = state.worked_out["members"] = _put_together(form, state)
    return found


def _put_together(form: Form, state: State) -> tuple[Question, ...]:
    if not fits(form.question(state.at), state):
        return ()
    left = [one for one in applicable(form, state) if _open(one, state)]
    if len(left) < 2:
        return ()
    return tuple(left[: ceil(len(left) / ceil(len(left) / MOST))])


def asking(state: State) -> State:
    """The state in which the questions themselves are asked, where one about a photo stands between."""
    return state.model_copy(update={"mode": "answer"})


def expected(question: Question, state: State) -> Answer | None:
    """What a confirmation says: what was said the time before where that was good, else the only good option.

    What stands on record beside it is its evidence. None where neither is certain: it was bad the time before, or
    there is not exactly one good option.
    """
    before = state.last.get(question.id)
    if before is not None and before.not_applicable:
        return Answer(not_applicable=before.not_applicable) if question.na else None
    if before is not None and question.negative is not None and before.value in question.negative.on:
        return None
    good = _good(question)
    return good_on_record(question, state) or good


def good_on_record(question: Question, state: State) -> Answer | None:
    """The good answer with what stands on record beside it as its evidence; None where nothing does."""
    name = f"{ON_RECORD}{question.id}"
    good = _good(question) if name in state.facts else None
    if good is None:
        return None
    photos = tuple(int(one.id) for one in state.lists.get(name, ()))
    return good.model_copy(update={"note": str(state.facts[name]), "photos": photos})


def _good(question: Question) -> Answer | None:
    """The only answer that is not bad, as if it were given; None where there is not exactly one."""
    if question.kind != "choice":
        return None
    bad = question.negative.on if question.negative is not None else ()
    good = [one for one in question.choices() if one.id not in bad]
    return _given(good[0].id, good[0].label) if len(good) == 1 else None


@lru_cache(2000)
def _given(value: str, shown: str) -> Answer:
    """The same answer to a hundred questions, asked for with every message."""
    return Answer(value=value, shown=shown)


def fits(question: Question, state: State) -> bool:
    """Whether it applies, is open, and may be put together with others."""
    return _open(question, state) and relevant(question, state)


def _open(question: Question, state: State) -> bool:
    return (
        question.id not in state.answers
        and question.id not in state.apart
        and question.harmless
        and expected(question, state) is not None
    )
