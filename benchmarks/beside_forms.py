"""How long a small answer takes while official forms are counted from the same SQLite record.

    python benchmarks/beside_forms.py [ENTERPRISES]

Twice in turns: counted in a transaction that may write, on the thread of the answers, as once was; and in one that only
looks, on a thread beside them, as the desk and the interface do. Exits with 1 where an answer then waits for a tenth of
what the counting takes.
"""

from __future__ import annotations

import asyncio
import os
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.forms import CITY, NOW, build
from bot.workers import Workers
from checklists.content import Content
from checklists.gathering import load
from reports.bodies import region_body
from reports.filling import fill
from storage import reaching
from storage.database import looks, open_engine, units
from storage.scope import EVERYTHING
from storage.unit_of_work import OpenUnit

FORMS, PERIOD = ("F1", "F10", "F6"), "2023-12"
PAUSE = 0.005
"""Seconds between two answers."""


def main(size: int) -> int:
    """Print a line for each run; 1 where an answer waited."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "bench.sqlite3"
        build(file, size)
        engine = open_engine(f"sqlite:///{file}")
        parts = engine, lambda: NOW, lambda length: os.urandom(length).hex()[:length], b"a secret of benchmarks"
        open_unit, look, content = units(*parts), looks(*parts), load()
        workers = Workers(open_unit, one_writer=True)
        waited = False
        for _ in range(2):
            asyncio.run(_beside("as a writer", workers, workers.record, lambda: count(content, open_unit)))
            counting, longest = asyncio.run(_beside("looking", workers, workers.look, lambda: count(content, look)))
            waited |= longest > counting / 10
        engine.dispose()
    return int(waited)


def count(content: Content, opened: OpenUnit) -> None:
    """Fill the forms of a city."""
    for name in FORMS:
        with opened() as unit:
            fill(content, unit, name, region_body(unit, EVERYTHING, CITY), PERIOD)


async def _beside(
    label: str, workers: Workers, run: Callable[[Callable[[], None]], Awaitable[None]], counted: Callable[[], None]
) -> tuple[float, float]:
    """Answer while it is counted; the seconds of the counting and of the answer that took longest."""
    took: list[float] = []
    answering = asyncio.create_task(_answers(workers, took))
    begun = time.perf_counter()
    await run(counted)
    counting = time.perf_counter() - begun
    answering.cancel()
    await asyncio.gather(answering, return_exceptions=True)
    took.sort()
    middle, longest, many = took[len(took) // 2], took[-1], len(took)
    print(f"{label:<12} {counting:.2f} s; {many} answers, median {middle * 1e3:.1f} ms, longest {longest * 1e3:.1f} ms")
    return counting, longest


async def _answers(workers: Workers, took: list[float]) -> None:
    number = 0

    def answer(inner: OpenUnit) -> None:
        with inner() as unit:
            reaching.bound(unit, "web", "default", f"{time.monotonic_ns()} {number}")
            unit.commit()

    while True:
        begun, number = time.perf_counter(), number + 1
        try:
            await workers.together(answer)
        finally:
            took.append(time.perf_counter() - begun)
        await asyncio.sleep(PAUSE)


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 50_000))
