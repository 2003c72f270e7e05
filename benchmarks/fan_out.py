"""How long it takes to plan a morning's reminders into the outbox, and how much memory.

    python benchmarks/fan_out.py [SIZE …]

Invented records on SQLite: so many enterprises, each with a principal and one major hazard a day over its deadline,
and a plan in force. Each principal gets one message. Exits with 1 where a million would take longer than two minutes
at that pace, or more than 400 MiB were needed.
"""

from __future__ import annotations

import resource
import sys
import tempfile
import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from sqlalchemy import func, insert, select

from checklists.gathering import load
from scheduler.morning import round_key
from scheduler.tick import tick
from scheduler.week import week_before, week_key
from storage import due, enterprises, tables
from storage.database import open_engine, units
from storage.due import Run
from storage.enterprises import Campaign
from storage.unit_of_work import UnitOfWork

SIZES = (10_000, 100_000)
SECONDS, MIB, MILLION = 120.0, 400, 1_000_000
NOW, DAY = datetime(2023, 6, 13, 1, 5, tzinfo=UTC), date(2023, 6, 13)
PLAN, CHUNK = "ganzhou-2023", 5_000


def main(sizes: tuple[int, ...]) -> int:
    """Print the seconds and the memory; 1 where either is too much."""
    content, broken = load(), False
    for size in sizes:
        with tempfile.TemporaryDirectory() as folder:
            engine = open_engine(f"sqlite:///{Path(folder) / 'bench.sqlite3'}")
            tables.metadata.create_all(engine)
            open_unit = units(engine, lambda: NOW, lambda length: "A" * length, b"s" * 32)
            with open_unit() as unit:
                build(unit, size)
                unit.commit()
            begun, worked = time.perf_counter(), time.process_time()
            found = tick(content, open_unit, Path(folder))
            seconds, worked = time.perf_counter() - begun, time.process_time() - worked
            mib = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
            with open_unit() as unit:
                queued = unit.execute(select(func.count()).select_from(tables.outbox)).scalar_one()
            print(
                f"{size:>9,} enterprises: {queued:,} reminders in {seconds:.1f} s ({worked:.1f} s of the processor), "
                f"{seconds / size * MILLION:.0f} s a million, {mib:.0f} MiB at most",
                flush=True,
            )
            broken |= found.reminders != size or seconds / size * MILLION > SECONDS or mib > MIB
            engine.dispose()
    return int(broken)


def build(unit: UnitOfWork, size: int) -> None:
    """Write the record."""
    keys = [round_key(DAY - timedelta(days=1)), week_key(week_before(DAY))]
    due.record(unit, [Run(key, NOW, "skipped", "a benchmark") for key in keys])
    enterprises.add_region(unit, "360702", "county", "county")
    enterprises.put_in_force(unit, Campaign(PLAN, 2023, "360700", DAY - timedelta(days=30), DAY + timedelta(days=150)))
    for first in range(1, size + 1, CHUNK):
        ids = range(first, min(first + CHUNK, size + 1))
        rows = {
            tables.persons: [{"id": one, "name": f"负责人{one}", "created_at": NOW} for one in ids],
            tables.enterprises: [
                {
                    "id": one, "name": f"企业{one}", "uscc": f"{one:018d}", "region": "360702", "sector": "industry",
                    "kinds": [], "profile": {}, "address": "", "high_risk": False, "created_at": NOW,
                }
                for one in ids
            ],
            tables.roles: [
                {"person_id": one, "role": "principal", "enterprise_id": one, "granted_at": NOW} for one in ids
            ],
            tables.bindings: [
                {"channel": "wechat", "account": "a", "address": f"o{one}", "person_id": one, "created_at": NOW}
                for one in ids
            ],
            tables.hazards: [
                {
                    "enterprise_id": one, "source": "check", "level": "major", "status": "open", "words": "灭火器过期",
                    "place": "门卫室", "found_at": NOW - timedelta(days=9), "deadline": DAY - timedelta(days=1),
                }
                for one in ids
            ],
        }  # fmt: skip
        for table, values in rows.items():
            unit.execute(insert(table), values)


if __name__ == "__main__":
    sys.exit(main(tuple(map(int, sys.argv[1:])) or SIZES))
