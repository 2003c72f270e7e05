"""An enterprise reads what it was sent, says so with a tap, and answers the short checklist."""

from __future__ import annotations

from checklists.content import FACTS
from checklists.duties import facts_of
from checklists.form import Form
from dialogs.conversations.bulletins.saying import line
from dialogs.conversations.inspect import own_enterprise
from dialogs.conversations.inspection import Shortfall, is_bad, result_said, to_ledger
from dialogs.conversations.officials.sites import plans_for
from dialogs.messages import Choice, Outbound, opens
from dialogs.state import Listed, Value
from dialogs.talk import Closing, Conversation, Finished, Opening, Talk
from reports.bulletin_letter import bulletin_words
from storage import bulletins
from storage.bulletins import Receipt
from storage.enterprises import Enterprise

READERS = ("principal", "safety_director", "safety_officer")
MOST = 9


def _open(talk: Talk, argument: str) -> Opening | Outbound:
    enterprise = own_enterprise(talk)
    if enterprise is None or talk.role is None or talk.person_id is None:
        return Outbound(text=talk.say("inspect.no_enterprise"))
    one = _receipt(talk, argument)
    if one is not None:
        bulletins.mark_read(talk.unit, one, by=talk.person_id, principal=talk.role.role == "principal")
        return _shown(talk, one)
    found = bulletins.received(talk.unit, talk.scope, limit=MOST)
    if not found:
        return Outbound(text=talk.say("bulletin.none"), choices=(opens("menu", talk.say("inspect.to_menu")),))
    listed = tuple(
        Listed(
            id=str(one.bulletin.id),
            label=talk.say("bulletin.seen" if one.read_at else "bulletin.unseen", line=line(talk, one.bulletin)),
        )
        for one in found
    )
    return Opening(talk.content.dialogs["bulletins"], lists={"bulletins": listed})


def _complete(talk: Talk, done: Finished) -> Closing:
    return Closing((), then=f"bulletins.{done.value('bulletin')}")


def _shown(talk: Talk, one: Receipt) -> Outbound:
    """The bulletin, that it is noted as read, and what comes next."""
    text = bulletin_words(talk.content, talk.unit, one.bulletin) + "\n\n" + talk.say("bulletin.noted")
    choices: tuple[Choice, ...] = (
        opens("bulletins", talk.say("bulletin.others")),
        opens("menu", talk.say("inspect.to_menu")),
    )
    if one.bulletin.draft.items and one.checked_at is None:
        text += talk.say("bulletin.check_wanted")
        choices = (opens(f"bulletin-check.{one.bulletin.id}", talk.say("bulletin.check")), *choices)
    return Outbound(text=text, photos=one.bulletin.draft.photos, choices=choices)


def _open_check(talk: Talk, argument: str) -> Opening | Outbound:
    enterprise, one = own_enterprise(talk), _receipt(talk, argument)
    if enterprise is None or one is None:
        return Outbound(text=talk.say("bulletin.gone"), choices=(opens("menu", talk.say("inspect.to_menu")),))
    form = short_form(talk, one)
    if not form.questions:
        return Outbound(text=talk.say("bulletin.gone"), choices=(opens("menu", talk.say("inspect.to_menu")),))
    return Opening(form, subject=f"bulletin/{one.bulletin.id}", facts=_facts(talk, enterprise))


def short_form(talk: Talk, one: Receipt) -> Form:
    """The questions that were sent along, as they stand today; those whose item is gone are left out.

    Whoever chose them wants them answered, so they are asked of everybody.
    """
    found = (talk.content.items.get(name) for name in one.bulletin.draft.items)
    questions = tuple(item.model_copy(update={"when": None, "na": True}) for item in found if item is not None)
    return Form(
        id=f"bulletin.{one.bulletin.id}", title=one.bulletin.draft.title, complete="bulletin-check", facts=FACTS,
        questions=questions,
    )  # fmt: skip


def _facts(talk: Talk, enterprise: Enterprise) -> dict[str, Value]:
    role = talk.role.role if talk.role is not None else ""
    for plan in plans_for(talk, enterprise):
        return dict(
            facts_of(plan, sector=enterprise.sector, kinds=enterprise.kinds, profile=enterprise.profile,
                     marked=enterprise.high_risk, role=role)
        )  # fmt: skip
    return {**enterprise.profile, "sector": enterprise.sector, "kinds": enterprise.kinds, "role": role}


def _complete_check(talk: Talk, done: Finished) -> Closing:
    enterprise, one = own_enterprise(talk), _receipt(talk, done.subject.removeprefix("bulletin/"))
    if enterprise is None or one is None or talk.person_id is None:
        return Closing((Outbound(text=talk.say("bulletin.gone")),))
    questions = {question.id: question for question in done.form.questions}
    bad = [
        Shortfall(questions[name], answer) for name, answer in done.answers.items() if is_bad(questions[name], answer)
    ]
    plan = next((one.id for one in plans_for(talk, enterprise)), None)
    entered = {
        short.question.id: hazard
        for short in bad
        if short.clause and (hazard := to_ledger(talk, enterprise, plan, short)) is not None
    }
    bulletins.mark_checked(talk.unit, one, negative=len(bad), by=talk.person_id)
    text = result_said(talk, done.form.title, bad, entered)
    choices: tuple[Choice, ...] = (
        opens("bulletins", talk.say("bulletin.others")), opens("menu", talk.say("inspect.to_menu")),
    )  # fmt: skip
    if entered:
        choices = (opens("ledger", talk.say("inspect.to_ledger")), *choices)
    return Closing((Outbound(text=text, choices=choices),))


def _receipt(talk: Talk, bulletin_id: str) -> Receipt | None:
    own = talk.role.enterprise_id if talk.role is not None else None
    if own is None or not bulletin_id.isdecimal():
        return None
    found = bulletins.received(talk.unit, talk.scope, bulletin_id=int(bulletin_id))
    return next((one for one in found if one.enterprise_id == own), None)


BULLETINS = Conversation("bulletins", READERS, _open, _complete)
BULLETIN_CHECK = Conversation("bulletin-check", READERS, _open_check, _complete_check)
