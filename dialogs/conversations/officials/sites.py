"""Finding the enterprise an official speaks of, within the official's scope and nowhere else."""

from __future__ import annotations

from checklists.plan import Plan
from dialogs.conversations.ledger import KEEPERS
from dialogs.engine import Derived, Notice
from dialogs.messages import Choice, Outbound, opens
from dialogs.notices import tell, tell_staff
from dialogs.state import Answer, Listed
from dialogs.talk import Talk
from storage import enterprises, people, unreachable
from storage.enterprises import Enterprise
from storage.oversight.office import Office, office_of

OFFICIALS = ("county", "department", "city")
MOST = 8


def own_office(talk: Talk) -> Office | None:
    """The office the speaker acts for in the role of this conversation."""
    return office_of(talk.unit, talk.role) if talk.role is not None else None


def site(talk: Talk, enterprise_id: str) -> Enterprise | None:
    """The enterprise of that id if it lies within the speaker's scope; an id from anywhere else is nobody's."""
    return enterprises.enterprise(talk.unit, int(enterprise_id), talk.scope) if enterprise_id.isdecimal() else None


def plans_for(talk: Talk, one: Enterprise) -> tuple[Plan, ...]:
    """The plans in force today that bind an enterprise."""
    found = (
        talk.content.plans.get(campaign.plan)
        for campaign in enterprises.campaigns_for(talk.unit, one.region, talk.today)
    )
    return tuple(plan for plan in found if plan is not None and (not plan.sectors or one.sector in plan.sectors))


def searched(talk: Talk, words: str) -> Derived:
    """The enterprises meant by a few words of the name or by the credit code, to choose from; or the same question."""
    if not words:
        return Derived(facts={"found": "no"})
    coded = enterprises.by_code(talk.unit, "".join(words.split()).upper())
    within = site(talk, str(coded.id)) if coded is not None else None
    found = (within,) if within is not None else enterprises.found(talk.unit, talk.scope, words, limit=MOST + 1)
    if not found:
        return Derived(notices=(Notice("record.none_found"),), ask_again=True)
    named = dict(enterprises.counties(talk.unit, talk.scope))
    listed = tuple(
        Listed(id=str(one.id), label=f"{one.name}（{named[one.region]}）" if one.region in named else one.name)
        for one in found[:MOST]
    )
    more = (Notice("record.too_many", {"count": MOST}),) if len(found) > MOST else ()
    return Derived(facts={"found": "yes"}, lists={"enterprises": listed}, notices=more)


def onward(talk: Talk) -> tuple[Choice, ...]:
    """What to do after something was recorded."""
    return (
        opens("record", talk.say("record.again")), opens("correct", talk.say("record.correct")),
        opens("menu", talk.say("inspect.to_menu")),
    )  # fmt: skip


def tell_enterprise(talk: Talk, enterprise_id: int, text: str, *, urgent: bool = False) -> str:
    """Queue a notice to those who keep the enterprise's ledger, at night too where it is urgent; says how many of them
    are reached here, who has to be phoned, or that nobody is there to be told."""
    keepers: dict[int, str] = {}
    for person_id, name, role in people.colleagues(talk.unit, enterprise_id, *KEEPERS):
        keepers.setdefault(person_id, talk.say("found.whom", name=name, role=talk.say(f"role.{role}")))
    ledger = opens("ledger", talk.say("notice.open_ledger"))
    notice = Outbound(text=text, choices=(ledger,), kind="notice", numbered=False, urgent=urgent)
    tell_staff(talk, enterprise_id, keepers, notice)
    if not keepers:
        return talk.say("found.told_nobody")
    reached = unreachable.reached(talk.unit, keepers)
    told = talk.say("found.told", count=len(reached)) if reached else ""
    to_phone = [whom for person_id, whom in keepers.items() if person_id not in reached]
    return told + (talk.say("found.to_phone", whom="、".join(to_phone)) if to_phone else "")


def tell_officials(talk: Talk, enterprise_id: int, text: str, open_: Choice, *, urgent: bool = False) -> None:
    """Queue a notice to the officials in charge of the enterprise."""
    officials = people.regulators_of(talk.unit, enterprise_id, "county", "department")
    tell(talk, officials, Outbound(text=text, choices=(open_,), kind="notice", numbered=False, urgent=urgent))


def given(one: Enterprise) -> tuple[Listed, Answer]:
    """A chosen enterprise as the one entry of a list and as the answer to it."""
    return Listed(id=str(one.id), label=one.name), Answer(value=str(one.id), shown=one.name)
