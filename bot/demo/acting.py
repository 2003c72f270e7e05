"""Acts a step of the walk for a visitor who would rather watch: the real conversations, on the real phones."""

from __future__ import annotations

import itertools
import secrets
from collections.abc import Callable
from datetime import timedelta

from bot.demo.show import Show
from bot.sample.people import CHANNEL, own_enterprise
from bot.tour.answering import MOST, Knowing, choose, fill
from bot.tour.cast import Cast, casting
from bot.tour.stage import Actor, FixedClock, Stage
from bot.web.demo_person import DemoPerson
from checklists.periods import beijing_day
from dialogs.conversations.ledger import NEXT
from dialogs.options import taps
from storage import hazards
from storage.hazards import Hazard
from storage.scope import Scope

TIME = timedelta(days=14)
"""How long putting the hazard right takes."""


def act(show: Show, step: str, heard: Callable[[str], None]) -> None:
    """Speak for whoever has a part in that step. `heard` is called with an address whenever something was said there.

    Raises RuntimeError where the step cannot be acted as things stand, and KeyError for one that nobody can act.
    """
    app = show.demo.app
    parts = {one.key: one for one in show.demo.people}
    # What it says must never be taken for a repeat of what was said in an earlier act.
    numbers = itertools.count(secrets.randbelow(2**52))
    stage = Stage(app, FixedClock(show.now), lambda _words: None, numbers=numbers)
    _STEPS[step](show, stage, parts, heard)


def _report(show: Show, stage: Stage, parts: dict[str, DemoPerson], heard: Callable[[str], None]) -> None:
    found, officer = _cast(show).hazard, _actor(parts["safety_officer"])
    later = beijing_day(show.now + TIME)
    answers = {
        "place": found.place, "words": found.words, "reply": found.reply, "duplicate": "none", "fixed": "no",
        "responsible": officer.name, "measures": found.measures, "funds": found.funds,
        "deadline": f"{later.month}月{later.day}日", "contingency": found.contingency,
    }  # fmt: skip
    _play(stage, officer, "hazard", Knowing(answers, scene=found.scene), heard)


def _confirm(show: Show, stage: Stage, parts: dict[str, DemoPerson], heard: Callable[[str], None]) -> None:
    one = _last(show, lambda hazard: hazard.level == "suspected_major")
    note = stage.app.content.texts("sample.confirmed")
    answers = {"hazard": str(one.id), "action": "major", "clause": one.clause or "", "note": note}
    _play(stage, _actor(parts["county"]), "oversee", Knowing(answers), heard)


def _rectify(show: Show, stage: Stage, parts: dict[str, DemoPerson], heard: Callable[[str], None]) -> None:
    one, found = _last(show, lambda hazard: hazard.level != "general"), _cast(show).hazard
    chosen = {"hazard": str(one.id)}
    done = Knowing({**chosen, "action": "rectify", "done": found.done}, scene=found.scene, fixed=True)
    _play(stage, _actor(parts["safety_officer"]), "ledger", done, heard)
    signers = ["principal", *(["safety_director"] if show.demo.plan.sign_off.safety_director else [])]
    for key in signers:
        _play(stage, _actor(parts[key]), "ledger", Knowing({**chosen, "action": "sign"}), heard)


_STEPS = {"report": _report, "confirm": _confirm, "rectify": _rectify}


def _play(stage: Stage, actor: Actor, command: str, knowing: Knowing, heard: Callable[[str], None]) -> None:
    """Open something from the menu and answer what it asks."""
    label = next(entry.label for entry in stage.app.content.menu.entries if entry.command == command)
    stage.write = lambda _words: heard(actor.address)
    stage.type(actor, label)
    _turn_pages(stage, actor, knowing.answers.get("hazard"))
    fill(stage, actor, knowing, command)
    heard(actor.address)


def _turn_pages(stage: Stage, actor: Actor, wanted: str | None) -> None:
    """In a list of hazards go on until the wanted one is offered, or there is no more."""
    for _ in range(MOST):
        asked = stage.asked(actor)
        if wanted is None or asked is None or asked.question is None or asked.question.id != "hazard":
            return
        offered = [tap.id for tap in taps(asked.form, asked.state, stage.app.content.texts)]
        further = next((one for one in offered if one.startswith(NEXT)), None)
        if wanted in offered or further is None:
            return
        choose(stage, actor, asked, further)


def _last(show: Show, wanted: Callable[[Hazard], bool]) -> Hazard:
    """The newest open hazard of that sort at the demo's enterprise."""
    with show.demo.app.open_unit() as unit:
        scope = Scope(enterprise_id=own_enterprise(unit))
        found = [one for one in hazards.ledger(unit, scope, limit=50) if one.status == "open" and wanted(one)]
    if not found:
        raise RuntimeError("there is no such hazard at the demo's enterprise")
    return max(found, key=lambda one: one.id)


def _cast(show: Show) -> Cast:
    return casting().of(show.demo.plan)


def _actor(person: DemoPerson) -> Actor:
    return Actor(person.title, person.role_label, person.address, CHANNEL)
