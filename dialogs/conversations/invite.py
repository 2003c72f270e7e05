"""Inviting: principals invite colleagues, officials invite enterprises and the offices below them."""

from __future__ import annotations

from dialogs.conversations.places import NONE, cities, counties, matches
from dialogs.engine import Derived
from dialogs.messages import Choice, Outbound, opens
from dialogs.state import Listed, State
from dialogs.talk import BEIJING, Closing, Conversation, Finished, Opening, Talk
from storage import enterprises, invitations
from storage.people import OF_ENTERPRISE

INVITERS = ("principal", "safety_director", "county", "department", "city", "administrator")
MAY_INVITE = {
    "principal": ("safety_director", "safety_officer", "staff"),
    "safety_director": ("safety_officer", "staff"),
    "county": ("principal", "county"),
    "department": ("principal",),
    "city": ("principal", "county", "city"),
    "administrator": ("principal", "county", "city", "administrator"),
}
STAFF_USES = 200
OPEN_USES = 500


def _open(talk: Talk, argument: str) -> Opening | Outbound:
    role = talk.role.role if talk.role is not None else ""
    listed = tuple(Listed(id=name, label=talk.say(f"role.{name}")) for name in MAY_INVITE.get(role, ()))
    return Opening(
        talk.content.dialogs["invite"],
        facts={"to_enterprise": "no", "has_matches": "no", "needs_county": "no"},
        lists={"roles": listed},
    )


def _derive(talk: Talk, step: str, state: State) -> Derived:
    official = talk.role is not None and talk.role.role not in OF_ENTERPRISE
    if step == "invited_role":
        wanted = state.value("role")
        below = cities(talk) if wanted == "city" else counties(talk, talk.scope)
        needs = wanted in ("county", "city") and _must_choose(talk, below)
        return Derived(
            facts={
                "to_enterprise": "yes" if official and wanted == "principal" else "no",
                "needs_county": "yes" if needs else "no",
            },
            lists={"counties": below},
        )
    words = str(state.value("enterprise") or "")
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
    return Derived(facts={"has_matches": "yes"}, lists={"enterprises": found})


def _must_choose(talk: Talk, below: tuple[Listed, ...]) -> bool:
    """Whether the place has to be asked for: there are several, or the inviter has none of their own."""
    return len(below) > 1 or (talk.role is not None and talk.role.region is None)


def _complete(talk: Talk, done: Finished) -> Closing:
    role, mine = done.value("role"), talk.role
    if mine is None or role not in MAY_INVITE.get(mine.role, ()):
        return Closing((Outbound(text=talk.say("menu.not_allowed")),))
    enterprise_id, region, uses = mine.enterprise_id, done.value("county") or mine.region, 1
    if role in OF_ENTERPRISE and enterprise_id is None:
        chosen = done.value("which")
        if chosen == NONE:
            return Closing((Outbound(text=talk.say("invite.try_again")),), then="invite")
        enterprise_id = int(chosen) if chosen else None
        uses = 1 if enterprise_id else OPEN_USES
    elif role == "staff":
        uses = STAFF_USES
    one = invitations.invite(
        talk.unit, role, enterprise_id=enterprise_id, region=None if enterprise_id else region, uses=uses,
        by=talk.person_id,
    )  # fmt: skip
    until = one.expires_at.astimezone(BEIJING)
    text = talk.say(
        "invite.done",
        role=talk.say(f"role.{role}"),
        code=one.code,
        uses=uses,
        day=talk.say("engine.day", year=until.year, month=until.month, day=until.day),
    )
    return Closing((Outbound(text=text, choices=_onward(talk)),))


def _onward(talk: Talk) -> tuple[Choice, ...]:
    return (opens("invite", talk.say("invite.another")), opens("menu", talk.say("inspect.to_menu")))


INVITE = Conversation("invite", INVITERS, _open, _complete, _derive)
