"""The form engine: a pure function of (form, state, what was given) that knows no database and no channel.

It never looks at the clock, never sends and never stores; the conversation around it does. `finished` means that
the person confirmed; `derive` that the conversation has something to work out before the next question is chosen.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from checklists.form import Form
from checklists.question import Question
from checklists.texts import Texts
from dialogs.answers import Given, Refusal, read_answer
from dialogs.folding import cleaned, folded
from dialogs.options import CHANGE, DONE, NOT_APPLICABLE, OK, ON_RECORD, RECORD, SKIP, meant, numbered, taps
from dialogs.relevance import applicable, following
from dialogs.state import Answer, Listed, State, Value

Notice = Refusal
"""Something to say before the question is put again: a text's key with its parameters."""

MAX_PHOTOS = 9


@dataclass(frozen=True)
class Step:
    """What came of one input: the new state, what to say first, and what the conversation has to do."""

    state: State
    notices: tuple[Notice, ...] = ()
    derive: str = ""
    finished: bool = False
    photos: tuple[int, ...] = ()
    """Shown with the next question."""


@dataclass(frozen=True)
class Derived:
    """What a conversation worked out: facts and lists for later questions, and something to say."""

    facts: Mapping[str, Value] = field(default_factory=dict)
    lists: Mapping[str, tuple[Listed, ...]] = field(default_factory=dict)
    notices: tuple[Notice, ...] = ()
    photos: tuple[int, ...] = ()
    """Shown with what is said."""
    ask_again: bool = False
    """The answer turned out not to do (a code that is not valid): put the same question again."""
    answers: Mapping[str, Answer] = field(default_factory=dict)
    """Answers the person has just agreed to as a whole (fields read from a photo); their questions are not put."""
    forget: tuple[str, ...] = ()
    """Questions whose earlier answers no longer hold, since what they were about has changed; they are put again."""


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
        return _picked(form, state, given)
    question = form.question(state.at)
    if state.mode == "reason":
        return _reason(form, state, question, given)
    tap = _tapped(form, state, given, texts)
    if state.mode == "evidence" and tap == RECORD:
        return _recorded(form, state, question)
    if state.mode == "evidence":
        return _evidence(form, state, question, given, skipped=tap == SKIP)
    if tap == NOT_APPLICABLE:
        return Step(_moved(state, mode="reason"))
    if tap in (SKIP, DONE):
        kept = state.answers.get(question.id) if tap == DONE else None
        return _answered(form, state, question, kept or Answer())
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
        return _late_photo(form, state, given)
    answer = read_answer(question, state, given, texts)
    if isinstance(answer, Refusal):
        return Step(state, (answer,))
    if question.kind == "photo":
        return _more_photos(form, state, question, answer)
    return _answered(form, state, question, answer)


def back(state: State) -> Step:
    """The question before this one, to be answered again; at the first one it says so."""
    if state.mode in ("reason", "evidence", "pick"):
        return Step(_moved(state, mode="answer" if state.at else "summary"))
    path = [asked for asked in state.path if asked != state.at]
    if not path:
        return Step(state, (Notice("engine.first"),))
    return Step(_moved(state, mode="answer", at=path[-1], path=tuple(path[:-1])))


def change(form: Form, state: State, number: int | None = None) -> Step:
    """Change an earlier answer: asks which one, or goes straight to the one of that number in the summary."""
    answered = [question.id for question in applicable(form, state) if question.id in state.answers]
    if not answered:
        return Step(state, (Notice("engine.nothing_to_change"),))
    if number is None:
        return Step(_moved(state, mode="pick"))
    if not 1 <= number <= len(answered):
        return Step(state, (Notice("refuse.no_such_question", {"count": len(answered)}),))
    return Step(_moved(state, mode="answer", at=answered[number - 1]))


