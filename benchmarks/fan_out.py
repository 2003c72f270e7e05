"""How long it takes to plan a morning's reminders into the outbox, and how much memory.

    python benchmarks/fan_out.py [--sizes SIZE …] [--mornings DAY …] [--postgres]

Invented records: so many enterprises, each with a principal, a major hazard whose deadline was 12 June, and up to four
of the month's checklists done, and a plan in force. On 13 June each principal hears of the hazard, on 5 June of the
checklists left. On SQLite in one file, or on a throwaway PostgreSQL that waits for its disk (tests/postgres.py), whose
processor's time is said beside the program's. Exits with 1 where a million would take longer than two minutes at that
pace, or more than 400 MiB were needed.
"""

from __future__ import annotations

import argparse
import os
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from itertools import count
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from sqlalchemy import func, insert, select, text

from benchmarks.postgres import database_process, made, worked
from checklists.content import Content
from checklists.garbage import all_here_stays
from checklists.gathering import load
from scheduler.morning import round_key
from scheduler.tick import tick
from scheduler.week import week_before, week_key
from storage import due, enterprises, tables
from storage.database import looks, open_engine, units
from storage.due import Run
from storage.enterprises import Campaign
from storage.unit_of_work import UnitOfWork
from tests.postgres import server

SIZES, MORNINGS = (10_000, 100_000), ("2023-06-13", "2023-06-05")
SECONDS, MIB, MILLION = 120.0, 400, 1_000_000
DEADLINE = date(2023, 6, 12)
PLAN, CHUNK = "ganzhou-2023", 5_000

Database = Callable[[], str]
"""Makes an empty database; its address."""


def main() -> int:
    """Print the seconds and the memory; 1 where either is too much."""
    parser = argparse.ArgumentParser(description="A morning's reminders.")
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES)
    parser.add_argument("--mornings", nargs="+", default=MORNINGS)
    parser.add_argument("--postgres", action="store_true")
    wanted = parser.parse_args()
    content, broken = load(), False
    all_here_stays()  # as a server does
    with _postgres() if wanted.postgres else _sqlite() as (database, theirs):
        for size in wanted.sizes:
            for morning in map(date.fromisoformat, wanted.mornings):
                broken |= not measured(content, database(), size, morning, theirs)
    return int(broken)


def measured(content: Content, url: str, size: int, morning: date, theirs: Callable[[], float]) -> bool:
    """One round, from an empty database; whether it was quick and small enough. `theirs` tells the processor's seconds
    of a database's own processes."""
    engine, now = open_engine(url), datetime(morning.year, morning.month, morning.day, 1, 5, tzinfo=UTC)
    tables.metadata.create_all(engine)
    parts = engine, lambda: now, lambda length: "A" * length, b"s" * 32
    open_unit, look = units(*parts), looks(*parts)
    with open_unit() as unit:
        build(unit, content, size, now)
        if engine.dialect.name == "postgresql":
            unit.execute(text("ANALYZE"))  # as its autovacuum does within a minute
        unit.commit()
    begun, ours, database = time.perf_counter(), time.process_time(), theirs()
    found = tick(content, open_unit, look, Path(tempfile.gettempdir()))
    seconds, ours, database = time.perf_counter() - begun, time.process_time() - ours, theirs() - database
    mib = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    with open_unit() as unit:
        queued = unit.execute(select(func.count()).select_from(tables.outbox)).scalar_one()
    engine.dispose()
    print(
        f"{morning:%d %B}, {size:>9,} enterprises: {queued:,} reminders in {seconds:.1f} s, "
        f"{seconds / size * MILLION:.0f} s a million; of the processor each: program {ours / size * 1e6:.0f} µs, "
        f"database {database / size * 1e6:.0f} µs; {mib:.0f} MiB at most; load {os.getloadavg()[0]:.1f}",
        flush=True,
    )
    return found.reminders == queued == size and seconds / size * MILLION <= SECONDS and mib <= MIB


@contextmanager
def _sqlite() -> Iterator[tuple[Database, Callable[[], float]]]:
    with tempfile.TemporaryDirectory() as folder:
        numbers = count()
        yield lambda: f"sqlite:///{Path(folder) / f'{next(numbers)}.sqlite3'}", lambda: 0.0


@contextmanager
def _postgres() -> Iterator[tuple[Database, Callable[[], float]]]:
    with server(durable=True) as address:
        numbers, process = count(), database_process(address)

        def database() -> str:
            name = f"bench{next(numbers)}"
            made(address, f"CREATE DATABASE {name}")
            return address.format(database=name)

        yield database, lambda: worked(process)


def build(unit: UnitOfWork, content: Content, size: int, now: datetime) -> None:
    """Write the record."""
    today, before = now.date(), now - timedelta(days=9)
    keys = [round_key(today - timedelta(days=1)), week_key(week_before(today))]
    due.record(unit, [Run(key, now, "skipped", "a benchmark") for key in keys])
    enterprises.add_region(unit, "360702", "county", "county")
    plan = content.plans[PLAN]
    enterprises.put_in_force(unit, Campaign(PLAN, 2023, plan.region, plan.begins(2023), plan.ends(2023)))
    for first in range(1, size + 1, CHUNK):
        ids = range(first, min(first + CHUNK, size + 1))
        rows = {
            tables.persons: [{"id": one, "name": f"负责人{one}", "created_at": before} for one in ids],
            tables.enterprises: [
                {
                    "id": one, "name": f"企业{one}", "uscc": f"{one:018d}", "region": "360702", "sector": "industry",
                    "kinds": [], "profile": {}, "address": "", "high_risk": False, "created_at": before,
                }
                for one in ids
            ],
            tables.roles: [
                {"person_id": one, "role": "principal", "enterprise_id": one, "granted_at": before} for one in ids
            ],
            tables.bindings: [
                {"channel": "wechat", "account": "a", "address": f"o{one}", "person_id": one, "created_at": before}
                for one in ids
            ],
            tables.hazards: [
                {
                    "enterprise_id": one, "source": "check", "level": "major", "status": "open", "words": "灭火器过期",
                    "number": f"2023-{one:07d}", "place": "门卫室", "found_at": before, "deadline": DEADLINE,
                }
                for one in ids
            ],
            tables.inspections: [
                {
                    "enterprise_id": one, "plan": PLAN, "year": 2023, "checklist": checklist.id, "form_version": "v",
                    "person_id": one, "role": "principal", "led_by_principal": True, "asked": 9, "negative": 0,
                    "started_at": now - timedelta(hours=one % 48), "finished_at": now - timedelta(hours=one % 48),
                }
                for one in ids
                for checklist in plan.checklists[: one % 5]
            ],
        }  # fmt: skip
        for table, values in rows.items():
            if values:
                unit.execute(insert(table), values)


if __name__ == "__main__":
    sys.exit(main())
