"""The demo's own house: a database, photos and a secret apart from the real ones, with the sample county in it."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

from bot.clock import DemoClock
from bot.codes import codes
from bot.sample.county import campaign_for, plant_county
from bot.sample.people import demo_people
from bot.settings import Settings
from bot.web.demo_person import DemoPerson
from bot.wiring import App, wire
from checklists.content import Content
from checklists.errors import UserMistake
from checklists.judgement.judge import Judge
from checklists.periods import beijing_day
from checklists.plan import Plan
from storage import upkeep
from storage.enterprises import campaigns


@dataclass(frozen=True)
class Demo:
    """The app on the demo's database, and those whose phone may be picked up. `planted`: the county is new."""

    app: App
    people: tuple[DemoPerson, ...]
    planted: bool


def demo_settings(settings: Settings, folder: Path, database: str) -> Settings:
    """Settings for a demo in that folder: no messenger, no other database, whatever the environment says."""
    return Settings.model_construct(
        data_dir=folder, database_url=_secret(f"sqlite:///{folder / database}"), base_url=settings.base_url,
        language=settings.language,
    )  # fmt: skip


def open_demo(
    settings: Settings, plan: Plan, *, fresh: bool = False, content: Content | None = None, judge: Judge | None = None
) -> Demo:
    """Open the demo, plant the county where there is none. `settings` are those of `demo_settings`.

    Content and judge are read and built where they are not given. Raises UserMistake where the record there is of
    another plan, and asks for --fresh.
    """
    folder = settings.data_dir
    if fresh:
        remove_demo(folder)
    app = wire(settings, DemoClock(), codes, content=content, judge=judge)
    upkeep.upgrade(app.engine)
    with app.open_unit() as unit:
        running = campaigns(unit)
        if running and plan.id not in {one.plan for one in running}:
            raise UserMistake(f"The demo holds {running[0].plan}; add --fresh to begin anew with {plan.id}.")
        if not running:
            plant_county(unit, app.content, plan, app.media_folder, campaign_for(plan, beijing_day(unit.now)))
            unit.commit()
    with app.open_unit() as unit:
        people = demo_people(unit, app.content)
    return Demo(app, people, planted=not running)


def remove_demo(folder: Path) -> None:
    """Take the demo's files away; nothing else lies in its folder."""
    for file in folder.glob("demo.sqlite3*"):
        file.unlink()
    shutil.rmtree(folder / "media", ignore_errors=True)


def _secret(text: str) -> object:
    from pydantic import SecretStr

    return SecretStr(text)