def proceed(form: Form, state: State) -> Step:
    """Go on to the next question that applies, else to the summary, else finish."""
    question = following(form, state, "")
    if question is None:
        only_looked = form.looking is not None and form.looking.holds(state.value)
        if form.summary and applicable(form, state) and not only_looked:
            return Step(_moved(state, mode="summary", at=""))
        return Step(_moved(state, mode="finished", at=""), finished=True)
    if question.kind == "note":
        noted = state.model_copy(update={"answers": {**state.answers, question.id: Answer()}})
        step = proceed(form, noted)
        return Step(
            step.state, (Notice("refuse.own", {"message": question.ask}), *step.notices), step.derive, step.finished
        )
    return Step(_moved(state, mode="answer", at=question.id))


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
        return Step(_moved(again, mode="answer", at=asked), found.notices, photos=found.photos)
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


def _moved(state: State, **update: object) -> State:
    return state.model_copy(update={**update, "step": state.step + 1})


def _answered(form: Form, state: State, question: Question, answer: Answer) -> Step:
    kept = state.model_copy(
        update={
            "answers": {**state.answers, question.id: answer},
            "path": (*(asked for asked in state.path if asked != question.id), question.id),
        }
    )
    wanted = question.evidence
    if wanted is not None and answer.value is not None and (not wanted.on or answer.value in wanted.on):
        return Step(_moved(kept, mode="evidence", at=question.id))
    if question.derive:
        return Step(kept, derive=question.derive)
    return proceed(form, kept)


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


def _reason(form: Form, state: State, question: Question, given: Given) -> Step:
    reason = cleaned(given.text)
    if not 2 <= len(reason) <= 200 or folded(reason).isdigit():
        return Step(state, (Refusal("refuse.want_reason"),))
    return _answered(form, state, question, Answer(not_applicable=reason))


def _more_photos(form: Form, state: State, question: Question, answer: Answer) -> Step:
    """Photos come one message each: keep them until the person says that was all, or no more fit."""
    before = state.answers.get(question.id, Answer())
    photos = (*before.photos, *(photo for photo in answer.photos if photo not in before.photos))
    most = int(question.limits.max_count) if question.limits and question.limits.max_count else MAX_PHOTOS
    photos = photos[-1:] if most == 1 else photos[:most]  # where one is wanted, the newest is meant
    kept = before.model_copy(update={"photos": photos, "shown": str(len(photos))})
    if len(photos) >= most:
        return _answered(form, state, question, kept)
    held = state.model_copy(update={"answers": {**state.answers, question.id: kept}})
    return Step(_moved(held), (Notice("engine.photo_kept", {"count": len(photos)}),))


def _late_photo(form: Form, state: State, given: Given) -> Step:
    """A photo sent when words are asked goes to the photos already given, if the form has any."""
    for question in form.questions:
        earlier = state.answers.get(question.id)
        if question.kind == "photo" and earlier is not None:
            photos = (*earlier.photos, *given.photos)[:MAX_PHOTOS]
            added = earlier.model_copy(update={"photos": photos, "shown": str(len(photos))})
            kept = state.model_copy(update={"answers": {**state.answers, question.id: added}})
            return Step(kept, (Notice("engine.photo_added", {"count": len(photos)}),))
    return Step(state, (Refusal("refuse.want_words"),))


def _at_summary(form: Form, state: State, given: Given, texts: Texts) -> Step:
    choices = taps(form, state, texts)
    tap = next((one for one in choices if one.id == given.tap), None) or meant(given.text, choices, by_number=True)
    if tap is None:
        return Step(state, (Refusal("refuse.summary"),))
    if tap.id == CHANGE:
        return change(form, state)
    assert tap.id == OK  # noqa: S101  (the summary offers nothing else)
    return Step(_moved(state, mode="finished"), finished=True)


def _picked(form: Form, state: State, given: Given) -> Step:
    said = folded(given.text).removeprefix("第").removesuffix("题").removesuffix("项")
    if not said.isdecimal() or len(said) > 3:
        return Step(state, (Refusal("refuse.want_question_number"),))
    return change(form, state, int(said))
