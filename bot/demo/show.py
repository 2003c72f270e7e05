"""What the demo's page can do with the whole house: move its clock, begin anew."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from threading import Lock

from bot.demo.days import Place, Stop, rounds, stops
from bot.sample.demo import Demo, keep_clock, plant_demo
from bot.sample.people import own_enterprise
from bot.wiring import ticking
from storage import enterprises
from storage.enterprises import campaigns
from storage.scope import EVERYTHING
from storage.upkeep.emptying import empty


@dataclass(frozen=True)
class Show:
    """One demo. Whatever moves its clock or empties its record does so alone."""

    demo: Demo
    alone: Lock = field(default_factory=Lock)

    @property
    def now(self) -> datetime:
        """What the demo's clock shows."""
        return self.demo.clock()


def tick(show: Show) -> object:
    """The alarm's step, unless somebody is moving the clock: then the round is on its way already."""
    if not show.alone.acquire(blocking=False):
        return None
    try:
        return ticking(show.demo.app)()
    finally:
        show.alone.release()


def offered(show: Show) -> tuple[Stop, ...]:
    """Where the clock can be put now."""
    app = show.demo.app
    with app.open_unit() as unit:
        campaign = next(one for one in campaigns(unit) if one.plan == show.demo.plan.id)
        own = enterprises.enterprise(unit, own_enterprise(unit), EVERYTHING)
    high_risk = own is not None and own.high_risk
    return stops(app.content, show.demo.plan, campaign, show.now, high_risk=high_risk)


def go(show: Show, place: Place, passing: Callable[[], object] = lambda: None) -> None:
    """Put the clock to a stop, by way of every round in between, so that each day's messages go out on their day.

    `passing` is called after each round. Does nothing where the stop is not offered (any more).
    """
    with show.alone:
        goal = next((stop.at for stop in offered(show) if stop.place == place), None)
        if goal is None:
            return
        app, clock = show.demo.app, show.demo.clock
        run = ticking(app)
        for moment in (*rounds(app.content.schedule, show.now, goal), goal):
            clock.move_to(moment)
            keep_clock(app.settings.data_dir, clock)
            run()
            passing()


def begin_anew(show: Show) -> None:
    """Empty the record and plant the county again, as `--fresh` does."""
    with show.alone:
        app = show.demo.app
        with app.open_unit() as unit:
            empty(unit)
            unit.commit()
        plant_demo(app, show.demo.clock, show.demo.plan)
