"""How long a small answer takes while official forms or digests are counted from the same SQLite record.

    python benchmarks/beside_forms.py [ENTERPRISES]

Forms twice in turns: counted in a transaction that may write, on the thread of the answers, as once was; in one that
only looks, on a thread beside them, as the desk and the interface do; and asked for in the chat, put back and counted
beside (storage.beside). Then the clock's step on a Monday morning: the digests of a city and two counties, and what
these officials have to hear. Exits with 1 where an answer then waits for a tenth of what the counting takes.
"""

from __future__ import annotations

import asyncio
import os
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from sqlalchemy import insert

from benchmarks.forms import CITY, COUNTIES, NOW, YEAR, build
from bot.workers import Workers
from checklists.content import Content
from checklists.gathering import load
from checklists.periods import beijing_day
from reports.bodies import region_body
from reports.filling import fill
from scheduler.morning import round_key
from scheduler.tick import tick
from scheduler.week import WEEK, week_before, week_key
from storage import due, reaching, tables
from storage.beside import counted
from storage.database import looks, open_engine, units
from storage.due import Run
from storage.foreseen import Said
from storage.private_post import Address
from storage.scope import EVERYTHING
from storage.unit_of_work import OpenUnit, UnitOfWork

FORMS, PERIOD = ("F1", "F10", "F6"), "2023-12"
MONDAY = datetime(2023, 12, 18, 1, 5, tzinfo=UTC)
OFFICIALS = ((CITY, "city"), (COUNTIES[0], "county"), (COUNTIES[1], "county"))
PAUSE = 0.005
"""Seconds between two answers."""


def main(size: int) -> int:
    """Print a line for each run; 1 where an answer waited."""
    with tempfile.TemporaryDirectory() as name:
        folder, now, waited = Path(name), NOW, False
        build(folder / "bench.sqlite3", size)
        engine, content = open_engine(f"sqlite:///{folder / 'bench.sqlite3'}"), load()
        parts = engine, lambda: now, lambda length: os.urandom(length).hex()[:length], b"a secret of benchmarks"
        open_unit, look = units(*parts), looks(*parts)
        workers = Workers(open_unit, one_writer=True, look=look)

        def measured(label: str, run: Callable[[], Awaitable[object]]) -> bool:
            counting, longest = asyncio.run(_beside(label, workers, run))
            return longest > counting / 10

        for _ in range(2):
            measured("as a writer", lambda: workers.record(lambda: count(content, open_unit)))
            waited |= measured("looking", lambda: workers.look(lambda: count(content, look)))
            waited |= measured("in the chat", lambda: workers.together(partial(asked, content), SAID))
        now = MONDAY
        appoint(open_unit)
        waited |= measured("the clock", lambda: asyncio.to_thread(tick, content, open_unit, look, folder))
        engine.dispose()
    return int(waited)


def count(content: Content, opened: OpenUnit) -> None:
    """Fill the forms of a city."""
    for name in FORMS:
        with opened() as unit:
            _filled(content, unit, name)


SAID = Said(Address("web", "default", "an official"), "asks")


def asked(content: Content, inner: OpenUnit) -> None:
    """A message whose answer is these figures."""
    with inner() as unit:
        reaching.bound(unit, "web", "default", "an official")
        counted(unit, "forms", lambda looking: [_filled(content, looking, name) for name in FORMS])
        unit.commit()


def _filled(content: Content, unit: UnitOfWork, name: str) -> None:
    fill(content, unit, name, region_body(unit, EVERYTHING, CITY), PERIOD)


def appoint(open_unit: OpenUnit) -> None:
    """Officials who wait for their digest, and a clock that did its work up to the day before."""
    with open_unit() as unit:
        for number, (region, role) in enumerate(OFFICIALS, 10):
            unit.execute(insert(tables.persons).values(id=number, name=f"official {number}", created_at=YEAR))
            unit.execute(insert(tables.roles).values(person_id=number, role=role, region=region, granted_at=YEAR))
        today = beijing_day(unit.now)
        keys = [round_key(today - timedelta(days=1)), week_key(week_before(today) - WEEK)]
        due.record(unit, [Run(key, unit.now, "skipped", "a benchmark") for key in keys])
        unit.commit()


async def _beside(label: str, workers: Workers, run: Callable[[], Awaitable[object]]) -> tuple[float, float]:
    """Answer while it is counted; the seconds of the counting and of the answer that took longest."""
    took: list[float] = []
    done = asyncio.Event()
    answering = asyncio.create_task(_answers(workers, took, done))
    begun = time.perf_counter()
    await run()
    counting = time.perf_counter() - begun
    done.set()
    await answering
    took.sort()
    middle, longest, many = took[len(took) // 2], took[-1], len(took)
    print(f"{label:<12} {counting:.2f} s; {many} answers, median {middle * 1e3:.1f} ms, longest {longest * 1e3:.1f} ms")
    return counting, longest


async def _answers(workers: Workers, took: list[float], done: asyncio.Event) -> None:
    number = 0

    def answer(inner: OpenUnit) -> None:
        with inner() as unit:
            reaching.bound(unit, "web", "default", f"{time.monotonic_ns()} {number}")
            unit.commit()

    while not done.is_set():
        begun, number = time.perf_counter(), number + 1
        await workers.together(answer)
        took.append(time.perf_counter() - begun)
        await asyncio.sleep(PAUSE)


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 50_000))
