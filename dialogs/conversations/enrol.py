"""Enrolment: an invitation code, the enterprise's credit code to be sure, a name."""

from __future__ import annotations

from dataclasses import dataclass, replace

from dialogs.commands import menu
from dialogs.engine import Derived, Notice
from dialogs.folding import folded
from dialogs.messages import Outbound
from dialogs.state import Answer, Listed, State
from dialogs.talk import Closing, Conversation, Finished, Opening, Talk
from storage import enterprises, invitations, people, reaching, sessions
from storage.enterprises import Enterprise
from storage.invitations import Invitation
from storage.people import OF_ENTERPRISE
from storage.scope import region_prefix

MOST_SECTORS = 8
JOIN = "join"
"""The role of a code with which a person reaches the same record from one more channel."""


@dataclass(frozen=True)
class Looked:
    """What an invitation code turned out to be: good, or the notice that says why not."""

    invitation: Invitation | None
    notice: Notice | None


def look(talk: Talk, code: str) -> Looked:
    """Look a code up; a code that was used up by this very person is told apart from a wrong one."""
    found = invitations.invitation(talk.unit, folded(code))
    if found is None:
        return Looked(None, Notice("enrol.unknown_code"))
    state = found.state(talk.unit.now)
    return Looked(found, None) if state == "good" else Looked(None, Notice(f"enrol.{state}_code"))


def _open(talk: Talk, argument: str) -> Opening | Outbound:
    form = talk.content.dialogs["enrol"]
    if not argument:
        return Opening(form)
    looked = look(talk, argument)
    if looked.invitation is None:
        key = looked.notice.key if looked.notice is not None else "enrol.unknown_code"
        return menu(talk, talk.say(key))
    if talk.person is not None and looked.invitation.role == JOIN:
        return menu(talk, talk.say("enrol.joined_already"))
    code = looked.invitation.code
    return Opening(form, facts=_facts(talk, looked.invitation), answers={"code": Answer(value=code, shown=code)})


def _facts(talk: Talk, invitation: Invitation) -> dict[str, str]:
    for_enterprise = invitation.role in OF_ENTERPRISE
    needs_name = invitation.role != JOIN and talk.person is None
    return {
        "needs_uscc": "yes" if for_enterprise else "no",
        "is_new": "no",
        "has_kinds": "no",
        "needs_name": "yes" if needs_name else "no",
    }


def _derive(talk: Talk, step: str, state: State) -> Derived:
    if step == "invitation":
        looked = look(talk, str(state.value("code") or ""))
        if looked.invitation is None:
            return Derived(notices=(looked.notice,) if looked.notice else (), ask_again=True)
        return Derived(facts=_facts(talk, looked.invitation))
    if step == "enterprise":
        return _enterprise(talk, state)
    if step == "sector":
        return Derived(lists={"sectors": _sectors(talk, str(state.value("business") or ""))})
    sector = state.value("sector")
    kinds = tuple(Listed(id=kind.id, label=kind.name) for kind in talk.content.sectors.kinds if sector in kind.sectors)
    return Derived(facts={"has_kinds": "yes" if kinds else "no"}, lists={"kinds": kinds})


def _enterprise(talk: Talk, state: State) -> Derived:
    """The credit code must belong to the invited enterprise; with an open code it may be one nobody entered yet."""
    looked = look(talk, str(state.value("code") or ""))
    if looked.invitation is None:
        return Derived(notices=(looked.notice,) if looked.notice else (), ask_again=True)
    found = enterprises.by_code(talk.unit, str(state.value("uscc") or ""))
    if looked.invitation.enterprise_id is not None:
        if found is None or found.id != looked.invitation.enterprise_id:
            return Derived(notices=(Notice("enrol.other_enterprise"),), ask_again=True)
        return Derived(notices=(Notice("enrol.is_enterprise", {"name": found.name}),))
    if found is None:
        return Derived(facts={"is_new": "yes"}, notices=(Notice("enrol.new_enterprise"),))
    if not within_code(looked.invitation, found):
        county = enterprises.region_name(talk.unit, found.region)
        own = enterprises.region_name(talk.unit, looked.invitation.region or "")
        return Derived(
            notices=(Notice("enrol.other_place", {"name": found.name, "county": county, "own": own}),), ask_again=True
        )
    if people.colleagues(talk.unit, found.id, "principal"):
        return Derived(notices=(Notice("enrol.ask_principal", {"name": found.name}),), ask_again=True)
    return Derived(notices=(Notice("enrol.is_enterprise", {"name": found.name}),))


def within_code(invitation: Invitation, one: Enterprise) -> bool:
    """Whether an open code reaches an enterprise: it is good for the place of whoever gave it out, and no other."""
    return invitation.region is None or one.region.startswith(region_prefix(invitation.region))


def _sectors(talk: Talk, business: str) -> tuple[Listed, ...]:
    """The sectors the words speak of, then the common ones, 其他 last."""
    sectors = talk.content.sectors.sectors
    meant = [one for one in sectors if any(word in business for word in (one.name, *one.words))]
    common = [one for one in sectors if one not in meant and one.id != "other"]
    last = [one for one in sectors if one.id == "other"]
    return tuple(Listed(id=one.id, label=one.name) for one in (*meant, *common)[:MOST_SECTORS] + tuple(last))


