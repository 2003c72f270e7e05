"""One prominent problem: what keeps coming back, the measures at its root, whether it is put right."""

from __future__ import annotations

from dialogs.conversations.inspect import own_enterprise
from dialogs.conversations.risks import KEEPERS
from dialogs.messages import Choice, Outbound, opens
from dialogs.state import Answer
from dialogs.talk import Closing, Conversation, Finished, Opening, Talk
from storage import prominent_problems
from storage.prominent_problems import Problem

NEW = "new"


def _open(talk: Talk, argument: str) -> Opening | Outbound:
    if own_enterprise(talk) is None:
        return Outbound(text=talk.say("inspect.no_enterprise"))
    form, one = talk.content.dialogs["problem"], _standing(talk, argument)
    if argument in ("", NEW):
        return Opening(form, subject=f"problem/{NEW}", facts={"updating": "no"})
    if one is None:
        return Outbound(text=talk.say("risk.gone"), choices=_onward(talk))
    answers = {"words": Answer(value=one.words, shown=one.words)}
    if one.root_measures:
        answers["root_measures"] = Answer(value=one.root_measures, shown=one.root_measures)
    return Opening(form, subject=f"problem/{one.id}", facts={"updating": "yes"}, answers=answers)


def _standing(talk: Talk, problem_id: str) -> Problem | None:
    return prominent_problems.problem(talk.unit, int(problem_id), talk.scope) if problem_id.isdecimal() else None


def _complete(talk: Talk, done: Finished) -> Closing:
    enterprise, problem_id = own_enterprise(talk), done.subject.rpartition("/")[2]
    one = _standing(talk, problem_id)
    if enterprise is None or talk.person_id is None or (problem_id != NEW and one is None):
        return Closing((Outbound(text=talk.say("risk.gone"), choices=_onward(talk)),))
    if one is not None and done.value("gone") == "gone":
        prominent_problems.withdraw_problem(talk.unit, one, by=talk.person_id)
        return Closing((Outbound(text=talk.say("problem.withdrawn"), choices=_onward(talk)),))
    words, root, fixed = done.value("words"), done.value("root_measures"), done.value("fixed") == "yes"
    if one is None:
        prominent_problems.enter_problem(
            talk.unit, enterprise.id, words=words, root_measures=root, fixed=fixed, by=talk.person_id
        )
    else:
        prominent_problems.update_problem(
            talk.unit, one, words=words, root_measures=root, fixed=fixed, by=talk.person_id
        )  # fmt: skip
    lines = (
        talk.say("problem.kept" if one is None else "problem.updated"),
        "" if root else talk.say("problem.no_root"),
    )
    return Closing((Outbound(text="\n".join(filter(None, lines)), choices=_onward(talk)),))


def _onward(talk: Talk) -> tuple[Choice, ...]:
    return (opens("risks", talk.say("risk.back")), opens("menu", talk.say("inspect.to_menu")))


PROBLEM = Conversation("problem", KEEPERS, _open, _complete)
