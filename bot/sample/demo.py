"""The demo's own house: a database, photos and a secret apart from the real ones, with the sample county in it."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from pydantic import SecretStr

from bot.clock import DemoClock, system_now
from bot.codes import codes
from bot.demo.days import DAWN, OPENS, first_day, rounds
from bot.sample.county import campaign_for, plant_county
from bot.sample.people import demo_people
from bot.settings import Settings
from bot.web.demo_person import DemoPerson
from bot.wiring import App, ticking, wire
from checklists.content import Content
from checklists.errors import UserMistake
from checklists.judgement.judge import Judge
from checklists.plan import Plan
from scheduler.window import moment_of
from storage import upkeep
from storage.enterprises import campaigns
from storage.unit_of_work import Clock

CLOCK = "clock.txt"
"""Beside the database: by how many seconds the demo's clock is ahead of the system's."""


@dataclass(frozen=True)
class Demo:
    """The app on the demo's database, its clock, and those whose phone may be picked up. `planted`: it is new."""

    app: App
    plan: Plan
    clock: DemoClock
    people: tuple[DemoPerson, ...]
    planted: bool


def demo_settings(settings: Settings, folder: Path, database: str) -> Settings:
    """Settings for a demo in that folder: no messenger, no other database, whatever the environment says. Nobody
    sleeps in it, since a visitor may come at any hour."""
    return Settings.model_construct(
        data_dir=folder, database_url=SecretStr(f"sqlite:///{folder / database}"), base_url=settings.base_url,
        language=settings.language, quiet_hours="off",
    )  # fmt: skip


def open_demo(
    settings: Settings,
    plan: Plan,
    *,
    fresh: bool = False,
    content: Content | None = None,
    judge: Judge | None = None,
    base: Clock = system_now,
) -> Demo:
    """Open the demo, plant the county where there is none. `settings` are those of `demo_settings`; `base` is the
    clock below the demo's own.

    Content and judge are read and built where they are not given. Raises UserMistake where the record there is of
    another plan, and asks for --fresh.
    """
    folder = settings.data_dir
    if fresh:
        remove_demo(folder)
    clock = DemoClock(base=base, ahead=_kept(folder))
    app = wire(settings, clock, codes, content=content, judge=judge)
    upkeep.upgrade(app.engine)
    with app.open_unit() as unit:
        running = campaigns(unit)
    if running and plan.id not in {one.plan for one in running}:
        raise UserMistake(f"The demo holds {running[0].plan}; add --fresh to begin anew with {plan.id}.")
    if not running:
        plant_demo(app, clock, plan)
    with app.open_unit() as unit:
        people = demo_people(unit, app.content)
    return Demo(app, plan, clock, people, planted=not running)


def plant_demo(app: App, clock: DemoClock, plan: Plan) -> None:
    """Lay the county down in an empty record and let the first day begin: the morning's reminders wait in the outbox,
    and the clock shows ten."""
    clock.move_by(-clock.ahead)
    day = first_day(clock())
    clock.move_to(moment_of(day, DAWN))
    with app.open_unit() as unit:
        plant_county(unit, app.content, plan, app.media_folder, campaign_for(plan, day))
        unit.commit()
    tick = ticking(app)
    tick()  # the clock begins here
    opens = moment_of(day, OPENS)
    for moment in rounds(app.content.schedule, clock(), opens):
        clock.move_to(moment)
        tick()
    clock.move_to(opens)
    keep_clock(app.settings.data_dir, clock)


def keep_clock(folder: Path, clock: DemoClock) -> None:
    """Write down where the clock is, so that the next start finds it there: what happened must not lie ahead of it."""
    (folder / CLOCK).write_text(f"{clock.ahead.total_seconds():.0f}\n", encoding="ascii")


def remove_demo(folder: Path) -> None:
    """Take the demo's files away; nothing else lies in its folder."""
    for file in (*folder.glob("demo.sqlite3*"), *folder.glob(CLOCK)):
        file.unlink()
    shutil.rmtree(folder / "media", ignore_errors=True)


def _kept(folder: Path) -> timedelta:
    """Where the clock was left; as the system's where nothing legible says so."""
    try:
        return timedelta(seconds=float((folder / CLOCK).read_text(encoding="ascii")))
    except (OSError, ValueError):
        return timedelta(0)