def _complete(talk: Talk, done: Finished) -> Closing:
    looked = look(talk, done.value("code"))
    if looked.invitation is None:
        key = looked.notice.key if looked.notice is not None else "enrol.unknown_code"
        return Closing((menu(talk, talk.say(key)),))
    invitation, person_id = looked.invitation, talk.person_id
    if invitation.role == JOIN:
        return _joined(talk, invitation)
    claimed = enterprises.by_code(talk.unit, done.value("uscc")) if done.value("uscc") else None
    if invitation.enterprise_id is None and claimed is not None and not within_code(invitation, claimed):
        return Closing((menu(talk, talk.say("enrol.unknown_code")),))  # moved to another county meanwhile
    site = invitation.enterprise_id or (claimed.id if claimed is not None else None)
    entered = _entered_meanwhile(talk, invitation, site, done.value("name"))
    if entered:
        return Closing((menu(talk, talk.say(entered, role=talk.say(f"role.{invitation.role}"))),))
    enterprise_id = _enterprise_id(talk, done, invitation)
    ended = _others_ended(talk)
    if person_id is None:
        person_id = people.add_person(talk.unit, done.value("name"))
        reaching.bind(talk.unit, talk.binding.id, person_id)
        sessions.hand_over(talk.unit, talk.binding.id, person_id)
    people.grant(
        talk.unit, person_id, invitation.role, enterprise_id=enterprise_id,
        region=None if enterprise_id else invitation.region, department_id=invitation.department_id, by=person_id,
    )  # fmt: skip
    invitations.use(talk.unit, invitation, by=person_id)
    enrolled = replace(talk, person=people.person(talk.unit, person_id))
    said = talk.say("enrol.done", name=people.name_of(talk.unit, person_id), role=talk.say(f"role.{invitation.role}"))
    return Closing((menu(enrolled, said + ended),))


def _entered_meanwhile(talk: Talk, invitation: Invitation, site: int | None, name: str) -> str:
    """The words that say that the role is there already, "" where it is not. An import enters people of an enterprise
    or an office under a number of their own, for which they have a code: to enter them twice would make two people of
    one, each with half the reminders. Whoever of that name is reached already is somebody else."""
    there = _in_role(talk, invitation, site)
    if talk.person_id is not None:
        return "enrol.has_role" if any(one == talk.person_id for one, _ in there) else ""
    same = [one for one, called in there if called == name]
    return "enrol.entered_meanwhile" if any(not reaching.bindings_of(talk.unit, one) for one in same) else ""


def _in_role(talk: Talk, invitation: Invitation, site: int | None) -> tuple[tuple[int, str], ...]:
    """(person id, name) of those who hold what the code gives, where it gives it."""
    if invitation.role not in OF_ENTERPRISE:
        return people.officials_at(talk.unit, invitation.role, invitation.region, invitation.department_id)
    if site is None:
        return ()
    return tuple((one, name) for one, name, _ in people.colleagues(talk.unit, site, invitation.role))


def _others_ended(talk: Talk) -> str:
    """An enrolment begun earlier and left half filled would go on asking who one is: it ends, with a word."""
    ended = sessions.let_go(talk.unit, talk.person_id, talk.binding.id, "enrol")
    return "\n" + talk.say("enrol.others_ended") if ended else ""


def _joined(talk: Talk, invitation: Invitation) -> Closing:
    """One more channel for a person who is known already; what is half filled there goes on here."""
    if talk.person is not None or invitation.created_by is None:
        return Closing((menu(talk, talk.say("enrol.joined_already")),))
    invitations.use(talk.unit, invitation, by=invitation.created_by)
    ended = _others_ended(talk)
    reaching.bind(talk.unit, talk.binding.id, invitation.created_by)
    sessions.hand_over(talk.unit, talk.binding.id, invitation.created_by)
    joined = replace(talk, person=people.person(talk.unit, invitation.created_by))
    return Closing((menu(joined, talk.say("enrol.joined") + ended),))


def _enterprise_id(talk: Talk, done: Finished, invitation: Invitation) -> int | None:
    if invitation.role not in OF_ENTERPRISE:
        return None
    if invitation.enterprise_id is not None:
        return invitation.enterprise_id
    there = enterprises.by_code(talk.unit, done.value("uscc"))
    if there is not None:
        return there.id
    kinds = done.answers["kinds"].value if "kinds" in done.answers else ()
    kind_ids = kinds if isinstance(kinds, tuple) else ()
    region, sector = invitation.region or "", done.value("sector")
    plans = [
        talk.content.plans[one.plan]
        for one in enterprises.campaigns_for(talk.unit, region, talk.today)
        if one.plan in talk.content.plans
    ]
    return enterprises.add_enterprise(
        talk.unit, name=done.value("enterprise_name"), uscc=done.value("uscc"), region=region, sector=sector,
        kinds=kind_ids, headcount=int(done.value("headcount") or 0) or None,
        high_risk=any(plan.is_high_risk(sector, frozenset(kind_ids)) for plan in plans),
    )  # fmt: skip


ENROL = Conversation(
    "enrol", ("stranger", *OF_ENTERPRISE, "county", "department", "city", "administrator"), _open, _complete, _derive,
    personal=True,
)  # fmt: skip
