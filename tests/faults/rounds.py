"""Rounds of killing: people fill checklists, the process that serves them dies, another takes its place."""

from __future__ import annotations

import asyncio
import random
import shutil
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Generic, TypeVar

from sqlalchemy import create_engine, func, select, text

from bot.clock import system_now
from bot.codes import codes
from storage import outbox, upkeep
from storage.database import open_engine, units
from storage.tables import asides, awaited_photos
from storage.unit_of_work import OpenUnit
from tests.faults import points, serving, works
from tests.faults.checker import Killed, check
from tests.faults.crowd import Crowd
from tests.faults.found import Found
from tests.faults.over.messenger import Messenger
from tests.faults.points import Points
from tests.faults.serving import Served

KINDS = ("notice", "reminder", "digest")
M = TypeVar("M", bound=Messenger)


@dataclass(frozen=True)
class Rounds:
    """How many rounds, of how many people, with how many seconds each. Every so-manieth process is a `real` one. The
    seed says as well at which of the named points the first dies, so that few rounds are not always the same."""

    seed: int
    rounds: int
    people: int
    seconds: float
    real_every: int
    photos: bool = True


@dataclass
class Ground(Generic[M]):
    """Where it happens: the record in use, and one as it was before the first message. SQLite's files below the folder,
    or databases of a PostgreSQL `server`, whose address has `{database}` to fill in."""

    folder: Path
    over: M
    server: str = ""
    port: int = field(default_factory=serving.free_port)
    deaths: Counter[str] = field(default_factory=Counter)

    @property
    def address(self) -> str:
        return self.server.format(database="faults") or f"sqlite:///{self.folder / 'data' / 'ancha.db'}"

    @property
    def new(self) -> str:
        return self.server.format(database="faults_new") or f"sqlite:///{self.folder / 'new.db'}"

    @property
    def environment(self) -> dict[str, str]:
        database = {"ANCHA_DATABASE_URL": self.address} if self.server else {}
        return {
            "ANCHA_QUIET_HOURS": "off", "ANCHA_SECRET_KEY": works.KEY.decode(), "ANCHA_PER_PERSON": "100000",
            "ANCHA_PER_ADDRESS": "100000", "ANCHA_DATA_DIR": str(self.folder / "data"), **database,
            **self.over.settings,
        }  # fmt: skip

    @property
    def log(self) -> Path:
        return self.folder / "serve.log"

    def prepare(self, people: int) -> None:
        """Make the tables as an operator does, and plant the works."""
        if self.server:
            self._administer(
                "DROP DATABASE IF EXISTS faults_new", "DROP DATABASE IF EXISTS faults", "CREATE DATABASE faults"
            )
        engine = open_engine(self.address)
        upkeep.upgrade(engine)
        with units(engine, system_now, codes, works.KEY)() as unit:
            works.plant(unit, people, self.over.where)
            unit.commit()
        if self.server:
            engine.dispose()
            self._administer("CREATE DATABASE faults_new TEMPLATE faults")
        else:
            with engine.connect() as connection:
                connection.exec_driver_sql("COMMIT")
                connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
            engine.dispose()
            shutil.copyfile(self.folder / "data" / "ancha.db", self.folder / "new.db")
        (self.folder / "data").mkdir(exist_ok=True)
        self.over.prepare(self.folder / "data")

    def served(self, real: bool, at: Points | None = None, port: int = 0, workers: int = 1) -> Served:
        """One more process; ready when this returns, or dead already. A real one may have several workers."""
        if real:
            one = serving.real(self.environment, port or self.port, self.log, workers)
        else:
            one = serving.warm(self.environment, port or self.port, self.log, at)
        one.ready()
        return one

    def _administer(self, *statements: str) -> None:
        engine = create_engine(self.server.format(database="postgres"), isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            for statement in statements:
                connection.execute(text(statement))
        engine.dispose()


async def killed(ground: Ground[M], wanted: Rounds) -> Found:
    """Go through the rounds, let the last process finish what is left, and check."""
    ground.prepare(wanted.people)
    engine, deaths = open_engine(ground.address, guest=True), Killed()
    open_unit = units(engine, system_now, codes, works.KEY)
    crowd = Crowd(
        ground.over, wanted.seed, wanted.people, lambda: f"http://127.0.0.1:{ground.port}", photos=wanted.photos
    )
    going = asyncio.create_task(crowd.run())
    dice, marks = random.Random(wanted.seed), iter(range(1, 10**9))
    try:
        for number in range(wanted.rounds):
            await _round(ground, wanted, number, dice, open_unit, marks, going)
            await asyncio.sleep(0.1)
            await asyncio.to_thread(deaths.look, engine)
        last = await asyncio.to_thread(ground.served, False)
        crowd.enough = True
        await going
        await asyncio.to_thread(settled, open_unit, ground.folder / "data")
        await asyncio.to_thread(last.stop)
        crowd.keep(ground.folder / "history.json")
        found = await asyncio.to_thread(
            check, engine, ground.folder / "data" / "media", crowd.history, ground.over, deaths, ground.new
        )
    finally:
        going.cancel()
        engine.dispose()
    return told(found, wanted, crowd, ground.deaths)


def told(found: Found, wanted: Rounds, crowd: Crowd, deaths: Counter[str]) -> Found:
    """What was found, with how often somebody died and where."""
    found.counts["rounds"], found.counts["deliveries tried"] = wanted.rounds, crowd.tries
    for name, count in deaths.items():
        found.counts[f"killed {name}"] = count
    return found


async def _round(
    ground: Ground[M],
    wanted: Rounds,
    number: int,
    dice: random.Random,
    open_unit: OpenUnit,
    marks: object,
    going: object,
) -> None:
    """Serve until the point is reached, or for a random time where there is none."""
    name = (*points.NAMES, "", "")[(wanted.seed + number) % (len(points.NAMES) + 2)]
    real = wanted.real_every > 0 and number % wanted.real_every == wanted.real_every - 1
    at = Points("" if real else name, dice.randint(1, 4 if "hand" in name else wanted.people))
    served = await asyncio.to_thread(ground.served, real, at)
    assert not (isinstance(going, asyncio.Task) and going.done()), "the people have stopped"
    until = time.monotonic() + (wanted.seconds * 3 if at.name else dice.random() * wanted.seconds)
    kinds = dice.choices(KINDS, k=4)
    await asyncio.to_thread(posted, open_unit, wanted.people, dice, kinds, marks, ground.over.where)
    while served.alive and time.monotonic() < until:
        await asyncio.sleep(0.02)
    ground.deaths[at.name if at.name and not served.alive else "real serve" if real else "at random"] += 1
    await asyncio.to_thread(served.kill)


def posted(
    open_unit: OpenUnit, people: int, dice: random.Random, kinds: list[str], marks: object, at: works.Where
) -> None:
    """Post letters beside the process that serves, as a command does."""
    with open_unit() as unit:
        for kind in kinds:
            works.post(unit, kind, dice.randrange(people), next(marks), at)  # type: ignore[call-overload]
        unit.commit()


def settled(open_unit: OpenUnit, data: Path, seconds: float = 120) -> None:
    """Wait until nothing is on its way, noted down or to be fetched any more, in private neither, or nothing has moved
    for so long: whoever takes up a photo has ninety seconds for it."""
    private = select(func.count()).where(asides.c.kind.in_(("letter", "photo")))
    counts: dict[str, int] = {}
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        before = counts
        with open_unit() as unit:
            counts = outbox.counts(unit)
            counts["awaited"] = unit.execute(select(func.count()).select_from(awaited_photos)).scalar_one()
            counts["private"] = unit.execute(private).scalar_one()
        counts["noted"] = len(list(data.glob("noted/*/*")))
        if not any(counts.get(name) for name in ("waiting", "sending", "noted", "awaited", "private")):
            return
        if counts != before:
            until = time.monotonic() + seconds
        time.sleep(0.2)
