"""A conversation's whole form on one sheet: what a page shows and takes at once, by the same engine and functions.

For forms without evidence and 不涉及 (what officials record); the questions keep their order, limits and consequences.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from checklists.form import Form
from checklists.question import Question
from dialogs import engine
from dialogs.answers import Given
from dialogs.engine import Notice, Step
from dialogs.options import DONE, SKIP, Tap, offered
from dialogs.relevance import applicable
from dialogs.rendering import shown
from dialogs.state import State
from dialogs.talk import Closing, Conversation, Finished, Opening, Talk


@dataclass(frozen=True)
class Blank:
    """One question to be answered on the sheet: its options, and what was said about the answer given so far.

    `wrong` says that the answer does not do, or is still missing.
    """

    question: Question
    options: tuple[Tap, ...]
    said: tuple[str, ...] = ()
    wrong: bool = False


@dataclass(frozen=True)
class Sheet:
    """A form as it stands: what is known already (label, answer), what is asked, and whether all of it is answered.

    `read_back` are all answers in words once `complete`.
    """

    form: Form
    intro: str
    state: State
    known: tuple[tuple[str, str], ...]
    blanks: tuple[Blank, ...]
    complete: bool
    read_back: tuple[tuple[str, str], ...] = ()


def laid_out(talk: Talk, conversation: Conversation, opening: Opening, given: Mapping[str, Given]) -> Sheet:
    """The sheet with these answers put in, in the form's order, up to the first that does not do or is missing.

    A chosen option is given as the tap of its id, several as their ids separated by blanks.
    """
    form = opening.form
    path = tuple(name for name in form.ids() if name in opening.answers)
    begun = State(
        facts=dict(opening.facts), lists=dict(opening.lists), answers=dict(opening.answers), path=path
    )  # fmt: skip
    step, said = engine.proceed(form, begun), dict[str, tuple[str, ...]]()
    wrong = ""
    while step.state.mode == "answer" and step.state.at in given and not wrong:
        asked, before = step.state.at, step.state
        step, notices = _put(talk, conversation, form, before, given[asked])
        said[asked] = tuple(talk.say(notice.key, **notice.params) for notice in notices)
        if step.state.mode == "answer" and step.state.at == asked:
            wrong = asked
    state = step.state
    blanks = tuple(
        Blank(one, offered(one, state, talk.content.texts), said.get(one.id, ()), wrong=one.id == wrong)
        for one in applicable(form, state) if one.id not in opening.answers
    )  # fmt: skip
    complete = state.mode in ("summary", "finished")
    return Sheet(
        form, opening.intro or form.intro, state, _read(talk, form, state, tuple(opening.answers)), blanks, complete,
        _read(talk, form, state, tuple(form.ids())) if complete else (),
    )  # fmt: skip


def handed_in(talk: Talk, conversation: Conversation, opening: Opening, sheet: Sheet) -> Closing:
    """Carry out what a complete sheet says, as the conversation does at its end."""
    done = Finished(0, opening.subject, sheet.form, sheet.state, engine.results(sheet.form, sheet.state))
    return conversation.complete(talk, done)


def _put(
    talk: Talk, conversation: Conversation, form: Form, state: State, given: Given
) -> tuple[Step, tuple[Notice, ...]]:  # fmt: skip
    """One answer, with whatever the conversation works out of it."""
    question, texts = form.question(state.at), talk.content.texts
    if question.kind == "several" and given.text:
        numbers = {one.id: str(number) for number, one in enumerate(offered(question, state, texts), 1)}
        given = replace(given, text=" ".join(numbers.get(name, name) for name in given.text.split()))
    empty = not (given.text.strip() or given.tap or given.photos)
    step = engine.advance(form, state, replace(given, tap=SKIP) if empty and question.optional else given, texts)
    if given.photos and step.state.at == question.id and step.state != state:
        step = engine.advance(form, step.state, Given(given.today, tap=DONE), texts)
    said = step.notices
    while step.derive and conversation.derive is not None:
        step = engine.derived(form, step.state, conversation.derive(talk, step.derive, step.state))
        said = (*said, *step.notices)
    return step, said


def _read(talk: Talk, form: Form, state: State, names: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    questions = [one for one in applicable(form, state) if one.id in names and one.id in state.answers]
    texts = talk.content.texts
    return tuple((one.label or one.ask, shown(state.answers[one.id], texts)) for one in questions)
