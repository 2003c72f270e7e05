"""How long official forms, a city's digest and the ledger's export take, at 1,000, 10,000 and 100,000 enterprises.

    python benchmarks/forms.py [SIZE …]

A year of invented records on SQLite: in each quarter all checklists that apply to the enterprise but every twentieth,
one major hazard for each enterprise, a spot check for every other one, an act for every fifth, a risk and a problem for
every other one. Exits with 1 where a limit is broken.
"""

from __future__ import annotations

import multiprocessing
import random
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from sqlalchemy import insert

from checklists.duties import ASKED_OF, applying, facts_of
from checklists.gathering import load
from checklists.periods import beijing_day
from checklists.plan import Plan
from reports.area_digest import area_digest
from reports.bodies import department_body, region_body
from reports.filling import fill
from reports.workbook import write
from storage import tables
from storage.database import open_engine, units
from storage.enterprises import Campaign, put_in_force
from storage.scope import EVERYTHING, Scope
from storage.unit_of_work import UnitOfWork

SIZES = (1_000, 10_000, 100_000)
SECONDS, MEMORY = 2.0, 300.0
"""For any form and for the digest; MiB of the process that exports the ledger."""
PLAN, CITY, COUNTIES = "honghe-2023", "532500", [f"5325{number:02d}" for number in range(1, 14)]
YEAR, NOW = datetime(2023, 1, 1, tzinfo=UTC), datetime(2023, 12, 30, tzinfo=UTC)
LEDGERS = ("F6", "F14")
CHUNK = 20_000


def main(sizes: tuple[int, ...]) -> int:
    """Print a table of seconds; 1 where one is over its limit at any size."""
    broken = False
    for size in sizes:
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "bench.sqlite3"
            begun = time.perf_counter()
            department = build(file, size)
            print(f"{size:,} enterprises, built in {time.perf_counter() - begun:.0f} s")
            for name, seconds in measured(file, department):
                broken |= seconds > SECONDS
                print(f"  {name:<10} {seconds:6.2f} s{'  too slow' if seconds > SECONDS else ''}", flush=True)
            for name in LEDGERS:
                rows, seconds, peak = exported(file, name, Path(folder) / f"{name}.xlsx")
                broken |= peak > MEMORY
                print(f"  {name} export {rows:,} rows: {seconds:.1f} s, {peak:.0f} MiB", flush=True)
    return int(broken)


def build(file: Path, size: int) -> int:
    """Write the record; the id of a department of the city."""
    engine = open_engine(f"sqlite:///{file}")
    tables.metadata.create_all(engine)
    content, dice = load(), random.Random(7)  # noqa: S311  (invented records, no secret)
    sectors = [sector.id for sector in content.sectors.sectors]
    with units(engine, lambda: NOW, lambda length: "A" * length, b"a secret of benchmarks")() as unit:
        regions = [(CITY, "city", "city"), *((code, code, "county") for code in COUNTIES)]
        unit.execute(
            insert(tables.regions), [dict(zip(("code", "name", "level"), one, strict=True)) for one in regions]
        )
        department = int(
            unit.execute(
                insert(tables.departments)
                .values(name="d", region=CITY, level="city", sectors=[])
                .returning(tables.departments.c.id)
            ).scalar_one()
        )
        unit.execute(insert(tables.persons).values(id=1, name="p", created_at=YEAR))
        plan = content.plans[PLAN]
        put_in_force(unit, Campaign(PLAN, 2023, plan.region, plan.begins(2023), plan.ends(2023)))
        for first in range(1, size + 1, CHUNK):
            _chunk(unit, dice, plan, range(first, min(first + CHUNK, size + 1)), sectors, department)
        unit.commit()
    engine.dispose()
    return department


