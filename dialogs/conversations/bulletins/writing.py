"""An official writes a bulletin: what, to whom, with a short checklist if wanted; the number of receivers first."""

from __future__ import annotations

from dialogs.conversations.bulletins.saying import by_words, preview
from dialogs.conversations.officials.sites import OFFICIALS, own_office
from dialogs.conversations.places import counties
from dialogs.engine import Derived, Notice
from dialogs.messages import Outbound, opens
from dialogs.state import Listed, State
from dialogs.talk import Closing, Conversation, Finished, Opening, Talk
from reports.bulletin_letter import bulletin_letter
from storage import bulletins, enterprises
from storage.bulletins import Audience, Draft

ALL = "all"


def _open(talk: Talk, argument: str) -> Opening | Outbound:
    if own_office(talk) is None or talk.scope.region is None:
        return Outbound(text=talk.say("record.not_office"), choices=(opens("menu", talk.say("inspect.to_menu")),))
    kinds = tuple(Listed(id=one.id, label=one.label, words=one.words) for one in talk.content.bulletins.kinds)
    places = counties(talk, talk.scope)
    everywhere = Listed(id=ALL, label=talk.say("bulletin.all_places"), words=("全部", "所有"))
    named = talk.scope.sectors or tuple(name for name, _ in enterprises.sectors(talk.unit, talk.scope))
    sectors = tuple(Listed(id=one, label=talk.content.sectors.named(one).name) for one in named)
    return Opening(
        talk.content.dialogs["bulletin-new"],
        facts={"has_counties": "yes" if len(places) > 1 else "no", "has_sectors": "yes" if len(sectors) > 1 else "no",
               "found": "no"},
        lists={"kinds": kinds, "counties": (everywhere, *places),
               "sectors": (Listed(id=ALL, label=talk.say("bulletin.all_sectors"), words=("全部", "所有")), *sectors)},
    )  # fmt: skip


def _derive(talk: Talk, step: str, state: State) -> Derived:
    if step == "search":
        found = by_words(talk, str(state.value("search") or ""))
        if not found:
            return Derived(notices=(Notice("bulletin.no_items"),), ask_again=True)
        return Derived(facts={"found": "yes"}, lists={"items": found})
    audience = _audience(talk, state)
    sites, people = bulletins.counted(talk.unit, talk.scope, audience)
    if sites == 0:
        return Derived(notices=(Notice("bulletin.nobody"),), ask_again=True)
    if step == "risk":
        return Derived(notices=(Notice("bulletin.count", {"sites": sites, "people": people}),))
    if step == "with_check" and state.value("with_check") == "yes":
        return Derived()
    told = preview(talk, _draft(talk, state), sites, people)
    return Derived(notices=(Notice("refuse.own", {"message": told}),))


def _audience(talk: Talk, state: State) -> Audience:
    """To whom, by the answers so far; never beyond the speaker's own scope."""
    county, chosen = state.value("county"), state.value("sectors") or ()
    own = talk.scope.region or ""
    region = str(county) if isinstance(county, str) and county != ALL and county.startswith(own) else own
    sectors = tuple(one for one in chosen if one != ALL) if ALL not in chosen else ()
    allowed = talk.scope.sectors
    sectors = tuple(one for one in sectors if not allowed or one in allowed) or allowed
    if state.value("risk") != "high":
        return Audience(region, sectors)
    plans = [talk.content.plans.get(one.plan) for one in enterprises.campaigns(talk.unit, talk.today)]
    risky = [plan.high_risk for plan in plans if plan is not None and _near(plan.region, region)]
    return Audience(
        region, sectors, high_risk=True,
        risky_sectors=tuple(sorted({name for one in risky for name in one.sectors})),
        risky_kinds=tuple(sorted({name for one in risky for name in one.kinds})),
    )  # fmt: skip


def _near(plan_region: str, region: str) -> bool:
    """Whether a plan's city and that region lie in one another."""
    city = plan_region[:4]
    return region.startswith(city) or city.startswith(region)


def _draft(talk: Talk, state: State) -> Draft:
    items = state.value("items") if state.value("with_check") == "yes" else ()
    photos = state.answers["photos"].photos if "photos" in state.answers else ()
    return Draft(
        str(state.value("kind")), str(state.value("title")), str(state.value("body")), photos,
        items if isinstance(items, tuple) else (), _audience(talk, state),
    )  # fmt: skip


def _complete(talk: Talk, done: Finished) -> Closing:
    office = own_office(talk)
    if office is None or talk.person_id is None:
        return Closing((Outbound(text=talk.say("record.not_office")),))
    one = bulletins.write(talk.unit, talk.scope, _draft(talk, done.state), office, by=talk.person_id)
    body = bulletin_letter(talk.content, talk.unit, one).as_json()
    portion = bulletins.send(talk.unit, one, body, talk.content.bulletins.batch)
    key = "bulletin.sent" if portion.last else "bulletin.sent_some"
    choices = (opens("bulletin", talk.say("bulletin.back")), opens("menu", talk.say("inspect.to_menu")))
    return Closing((Outbound(text=talk.say(key, count=portion.enterprises), choices=choices),))


BULLETIN_NEW = Conversation("bulletin-new", OFFICIALS, _open, _complete, _derive)
