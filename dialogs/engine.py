"""The form engine: a pure function of (form, state, what was given) that knows no database and no channel.

It never looks at the clock, never sends and never stores; the conversation around it does. `finished` means that
the person confirmed; `derive` that the conversation has something to work out before the next question is chosen.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from checklists.form import Form
from checklists.question import Question
from checklists.texts import Texts
from dialogs.answers import Given, Refusal, days_ahead, read_answer
from dialogs.confirming import confirmed, together
from dialogs.folding import cleaned, folded
from dialogs.options import CHANGE, DONE, NOT_APPLICABLE, OK, RECORD, SAME, SKIP, TODAY, meant, numbered, taps
from dialogs.photos import early_photo, late_photo, more_photos, shows, whose
from dialogs.picking import picked
from dialogs.proceeding import answered, proceed
from dialogs.relevance import applicable
from dialogs.state import ON_RECORD, Answer, Listed, State, Value
from dialogs.step import MAX_PHOTOS, Derived, Notice, Step, moved
from dialogs.together import good_on_record, members

__all__ = [
    "MAX_PHOTOS", "Derived", "Notice", "Step", "advance", "back", "begin", "change", "confirmed", "counted", "derived",
    "proceed", "results",
]  # fmt: skip


def begin(
    form: Form, facts: Mapping[str, Value] | None = None, lists: Mapping[str, tuple[Listed, ...]] | None = None
) -> Step:
    """The first question that applies. A form nothing of which applies is finished at once."""
    return proceed(form, State(facts=dict(facts or {}), lists=dict(lists or {})))


def advance(form: Form, state: State, given: Given, texts: Texts) -> Step:
    """What the input does: answers, gives evidence or a reason, confirms, or is refused with a word why."""
    if state.mode == "summary":
        return _at_summary(form, state, given, texts)
    if state.mode == "pick":
        return _picked(form, state, given, texts)
    if state.mode == "whose":
        return whose(form, state, given, texts)
    question = form.question(state.at)
    if state.mode == "reason":
        return _reason(form, state, question, given, texts)
    if group := members(form, state):
        return together(form, state, group, given, texts)
    tap = _tapped(form, state, given, texts)
    if state.mode == "evidence":
        if tap == RECORD:
            return _recorded(form, state, question)
        return _evidence(form, state, question, given, skipped=tap == SKIP)
    return _asked(form, state, given, texts, tap)


def _asked(form: Form, state: State, given: Given, texts: Texts, tap: str) -> Step:
    """What a tap or an answer in words does to the question itself."""
    question = form.question(state.at)
    if tap == NOT_APPLICABLE:
        return Step(moved(state, mode="reason"))
    if tap == RECORD and (good := good_on_record(question, state)) is not None:
        return answered(form, state, question, good)
    if tap == SAME:
        return answered(form, state, question, state.last[question.id].model_copy(update={"at": "", "photos": ()}))
    if tap in (SKIP, DONE):
        kept = state.answers.get(question.id) if tap == DONE else None
        return answered(form, state, question, kept or Answer())
    if tap == TODAY:
        given = Given(today=given.today, text=given.today.isoformat())
    return _put(form, state, question, given, texts)


def _tapped(form: Form, state: State, given: Given, texts: Texts) -> str:
    """The id of the option meant by tap, number or word; "" when the input is an answer in words."""
    choices = taps(form, state, texts)
    if any(one.id == given.tap for one in choices):
        return given.tap
    if not given.text or given.photos:
        return ""
    tap = meant(given.text, choices, numbered(form, state))
    return tap.id if tap is not None else ""


def _put(form: Form, state: State, question: Question, given: Given, texts: Texts) -> Step:
    """Take an answer in, or refuse it and leave everything as it was."""
    if given.photos and question.kind != "photo":
        return early_photo(state, question, given) if shows(question) else late_photo(form, state, given)
    asked_back = state.doubted.get(question.id, "")
    if asked_back and texts.meant("nod", folded(given.text)):
        given = replace(given, text=asked_back)
    answer = read_answer(question, state, given, texts)
    if isinstance(answer, Refusal):
        return Step(state, (answer,))
    days = days_ahead(question, answer, given.today)
    if days and answer.value != asked_back:
        doubted = state.model_copy(update={"doubted": {**state.doubted, question.id: str(answer.value)}})
        return Step(doubted, (Refusal("refuse.far_ahead", {"day": answer.shown, "days": days}),))
    if question.kind == "photo":
        return more_photos(form, state, question, answer)
    step = answered(form, state, question, answer)
    return replace(step, notices=(*_shortfall(question, answer), *step.notices))


def _shortfall(question: Question, answer: Answer) -> tuple[Notice, ...]:
    """What a bad answer means, and what to do about it, at once: the summary may come days later."""
    negative = question.negative
    if negative is None or not question.bad(answer.value):
        return ()
    key = "engine.shortfall_major" if negative.clause else "engine.shortfall"
    return (Notice(key if negative.fix else f"{key}_alone", {"missing": negative.missing, "fix": negative.fix}),)


def back(state: State) -> Step:
    """The question before this one, to be answered again; at the first one it says so."""
    if state.mode in ("reason", "evidence", "whose", "pick"):
        return Step(moved(state, mode="answer" if state.at else "summary", held=()))
    path = [asked for asked in state.path if asked != state.at]
    if not path:
        return Step(state, (Notice("engine.first"),))
    first = state.answers[path[-1]].together
    if first:  # what was confirmed with one tap is taken back with one
        taken = {name: one.photos for name, one in state.answers.items() if one.together == first}
        kept = {name: one for name, one in state.answers.items() if name not in taken}
        photos = {**state.photos, **{name: some for name, some in taken.items() if some}}
        path, apart = [name for name in path if name in kept], tuple(name for name in state.apart if name in kept)
        return Step(moved(state, mode="answer", at=first, answers=kept, path=tuple(path), photos=photos, apart=apart))
    return Step(moved(state, mode="answer", at=path[-1], path=tuple(path[:-1])))


def change(form: Form, state: State, number: int | None = None) -> Step:
    """Change an earlier answer: asks which one, or goes straight to the one of that number.

    A question has one number, its place among those that apply: while it is asked, and in the summary.
    """
    asked = [question.id for question in applicable(form, state)]
    if not any(name in state.answers for name in asked):
        return Step(state, (Notice("engine.nothing_to_change"),))
    if number is None:
        return Step(moved(state, mode="pick"))
    if not 1 <= number <= len(asked):
        return Step(state, (Notice("refuse.no_such_question", {"count": len(asked)}),))
    if asked[number - 1] not in state.answers:
        return Step(state, (Notice("refuse.not_yet_asked", {"number": number}),))
    return Step(moved(state, mode="answer", at=asked[number - 1]))


def derived(form: Form, state: State, found: Derived) -> Step:
    """Go on with what the conversation worked out."""
    told = state.model_copy(
        update={
            "facts": {**state.facts, **found.facts},
            "lists": {**state.lists, **found.lists},
            "answers": {
                **{name: answer for name, answer in state.answers.items() if name not in found.forget},
                **found.answers,
            },
            "path": tuple(name for name in state.path if name not in found.forget),
        }
    )
    if found.ask_again:
        asked = told.path[-1]
        kept = {name: answer for name, answer in told.answers.items() if name != asked}
        again = told.model_copy(update={"answers": kept, "path": told.path[:-1]})
        return Step(moved(again, mode="answer", at=asked), found.notices, photos=found.photos)
    step = proceed(form, told)
    return Step(step.state, (*found.notices, *step.notices), step.derive, step.finished, found.photos)


def counted(form: Form, state: State) -> tuple[int, int]:
    """How many of the questions that apply are answered, and how many apply."""
    asked = applicable(form, state)
    return sum(question.id in state.answers for question in asked), len(asked)


def results(form: Form, state: State) -> dict[str, Answer]:
    """The answers that count: those of questions that apply as things stand at the end."""
    return {
        question.id: state.answers[question.id] for question in applicable(form, state) if question.id in state.answers
    }


def _evidence(form: Form, state: State, question: Question, given: Given, *, skipped: bool) -> Step:
    answer, wanted = state.answers[question.id], question.evidence
    if wanted is None:
        return proceed(form, state)
    text = cleaned(given.text)
    if not skipped:
        if wanted.want == "photo" and not given.photos:
            return Step(state, (Refusal("refuse.want_photo_evidence" if wanted.required else "refuse.want_photo"),))
        if wanted.want == "text" and not text:
            return Step(state, (Refusal("refuse.want_words"),))
        answer = answer.model_copy(update={"photos": (*answer.photos, *given.photos), "note": text or answer.note})
    kept = state.model_copy(update={"answers": {**state.answers, question.id: answer}})
    return Step(kept, derive=question.derive) if question.derive else proceed(form, kept)


def _recorded(form: Form, state: State, question: Question) -> Step:
    """Takes what stands on record as evidence, with its photos."""
    answer, name = state.answers[question.id], f"{ON_RECORD}{question.id}"
    photos = tuple(int(one.id) for one in state.lists.get(name, ()))
    answer = answer.model_copy(
        update={"photos": (*answer.photos, *photos)[:MAX_PHOTOS], "note": str(state.facts[name])}
    )
    kept = state.model_copy(update={"answers": {**state.answers, question.id: answer}})
    return Step(kept, derive=question.derive) if question.derive else proceed(form, kept)


def _reason(form: Form, state: State, question: Question, given: Given, texts: Texts) -> Step:
    usual = next((one.label for one in taps(form, state, texts) if one.id == _tapped(form, state, given, texts)), "")
    reason = usual or cleaned(given.text)
    said = folded(reason)
    if not 2 <= len(reason) <= 200 or said.isdigit() or texts.meant("nod", said) or texts.meant("puzzled", said):
        return Step(state, (Refusal("refuse.want_reason"),))
    return answered(form, state, question, Answer(not_applicable=reason))


def _at_summary(form: Form, state: State, given: Given, texts: Texts) -> Step:
    choices = taps(form, state, texts)
    tap = next((one for one in choices if one.id == given.tap), None) or meant(given.text, choices, by_number=True)
    said = folded(given.text)
    number = None if tap is not None or said.isdecimal() else picked(form, state, said, texts)
    if number is not None:
        return change(form, state, number)
    if tap is None:
        return Step(state, (Refusal("refuse.summary"),))
    if tap.id == CHANGE:
        return change(form, state)
    assert tap.id == OK  # noqa: S101  (the summary offers nothing else)
    return Step(moved(state, mode="finished"), finished=True)


def _picked(form: Form, state: State, given: Given, texts: Texts) -> Step:
    number = picked(form, state, folded(given.text), texts)
    if number is None:
        return Step(state, (Refusal("refuse.want_question_number"),))
    return change(form, state, number)