def _chunk(
    unit: UnitOfWork, dice: random.Random, plan: Plan, ids: range, sectors: list[str], department: int
) -> None:  # fmt: skip
    rows: dict[str, list[dict[str, object]]] = {
        name: [] for name in ("enterprises", "inspections", "inspected_months", "hazards", "spot_checks", "actions",
                              "risks", "prominent_problems")
    }  # fmt: skip
    for one in ids:
        region = dice.choice(COUNTIES)
        sector, kinds = dice.choice(sectors), ("dust",) if one % 9 == 0 else ()
        rows["enterprises"].append(
            {
                "id": one, "name": f"enterprise {one}", "uscc": f"{one:018d}", "region": region, "sector": sector,
                "kinds": list(kinds), "profile": {}, "address": "", "high_risk": one % 5 == 0, "created_at": YEAR,
            }
        )  # fmt: skip
        facts = facts_of(plan, sector=sector, kinds=kinds, profile={}, marked=one % 5 == 0, role=ASKED_OF)
        duties = sorted(checklist.id for checklist in applying(plan, facts))
        for quarter in range(4):
            at = YEAR + timedelta(days=quarter * 91 + dice.randrange(85))
            done = [checklist for checklist in duties if dice.random() < 0.95]
            rows["inspections"] += [
                {
                    "enterprise_id": one, "plan": PLAN, "year": 2023, "checklist": checklist, "form_version": "v",
                    "person_id": 1, "role": "principal", "led_by_principal": True, "started_at": at, "finished_at": at,
                    "asked": 12, "negative": 1,
                }
                for checklist in done
            ]  # fmt: skip
            if done:
                month = beijing_day(at).replace(day=1)
                rows["inspected_months"].append(
                    {"enterprise_id": one, "plan": PLAN, "month": month, "checklists": ",".join(done), "last_at": at}
                )
        rows["hazards"].append(_hazard(dice, one, department))
        if one % 2 == 0:
            rows["spot_checks"].append(
                {
                    "enterprise_id": one, "department_id": None, "level": "county", "region": region, "person_id": 1,
                    "inspectors": [f"i{dice.randrange(400)}", "j"], "checked_at": _moment(dice), "photos": [],
                    "findings": ["not_led"] if one % 3 else [], "problems_found": 3, "problems_fixed": 2, "note": "",
                    "recorded_at": NOW,
                }
            )  # fmt: skip
            found = _moment(dice)
            rows["risks"].append(
                {
                    "enterprise_id": one, "level": dice.choice(("red", "orange", "blue")), "place": "p", "harm": "h",
                    "base": "b", "measures": "m", "responsibility": "r", "emergency": "e", "notice_card": True,
                    "photos": [], "found_at": found, "controlled_at": found,
                }
            )  # fmt: skip
            rows["prominent_problems"].append(
                {"enterprise_id": one, "words": "w", "root_measures": "", "found_at": found, "fixed_at": found}
            )
        if one % 5 == 0:
            rows["actions"].append(
                {
                    "kind": dice.choice(("penalty", "stop_work", "help_enterprise", "exposure", "case")),
                    "level": "county", "region": region, "department_id": None, "enterprise_id": one,
                    "happened_on": _moment(dice).date(), "count": 1, "amount": 20_000, "recorded_at": NOW, "note": "",
                }
            )  # fmt: skip
    for name, values in rows.items():
        if values:
            unit.execute(insert(getattr(tables, name)), values)


def _hazard(dice: random.Random, enterprise: int, department: int) -> dict[str, object]:
    found = _moment(dice)
    fixed = found + timedelta(days=dice.randrange(1, 60)) if dice.random() < 0.8 else None
    return {
        "enterprise_id": enterprise, "number": f"2023-{enterprise:06d}",
        "source": dice.choice(("self", "self", "department")), "level": dice.choice(("major", "suspected_major")),
        "status": "signed_off" if fixed else "open", "place": "二号车间",
        "words": "干式除尘系统没有装泄爆装置，粉尘清扫不及时，积尘超过三毫米，风管里也有。" * 2, "found_at": found,
        "found_by_department": department if dice.random() < 0.2 else None, "responsible": "王强",
        "measures": "停用除尘系统，清扫积尘，加装泄爆片，验收合格后再开。",
        "deadline": (found + timedelta(days=20)).date(),
        "rectified_at": fixed, "signed_off_at": fixed,
        "supervised_at": found if enterprise % 20 == 0 else None,
        "supervision_level": "county" if enterprise % 20 == 0 else None, "reopened": 0, "revision": 0,
    }  # fmt: skip


def _moment(dice: random.Random) -> datetime:
    return YEAR + timedelta(minutes=dice.randrange(363 * 24 * 60))


def measured(file: Path, department: int) -> Iterator[tuple[str, float]]:
    """Seconds for the digest of the city, and for each form of the city (a department's for the city's department)."""
    content, engine = load(), open_engine(f"sqlite:///{file}")
    open_unit = units(engine, lambda: NOW, lambda length: "A" * length, b"a secret of benchmarks")
    with open_unit() as unit:
        yield "digest", _best(lambda: area_digest(content, unit, Scope(region="5325"), date(2023, 12, 18)))
    for name, layout in sorted(content.layouts.items(), key=lambda one: (len(one[0]), one[0])):
        if layout.record_band() is not None:
            continue
        with open_unit() as unit:
            of_department = layout.scope == "department"
            city = region_body(unit, EVERYTHING, CITY)
            body = department_body(unit, EVERYTHING, department) if of_department else city
            yield name, _best(partial(fill, content, unit, name, body, "2023-12"))
    engine.dispose()


def _best(work: Callable[[], object]) -> float:
    """The shortest of three runs: what else the machine does meanwhile only makes one longer."""
    seconds = []
    for _ in range(3):
        begun = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - begun)
    return min(seconds)


def exported(file: Path, form: str, target: Path) -> tuple[int, float, float]:
    """Rows, seconds and peak MiB of writing a whole city's ledger, in a process of its own."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(_export, (file, form, target))


def _export(file: Path, form: str, target: Path) -> tuple[int, float, float]:
    content, engine = load(), open_engine(f"sqlite:///{file}")
    begun = time.perf_counter()
    with units(engine, lambda: NOW, lambda length: "A" * length, b"a secret of benchmarks")() as unit:
        filled = fill(content, unit, form, region_body(unit, EVERYTHING, CITY), "2023-12")
        write(filled, target)
        rows = filled.listed.count if filled.listed is not None else 0
    engine.dispose()
    return rows, time.perf_counter() - begun, _peak()


def _peak() -> float:
    """MiB this process held at most. getrusage would count what its parent held before it (getrusage(2), NOTES)."""
    status = Path("/proc/self/status")
    if status.exists():
        return int(next(line.split()[1] for line in status.read_text().splitlines() if line.startswith("VmHWM"))) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024**2 if sys.platform == "darwin" else 1024)


if __name__ == "__main__":
    sys.exit(main(tuple(map(int, sys.argv[1:])) or SIZES))
