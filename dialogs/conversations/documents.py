"""Documents 文书 in the chat: make one, look at it in words, issue it, sign what waits for a signature."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from checklists.errors import UserMistake
from dialogs.conversations.officials.sites import tell_enterprise
from dialogs.engine import Derived, Notice
from dialogs.issuing import drafted, issue, maker_of, sign
from dialogs.messages import Choice, Outbound, opens
from dialogs.notices import tell
from dialogs.state import Listed, State, Value
from dialogs.talk import BEIJING, Closing, Conversation, Finished, Opening, Talk
from reports.documents.asked import Asked
from reports.documents.offering import Maker, Offer, asked_about, document_offers, subjects
from reports.documents.paper import Paper
from reports.documents.words import in_words
from storage import documents, people
from storage.documents import Issued

ROLES = ("principal", "safety_director", "safety_officer", "county", "department", "city")
SIGN = "sign-"
LATEST = 5


def _open(talk: Talk, argument: str) -> Opening | Outbound:
    maker = maker_of(talk)
    if maker is None:
        return Outbound(text=talk.say("documents.nobody"), choices=(_menu(talk),))
    waiting = documents.waiting(talk.unit, talk.scope, maker.role)
    offers = document_offers(talk.content, talk.unit, maker, talk.today)
    listed = [
        Listed(id=f"{SIGN}{one.id}", label=talk.say("documents.to_sign", title=one.title, number=one.number))
        for one in waiting
    ]
    several = len({one.plan.id for one in offers}) > 1
    listed += [
        Listed(
            id=one.id,
            label=talk.say("documents.of_plan" if several else "documents.make", name=one.template.name,
                           plan=one.plan.short),
        )
        for one in offers
    ]  # fmt: skip
    if not listed:
        return Outbound(text=talk.say("documents.none"), choices=(_menu(talk),),
            link=talk.page("documents"), link_label=talk.say("documents.page"),
        )  # fmt: skip
    intro = _latest(talk)
    facts = {"does": "", "undated": "no", "office": "yes" if maker.office is not None else "no"}
    return Opening(
        talk.content.dialogs["documents"], intro=intro, facts=facts, lists={"documents": tuple(listed)},
        link=talk.page("documents"), link_label=talk.say("documents.page"),
    )  # fmt: skip


def _latest(talk: Talk) -> str:
    found = documents.issued(talk.unit, talk.scope, limit=LATEST)
    if not found:
        return talk.say("documents.first")
    lines = [
        talk.say("documents.line", number=one.number, title=one.title, person=one.person, day=_day(talk, one))
        for one in found
    ]
    return "\n".join((talk.say("documents.latest"), *lines))


def _day(talk: Talk, one: Issued) -> str:
    local = one.issued_at.astimezone(BEIJING)
    return talk.say("submission.day", month=local.month, day=local.day)


def _derive(talk: Talk, step: str, state: State) -> Derived:
    maker, what = maker_of(talk), str(state.value("what") or "")
    if maker is None:
        return Derived(notices=(Notice("documents.nobody"),), ask_again=True)
    if what.startswith(SIGN):
        one = _waiting(talk, what)
        if one is None:
            return Derived(notices=(Notice("documents.gone"),), ask_again=True)
        told = in_words(Paper.model_validate(one.paper), talk.content.texts)
        return Derived(facts={"does": "sign"}, notices=(_said(told),))
    offer = _offer(talk, maker, what)
    if offer is None:
        return Derived(notices=(Notice("documents.gone"),), ask_again=True)
    if step == "what":
        found = subjects(talk.content, talk.unit, maker, offer, talk.today)
        if not found:
            return Derived(notices=(Notice("documents.no_subject"),), ask_again=True)
        listed = tuple(Listed(id=one.id, label=one.name) for one in found)
        if len(found) > 1 or maker.office is not None:
            return Derived(facts={"does": "choose"}, lists={"subjects": listed})
        return _shown(talk, _asked(talk, maker, offer, found[0].id), {"does": "make", "only": found[0].id})
    asked = _asked(talk, maker, offer, str(state.value("which") or ""))
    undated = asked is not None and asked.wants_deadline
    return _shown(talk, asked, {"undated": "yes" if undated else "no"})


def _shown(talk: Talk, asked: Asked | None, facts: dict[str, Value]) -> Derived:
    if asked is None:
        return Derived(notices=(Notice("documents.gone"),), ask_again=True)
    return Derived(facts=facts, notices=(_said(in_words(drafted(talk, asked), talk.content.texts)),))


def _said(message: str) -> Notice:
    return Notice("refuse.own", {"message": message})


def _offer(talk: Talk, maker: Maker, what: str) -> Offer | None:
    return next((one for one in document_offers(talk.content, talk.unit, maker, talk.today) if one.id == what), None)


def _asked(talk: Talk, maker: Maker, offer: Offer, which: str) -> Asked | None:
    try:
        return asked_about(talk.content, talk.unit, maker, offer, which, talk.unit.now)
    except UserMistake:
        return None


def _waiting(talk: Talk, what: str) -> Issued | None:
    role = talk.role.role if talk.role is not None else ""
    found = documents.waiting(talk.unit, talk.scope, role)
    return next((one for one in found if f"{SIGN}{one.id}" == what), None)


def _complete(talk: Talk, done: Finished) -> Closing:
    maker, what = maker_of(talk), done.value("what")
    if maker is None or done.value("sure") != "yes":
        return Closing((Outbound(text=talk.say("documents.left"), choices=_onward(talk)),))
    if what.startswith(SIGN):
        return _signed(talk, what)
    offer = _offer(talk, maker, what)
    which = done.value("which") or str(done.state.facts.get("only") or "")
    asked = _asked(talk, maker, offer, which) if offer is not None else None
    if asked is None:
        return Closing((Outbound(text=talk.say("documents.gone"), choices=_onward(talk)),))
    day = done.value("deadline")
    if day:
        asked = replace(asked, deadline=date.fromisoformat(day))
    one = issue(talk, asked, done.value("own_number"))
    told = talk.say("documents.issued", title=one.title, number=one.number)
    if one.signers:
        lines = [told, talk.say("documents.await", who=_roles(talk, one.signers)), *_tell_signers(talk, asked, one)]
        told = "\n".join(lines)
    return _closing(talk, one, told)


def _tell_signers(talk: Talk, asked: Asked, one: Issued) -> tuple[str, ...]:
    """Let those know who have to sign; for a notice to an enterprise all who keep its ledger."""
    if asked.office is not None and one.enterprise_id is not None:
        words = talk.say("documents.notice", office=asked.office.name, title=one.title, number=one.number)
        return (tell_enterprise(talk, one.enterprise_id, words),)
    inside = people.colleagues(talk.unit, one.enterprise_id, *one.signers) if one.enterprise_id is not None else ()
    message = Outbound(
        text=talk.say("documents.please_sign", title=one.title, number=one.number),
        choices=(opens("documents", talk.say("documents.open")),), kind="notice", numbered=False,
    )  # fmt: skip
    tell(talk, tuple(person for person, _, _ in inside), message)
    return ()


def _signed(talk: Talk, what: str) -> Closing:
    one = _waiting(talk, what)
    if one is None:
        return Closing((Outbound(text=talk.say("documents.gone"), choices=_onward(talk)),))
    sign(talk, one)
    told = talk.say("documents.signed", title=one.title, number=one.number)
    return _closing(talk, one, told)


def _roles(talk: Talk, roles: tuple[str, ...]) -> str:
    return talk.say("report.and").join(talk.say(f"role.{role}") for role in roles)


def _closing(talk: Talk, one: Issued, told: str) -> Closing:
    link = talk.page(f"document/{one.id}")
    message = Outbound(text=told, choices=_onward(talk), link=link, link_label=talk.say("documents.page"))
    return Closing((message,))


def _onward(talk: Talk) -> tuple[Choice, ...]:
    return opens("documents", talk.say("documents.again")), _menu(talk)


def _menu(talk: Talk) -> Choice:
    return opens("menu", talk.say("inspect.to_menu"))


DOCUMENTS = Conversation("documents", ROLES, _open, _complete, _derive)
