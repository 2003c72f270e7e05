"""A record with people in the middle of a checklist, and what each of them will say next."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from bot.clock import system_now
from bot.codes import codes
from bot.settings import read_settings
from bot.wiring import App, wire
from checklists.content import PROFILE_FACTS
from checklists.periods import beijing_day
from dialogs.messages import InboundMessage, Sender
from dialogs.state import State
from scheduler.morning import round_key
from scheduler.week import week_before, week_key
from storage import due, enterprises, outbox, people, reaching, sessions, upkeep
from storage.due import Run
from storage.enterprises import Campaign

PLAN, CHECKLIST, REGION = "ganzhou-2023", "dangerous-work", "360702"
MOST_STEPS = 80


def prepare(script: Path, count: int) -> None:
    """Make the tables, plant so many enterprises with their principals, open a checklist for each; write the script.

    The settings come from the environment. What is said is found out by going through it once: yes to everything,
    photos skipped, and the confirmation at the end.
    """
    app = wire(read_settings(None), system_now, codes)
    upkeep.upgrade(app.engine)
    _plant(app, count)
    for number in range(count):
        _said(app, _openid(number), "token", f"m.inspection.{PLAN}/{CHECKLIST}")
    words = tuple(_played(app, _openid(0)))
    _all_sent(app)
    script.write_text(json.dumps([(_openid(number), words) for number in range(1, count)]), encoding="utf-8")
    app.engine.dispose()


def _plant(app: App, count: int) -> None:
    with app.open_unit() as unit:
        today = beijing_day(unit.now)
        keys = [round_key(today), week_key(week_before(today))]  # the clock has nothing to say meanwhile
        due.record(unit, [Run(key, unit.now, "skipped", "a benchmark") for key in keys])
        for region in (("360700", "city", "city"), (REGION, "county", "county")):
            enterprises.add_region(unit, *region)
        begins = today - timedelta(days=60)
        enterprises.put_in_force(unit, Campaign(PLAN, 2023, "360700", begins, begins + timedelta(days=300)))
        for number in range(count):
            site = enterprises.add_enterprise(
                unit, name=f"企业{number}", uscc=f"{number:018d}", region=REGION, sector="industry",
                profile={**dict.fromkeys(PROFILE_FACTS, "no"), "hot_work": "yes", "confined_space": "yes"},
            )  # fmt: skip
            person = people.add_person(unit, f"负责人{number}")
            people.grant(unit, person, "principal", enterprise_id=site, by=None)
            binding = reaching.bound(unit, "wechat", app.settings.wechat_app_id, _openid(number))
            reaching.bind(unit, binding.id, person)
        unit.commit()


def _played(app: App, openid: str) -> Iterator[str]:
    """Everything that is said until the checklist is finished."""
    for _ in range(MOST_STEPS):
        with app.open_unit() as unit:
            binding = reaching.bound(unit, "wechat", app.settings.wechat_app_id, openid)
            one = sessions.active(unit, binding.person_id, binding.id)
        if one is None or one.subject != f"{PLAN}/{CHECKLIST}":  # the next one opens by itself
            return
        mode = State.model_validate(one.state).mode
        said = "跳过" if mode == "evidence" else "1"
        yield said
        _said(app, openid, "text", said)
    raise RuntimeError("the checklist has no end; look at its questions")


def _all_sent(app: App) -> None:
    """Nothing waits for the delivery loop: what was answered up to here counts as handed over."""
    with app.open_unit() as unit:
        outbox.handed_over(unit, [letter.id for letter in outbox.listed(unit, ("waiting",), 10**9)])
        unit.commit()


def _said(app: App, openid: str, kind: str, words: str) -> None:
    sender = Sender(channel="wechat", account=app.settings.wechat_app_id, address=openid)
    more = {"kind": "choice", "token": words} if kind == "token" else {"kind": "text", "text": words}
    answers = app.gateway.handle(InboundMessage.model_validate({"id": codes(20), "sender": sender, **more}))
    if not answers or not answers[0].id:
        raise RuntimeError(f"not taken: {answers}")


def _openid(number: int) -> str:
    return f"o6_bmjrPTlm6_2sgVt7hMZOP{number:06d}"
