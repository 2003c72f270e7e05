"""How long the formality signals of a whole record take: a page of them, for a province and for one county.

    python benchmarks/signals.py [SIZE …]

Invented records on SQLite (ten thousand enterprises, and copies of them): six checklists in each of two months for
every enterprise, of which every seventh goes through the motions, three hazards for every third, a spot check for every
other one. Exits with 1 where it takes longer than a minute.
"""

from __future__ import annotations

import random
import sys
import tempfile
import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from sqlalchemy import Table, func, insert, select

from checklists.gathering import load
from reports.signals import signal_page
from storage import tables
from storage.database import open_engine, units
from storage.scope import EVERYTHING, Scope
from storage.unit_of_work import UnitOfWork

SIZES = (100_000,)
SECONDS = 60.0
NOW, DAY = datetime(2023, 6, 30, 4, tzinfo=UTC), date(2023, 6, 30)
COUNTIES = [f"3607{number:02d}" for number in range(2, 22)]
CHECKLISTS, CHUNK, BASE = 6, 2_000, 10_000


def main(sizes: tuple[int, ...]) -> int:
    """Print the seconds; 1 where they are too many."""
    content, broken = load(), False
    for size in sizes:
        with tempfile.TemporaryDirectory() as folder:
            begun = time.perf_counter()
            engine = open_engine(f"sqlite:///{Path(folder) / 'bench.sqlite3'}")
            tables.metadata.create_all(engine)
            open_unit = units(engine, lambda: NOW, lambda length: "A" * length, b"a secret of benchmarks")
            with open_unit() as unit:
                build(unit, size)
                unit.commit()
            print(f"{size:,} enterprises, built in {time.perf_counter() - begun:.0f} s", flush=True)
            for name, scope in (("province", EVERYTHING), ("county", Scope(region=COUNTIES[0]))):
                begun, worked = time.perf_counter(), time.process_time()
                with open_unit() as unit:
                    found = signal_page(content, unit, scope, DAY)
                seconds, worked = time.perf_counter() - begun, time.process_time() - worked
                broken |= seconds > SECONDS
                print(f"  {name}: {seconds:.1f} s ({worked:.1f} s of the processor), {found.total:,} enterprises")
                print(f"    {found.by_signal}", flush=True)
            engine.dispose()
    return int(broken)


def build(unit: UnitOfWork, size: int) -> None:
    """Write the record."""
    dice = random.Random(7)  # noqa: S311  (invented records, no secret)
    unit.execute(insert(tables.persons).values(id=1, name="p", created_at=NOW))
    base = min(size, BASE)
    for first in range(1, base + 1, CHUNK):
        ids = range(first, min(first + CHUNK, base + 1))
        rows: dict[str, list[dict[str, object]]] = {
            "enterprises": [],
            "inspections": [],
            "hazards": [],
            "spot_checks": [],
        }
        for one in ids:
            rows["enterprises"].append(
                {
                    "id": one, "name": f"enterprise {one}", "uscc": f"{one:018d}", "region": _county(one),
                    "sector": "industry", "kinds": [], "profile": {}, "address": "", "high_risk": False,
                    "created_at": NOW,
                }
            )  # fmt: skip
            for month in (1, 0):
                rows["inspections"] += [_inspection(dice, one, month, number) for number in range(CHECKLISTS)]
            if one % 3 == 0:
                rows["hazards"] += [_hazard(dice, one) for _ in range(3)]
            if one % 2 == 0:
                rows["spot_checks"].append(_check(one))
        for name, values in rows.items():
            unit.execute(insert(tables.metadata.tables[name]), values)

    for offset in range(base, size, base):
        for name in rows:
            _copied(unit, tables.metadata.tables[name], base, offset)


def _copied(unit: UnitOfWork, table: Table, base: int, offset: int) -> None:
    """The first enterprises' rows once more, for enterprises of higher ids: much quicker than inventing them."""
    own = "id" if table is tables.enterprises else "enterprise_id"
    copied = {column.name: column for column in table.c if column.name != "id" or own == "id"}
    copied |= {own: table.c[own] + offset}
    if own == "id":
        copied["uscc"] = func.printf("%018d", table.c.id + offset)
    unit.execute(insert(table).from_select(list(copied), select(*copied.values()).where(table.c[own] <= base)))


def _county(one: int) -> str:
    return COUNTIES[one % len(COUNTIES)]


def _inspection(dice: random.Random, one: int, month: int, number: int) -> dict[str, object]:
    at, hasty = NOW - timedelta(days=31 * month + dice.randrange(28)), one % 7 == 0
    return {
        "enterprise_id": one, "plan": "p", "year": 2023, "checklist": f"c{number}", "form_version": "v", "person_id": 1,
        "role": "principal", "led_by_principal": True, "started_at": at, "finished_at": at, "asked": 9,
        "negative": 0 if hasty else dice.randrange(2), "pace": 1.5 if hasty else 5 + dice.random() * 20,
        "uniform": hasty, "answers_hash": f"{one}-{number}" if hasty else f"{dice.random():.14f}",
        "photos": 0 if hasty else dice.randrange(4),
    }  # fmt: skip


def _hazard(dice: random.Random, one: int) -> dict[str, object]:
    at = NOW - timedelta(days=dice.randrange(20))
    return {
        "enterprise_id": one, "source": "check", "level": "general", "status": "rectified", "words": "w", "place": "p",
        "found_at": at - timedelta(days=9), "rectified_at": at,
        "deadline": at.date() + timedelta(days=dice.randrange(2)),
    }  # fmt: skip


def _check(one: int) -> dict[str, object]:
    return {
        "enterprise_id": one, "level": "county", "region": "360702", "person_id": 1, "inspectors": ["i"],
        "checked_at": NOW - timedelta(days=5), "photos": [], "findings": ["not_led"] if one % 4 else [],
        "problems_found": one % 3, "problems_fixed": 0, "note": "", "recorded_at": NOW,
    }  # fmt: skip


if __name__ == "__main__":
    sys.exit(main(tuple(map(int, sys.argv[1:])) or SIZES))
