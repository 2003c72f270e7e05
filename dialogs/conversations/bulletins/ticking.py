"""The duty to learn from accidents, filled in from bulletins that were read and checked."""

from __future__ import annotations

from collections import defaultdict

from checklists.form import Form
from checklists.periods import midnight
from checklists.question import Question
from dialogs.conversations.inspect import Duty
from dialogs.conversations.officials.saying import beijing_day
from dialogs.state import Answer
from dialogs.talk import Talk
from storage import bulletins

LOOKED_AT = 50


def ticked(talk: Talk, duty: Duty, form: Form) -> dict[str, Answer]:
    """Answers that bulletins of this campaign give: read by the principal, or checked at home; to be confirmed."""
    rules = talk.content.bulletins
    wanted = {name for kind in rules.kinds for name in (*kind.read_ticks, *kind.checked_ticks)}
    questions = {question.id: question for question in form.questions if question.id in wanted}
    if not questions:
        return {}
    since = midnight(duty.campaign.begins)
    titles: dict[str, list[str]] = defaultdict(list)
    for one in bulletins.received(talk.unit, talk.scope, limit=LOOKED_AT):
        kind = rules.kind(one.bulletin.draft.kind)
        if kind is None:
            continue
        for moment, names in ((one.principal_read_at, kind.read_ticks), (one.checked_at, kind.checked_ticks)):
            for name in names if moment is not None and moment >= since else ():
                day = beijing_day(moment) if moment is not None else talk.today
                title = one.bulletin.draft.title
                titles[name].append(talk.say("bulletin.ticked", title=title, month=day.month, day=day.day))
    return {name: answer for name in titles if name in questions and (answer := _good(questions[name], titles[name]))}


def _good(question: Question, titles: list[str]) -> Answer | None:
    """The question's good answer, with the bulletins it rests on."""
    bad = question.negative.on if question.negative is not None else ()
    good = next((option for option in question.choices() if option.id not in bad), None)
    return Answer(value=good.id, shown=good.label, note="；".join(titles[:3])) if good is not None else None
