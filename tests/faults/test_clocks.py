"""Clocks that jump, the leap day, the 25th at midnight, and machines in other time zones."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from scheduler.tick import tick
from storage.tables import due_runs, outbox
from tests.conftest import Database, SetClock
from tests.faults.looking import standing
from tests.transcripts.stage import Stage

pytestmark = [pytest.mark.unwatched, pytest.mark.parametrize("database", ["sqlite"], indirect=True)]
ROOT = Path(__file__).parents[2]
ZONES = ("Pacific/Kiritimati", "America/Los_Angeles", "Asia/Kathmandu")
"""Fourteen hours ahead, eight behind with summer time, and a quarter of an hour off."""


def rung(stage: Stage, database: Database) -> None:
    tick(stage.content, database.open_unit, database.open_unit, stage.media_folder)


def reminders(stage: Stage) -> list[tuple[int, str]]:
    """(person, day in Beijing) of each reminder."""
    with stage.open_unit() as unit:
        rows = unit.execute(select(outbox).where(outbox.c.kind == "reminder")).all()
    return [(row.person_id, f"{row.created_at + timedelta(hours=8):%m-%d}") for row in rows]


def test_a_clock_that_jumps_back_and_forth_says_nothing_twice(
    stage: Stage, database: Database, clock: SetClock
) -> None:
    rung(stage, database)
    clock.now = datetime(2023, 6, 14, 1, 5, tzinfo=UTC)
    rung(stage, database)
    first = reminders(stage)
    for hours in (-2, 26, -26, 50, -48):  # back over the round, a day ahead, and back again
        clock.move(hours=hours)
        rung(stage, database)
    assert first
    said = reminders(stage)
    assert len(set(said)) == len(said)
    with stage.open_unit() as unit:
        keys = [row.key for row in unit.execute(select(due_runs))]
    assert len(set(keys)) == len(keys)


def test_a_checklist_goes_on_over_a_clock_that_jumps_back(stage: Stage, clock: SetClock) -> None:
    stage.replay("@王建国\n> 自查\n> 1\n> 1")
    before = standing(stage.open_unit)["answers"]
    clock.move(days=-3)
    stage.replay("@王建国\n> 1")
    clock.move(days=30)
    shown = stage.replay("@王建国\n> 继续")
    assert "已答" in shown or "？" in shown
    assert set(before) <= set(standing(stage.open_unit)["answers"])


def test_the_clock_rings_on_the_leap_day_and_at_midnight_before_the_25th(
    stage: Stage, database: Database, clock: SetClock
) -> None:
    """16:00 UTC is midnight in Beijing: whatever begins with the day is one day's, and said once."""
    for day in ("2024-02-28", "2024-02-29", "2024-06-24", "2024-06-25"):
        for hour, minute in ((0, 59), (1, 0), (1, 1), (15, 59), (16, 0), (16, 1)):
            clock.now = datetime.fromisoformat(f"{day}T{hour:02d}:{minute:02d}:00+00:00")
            rung(stage, database)
    said = reminders(stage)
    assert len(set(said)) == len(said)
    with stage.open_unit() as unit:
        rounds = [row.key for row in unit.execute(select(due_runs).where(due_runs.c.key.like("morning/%")))]
    assert "morning/2024-02-29" in rounds
    assert "morning/2024-06-25" in rounds
    assert len(set(rounds)) == len(rounds)


def test_a_machine_in_another_time_zone_tells_the_same_days(database: Database) -> None:
    calendars = {_calendar(zone) for zone in ("Asia/Shanghai", *ZONES)}
    assert len(calendars) == 1
    assert "2023-05-25" in calendars.pop()


def _calendar(zone: str) -> str:
    """The days of moments about midnight in Beijing, from a process in that zone."""
    program = (
        "from datetime import datetime, UTC, timedelta\n"
        "from checklists.periods import beijing_day\n"
        "moments = [datetime(2023, 5, 24, 15, 59, tzinfo=UTC) + timedelta(minutes=n) for n in range(3)]\n"
        "moments += [datetime(2024, 2, 28, 15, 59, tzinfo=UTC) + timedelta(hours=n) for n in range(48)]\n"
        "print([str(beijing_day(one)) for one in moments])\n"
        "print([str(beijing_day(one.astimezone())) for one in moments])\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, check=True, capture_output=True, text=True,
        env={**os.environ, "TZ": zone},
    )  # fmt: skip
    return done.stdout
