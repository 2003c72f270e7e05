"""Inviting: principals invite colleagues; officials invite enterprises, colleagues, and the offices below them."""

from __future__ import annotations

from dialogs.conversations.inviting_offices import NEW, department_of, offices
from dialogs.conversations.places import NONE, cities, counties, matches
from dialogs.engine import Derived, Notice
from dialogs.messages import Choice, Outbound, opens
from dialogs.state import Listed, State
from dialogs.talk import BEIJING, Closing, Conversation, Finished, Opening, Talk
from storage import enterprises, invitations
from storage.people import OF_ENTERPRISE

INVITERS = ("principal", "safety_director", "county", "department", "city", "administrator")
BELOW = "below"
"""A city department's word for the county departments of its own trade."""
MAY_INVITE = {
    "principal": ("safety_director", "safety_officer", "staff"),
    "safety_director": ("safety_officer", "staff"),
    "county": ("principal", "county", "department"),
    "department": ("principal", "department"),
    "city": ("principal", "county", "city", "department"),
    "administrator": ("principal", "county", "city", "administrator"),
}
STAFF_USES = 200
OPEN_USES = 500


def _open(talk: Talk, argument: str) -> Opening | Outbound:
    listed = tuple(Listed(id=name, label=_label(talk, name)) for name in _may_invite(talk))
    return Opening(
        talk.content.dialogs["invite"],
        facts={
            "to_enterprise": "no", "has_matches": "no", "needs_county": "no", "picks_department": "no",
            "new_department": "no",
        },
        lists={"roles": listed},
    )  # fmt: skip


def _may_invite(talk: Talk) -> tuple[str, ...]:
    role = talk.role
    if role is None:
        return ()
    of_city = role.department_id is not None and role.region is not None and role.region.endswith("00")
    return (*MAY_INVITE.get(role.role, ()), *((BELOW,) if of_city else ()))


def _label(talk: Talk, name: str) -> str:
    if name == BELOW:
        return talk.say("invite.below")
    own = name == "department" and talk.role is not None and talk.role.department_id is not None
    return talk.say("invite.own_department") if own else talk.say(f"role.{name}")


def _derive(talk: Talk, step: str, state: State) -> Derived:
    wanted = str(state.value("role") or "")
    if step == "invited_role":
        return _role(talk, wanted)
    if step == "invited_county":
        return offices(talk, str(state.value("county") or "")) if wanted == BELOW else Derived()
    if step == "invited_department":
        sectors = tuple(Listed(id=one.id, label=one.name) for one in talk.content.sectors.sectors)
        new = "yes" if state.value("department") == NEW else "no"
        return Derived(facts={"new_department": new}, lists={"sectors": sectors})
    return _enterprises(talk, str(state.value("enterprise") or ""))


def _role(talk: Talk, wanted: str) -> Derived:
    official = talk.role is not None and talk.role.role not in OF_ENTERPRISE
    below = cities(talk) if wanted == "city" else counties(talk, talk.scope)
    needs = wanted == BELOW or (wanted in ("county", "city") and _must_choose(talk, below))
    facts = {
        "to_enterprise": "yes" if official and wanted == "principal" else "no",
        "needs_county": "yes" if needs else "no",
        "has_matches": "no",
        "picks_department": "no",
        "new_department": "no",
    }
    region = talk.role.region if talk.role is not None else None
    if wanted == "department" and talk.role is not None and talk.role.department_id is None and region is not None:
        own = offices(talk, region)
        return Derived(facts={**facts, **own.facts}, lists={**own.lists, "counties": below})
    return Derived(facts=facts, lists={"counties": below})


def _enterprises(talk: Talk, words: str) -> Derived:
    if not words:
        below = counties(talk, talk.scope)
        return Derived(facts={"needs_county": "yes" if _must_choose(talk, below) else "no"}, lists={"counties": below})
    by_code = enterprises.by_code(talk.unit, words.upper())
    if by_code is not None and enterprises.enterprise(talk.unit, by_code.id, talk.scope) is not None:
        found: tuple[Listed, ...] = (
            Listed(id=str(by_code.id), label=by_code.name),
            Listed(id=NONE, label=talk.say("invite.none_of_these")),
        )
    else:
        found = matches(talk, talk.scope, words, none=talk.say("invite.none_of_these"))
    if len(found) == 1:
        return Derived(notices=(Notice("invite.none_found"),), ask_again=True)
    return Derived(facts={"has_matches": "yes"}, lists={"enterprises": found})


def _must_choose(talk: Talk, below: tuple[Listed, ...]) -> bool:
    """Whether the place has to be asked for: there are several, or the inviter has none of their own."""
    return len(below) > 1 or (talk.role is not None and talk.role.region is None)


def _complete(talk: Talk, done: Finished) -> Closing:
    wanted, mine = done.value("role"), talk.role
    if mine is None or wanted not in _may_invite(talk):
        return Closing((Outbound(text=talk.say("menu.not_allowed")),))
    role = "department" if wanted == BELOW else wanted
    enterprise_id, region, uses = mine.enterprise_id, done.value("county") or mine.region, 1
    department_id: int | None = None
    if role in OF_ENTERPRISE and enterprise_id is None:
        chosen = done.value("which")
        if chosen == NONE:
            return Closing((Outbound(text=talk.say("invite.try_again")),), then="invite")
        enterprise_id = int(chosen) if chosen else None
        uses = 1 if enterprise_id else OPEN_USES
    elif role == "staff":
        uses = STAFF_USES
    elif role == "department":
        department_id = department_of(talk, done, region or "", own=wanted == "department")
        if department_id is None:
            return Closing((Outbound(text=talk.say("menu.not_allowed")),))
    one = invitations.invite(
        talk.unit, role, enterprise_id=enterprise_id, region=None if enterprise_id else region, uses=uses,
        department_id=department_id, by=talk.person_id,
    )  # fmt: skip
    until = one.expires_at.astimezone(BEIJING)
    named = talk.say(f"role.{role}")
    if department_id is not None:
        named = talk.say("invite.at", role=named, body=enterprises.department_name(talk.unit, department_id))
    day = talk.say("engine.day", year=until.year, month=until.month, day=until.day)
    text = talk.say("invite.done", role=named, code=one.code, uses=uses, day=day)
    return Closing((Outbound(text=text, choices=_onward(talk)),))


def _onward(talk: Talk) -> tuple[Choice, ...]:
    return (opens("invite", talk.say("invite.another")), opens("menu", talk.say("inspect.to_menu")))


INVITE = Conversation("invite", INVITERS, _open, _complete, _derive)
