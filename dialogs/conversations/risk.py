"""One risk: its colour, place, what could happen, and the lists that hold it in check; entered or updated."""

from __future__ import annotations

from dialogs.conversations.inspect import own_enterprise
from dialogs.conversations.risks import KEEPERS, lists_said
from dialogs.messages import Choice, Outbound, opens
from dialogs.state import Answer
from dialogs.talk import Closing, Conversation, Finished, Opening, Talk
from storage import risks
from storage.risks import FOUR_LISTS, Risk, RiskFacts

NEW = "new"


def _open(talk: Talk, argument: str) -> Opening | Outbound:
    enterprise = own_enterprise(talk)
    if enterprise is None:
        return Outbound(text=talk.say("inspect.no_enterprise"))
    form, one = talk.content.dialogs["risk"], _standing(talk, argument)
    if argument in ("", NEW):
        return Opening(form, subject=f"risk/{NEW}", facts={"updating": "no"})
    if one is None:
        return Outbound(text=talk.say("risk.gone"), choices=_onward(talk))
    return Opening(form, subject=f"risk/{one.id}", facts={"updating": "yes"}, answers=_answers(talk, one))


def _standing(talk: Talk, risk_id: str) -> Risk | None:
    return risks.risk(talk.unit, int(risk_id), talk.scope) if risk_id.isdecimal() else None


def _answers(talk: Talk, one: Risk) -> dict[str, Answer]:
    """What is known already; lists that are not filled yet are left out, so that they are asked for first."""
    facts, form = one.facts, talk.content.dialogs["risk"]

    def chosen(question: str, option: str) -> Answer:
        labels = {each.id: each.label for each in form.question(question).options}
        return Answer(value=option, shown=labels[option])

    answers = {
        "level": chosen("level", facts.level),
        "place": Answer(value=facts.place, shown=facts.place),
        "harm": Answer(value=facts.harm, shown=facts.harm),
    }
    for name in FOUR_LISTS:
        if words := getattr(facts, name):
            answers[name] = Answer(value=words, shown=words)
    if facts.notice_card:
        answers["notice_card"] = chosen("notice_card", "yes")
    if facts.photos:
        answers["photos"] = Answer(photos=facts.photos, shown=str(len(facts.photos)))
    return answers


def _complete(talk: Talk, done: Finished) -> Closing:
    enterprise, risk_id = own_enterprise(talk), done.subject.rpartition("/")[2]
    one = _standing(talk, risk_id)
    if enterprise is None or talk.person_id is None or (risk_id != NEW and one is None):
        return Closing((Outbound(text=talk.say("risk.gone"), choices=_onward(talk)),))
    if one is not None and done.value("gone") == "gone":
        risks.withdraw_risk(talk.unit, one, by=talk.person_id)
        return Closing((Outbound(text=talk.say("risk.withdrawn"), choices=_onward(talk)),))
    facts = RiskFacts(
        level=done.value("level"), place=done.value("place"), harm=done.value("harm"), base=done.value("base"),
        measures=done.value("measures"), responsibility=done.value("responsibility"),
        emergency=done.value("emergency"), notice_card=done.value("notice_card") == "yes",
        photos=done.photos("photos"),
    )  # fmt: skip
    if one is None:
        risks.enter_risk(talk.unit, enterprise.id, facts, by=talk.person_id)
    else:
        risks.update_risk(talk.unit, one, facts, by=talk.person_id)
    return Closing((Outbound(text=_told(talk, facts, new=one is None), choices=_onward(talk)),))


def _told(talk: Talk, facts: RiskFacts, *, new: bool) -> str:
    colour = talk.say(f"risk.colour.{facts.level}")
    lines = [talk.say("risk.kept" if new else "risk.updated", colour=colour, place=facts.place)]
    missing = lists_said(talk, facts.missing)
    lines.append(talk.say("risk.missing", lists=missing) if missing else talk.say("risk.whole"))
    if not facts.notice_card:
        lines.append(talk.say("risk.no_card"))
    return "\n".join(lines)


def _onward(talk: Talk) -> tuple[Choice, ...]:
    return (
        opens(f"risk.{NEW}", talk.say("risk.another")), opens("risks", talk.say("risk.back")),
        opens("menu", talk.say("inspect.to_menu")),
    )  # fmt: skip


RISK = Conversation("risk", KEEPERS, _open, _complete)
