"""The play: scene after scene, from the invitation to the official form."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

from pydantic import SecretStr

from bot.sample.county import County, plant_county
from bot.sample.identity import credit_code
from bot.sample.people import demo_people
from bot.settings import Settings
from bot.tour import scenes
from bot.tour.cast import casting
from bot.tour.ending import digest, official_form
from bot.tour.stage import Actor, FixedClock, Stage, fixed_codes
from bot.wiring import App, ticking, wire
from checklists.content import Content
from checklists.judgement.judge import Judge
from checklists.periods import midnight
from checklists.plan import Plan
from checklists.workdays import DAY, working_day_on_or_before
from storage import upkeep
from storage.enterprises import Campaign

ENTERPRISES = 60
NUMBER = 9001


@dataclass(frozen=True)
class Days:
    """When it plays: the first day, the day of the reminder, the Monday of the digest."""

    first: date
    reminder: date
    monday: date


def days_of(plan: Plan, call: int) -> Days:
    """June of the plan's year; `call` is the day of the month on which undone checklists are called for again."""
    reminder = working_day_on_or_before(date(plan.year, 6, call))
    first = working_day_on_or_before(working_day_on_or_before(reminder - DAY) - DAY)
    return Days(first, reminder, reminder + timedelta(days=7 - reminder.weekday()))


def play(
    content: Content, plan: Plan, out: Path, write: Callable[[str], None], *, judge: Judge | None = None
) -> tuple[Path, ...]:
    """Tell the whole story of a plan in June of its year; the workbooks and pictures written to `out`.

    Everything happens in a temporary database under a fixed clock with fixed codes: two plays say and write the same.
    """
    with tempfile.TemporaryDirectory(prefix="ancha-tour-") as folder:
        days = days_of(plan, content.schedule.inspection.last_month_days[0])
        clock = FixedClock(midnight(days.first).replace(hour=8))
        app = _house(content, judge, plan, Path(folder), clock)
        try:
            return _told(app, plan, days, clock, out, write)
        finally:
            app.engine.dispose()


def _house(content: Content, judge: Judge | None, plan: Plan, folder: Path, clock: FixedClock) -> App:
    settings = Settings.model_construct(
        data_dir=folder, database_url=SecretStr(f"sqlite:///{folder / 'tour.sqlite3'}"),
        secret_key=SecretStr("the tour has no secrets"),
    )  # fmt: skip
    app = wire(settings, clock, fixed_codes(plan.id), content=content, judge=judge)
    upkeep.upgrade(app.engine)
    return app


def _told(
    app: App, plan: Plan, days: Days, clock: FixedClock, out: Path, write: Callable[[str], None]
) -> tuple[Path, ...]:
    stage = Stage(app, clock, write)
    county, official = _planted(app, plan)
    tick = ticking(app)
    tick()  # the clock begins here: there is nothing before to make up for
    roles = casting()
    write(stage.say("title", plan=plan.title))
    write(
        stage.say("intro", region=plan.region_name, county=county.name, enterprises=county.counts["enterprises"]) + "\n"
    )
    company = scenes.Company(roles.of(plan), plan, county.code, credit_code(county.code, NUMBER))
    people = scenes.entered(stage, company, official, days.first)
    scenes.inspected(stage, company, people, roles.duties, days.first)
    people = scenes.invited(stage, company, people, days.first)
    number = scenes.reported(stage, company, people, official, days.first)
    scenes.assigned(stage, company, people, number, days.first)
    scenes.rectified(stage, company, people, number, days.first + DAY)
    scenes.signed(stage, people, number, days.first + DAY)
    scenes.reminded(stage, people, official, days.reminder, tick)
    out.mkdir(parents=True, exist_ok=True)
    pictures = digest(stage, county, official, days.monday, tick, out)
    workbooks = official_form(stage, plan, county, out)
    write(stage.say("files"))
    for file in (*pictures, *workbooks):
        write(stage.say("file", file=file.name))
    write(stage.say("end"))
    return (*pictures, *workbooks)


def _planted(app: App, plan: Plan) -> tuple[County, Actor]:
    """The county with its past, and the official who has a part in the play."""
    campaign = Campaign(plan.id, plan.year, plan.region, plan.begins(), plan.ends())
    with app.open_unit() as unit:
        county = plant_county(unit, app.content, plan, app.media_folder, campaign, enterprises=ENTERPRISES, whole=False)
        unit.commit()
    with app.open_unit() as unit:
        one = next(person for person in demo_people(unit, app.content) if person.key == "county")
    role = app.content.texts("role.county")
    return county, replace(Actor(one.title, role, one.address), channel="web")
