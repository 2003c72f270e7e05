"""Two processes over one PostgreSQL record: one is killed at a time, or both at once, and others take their place."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import os
import random
import signal
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

from bot.clock import system_now
from bot.codes import codes
from storage import interrupted
from storage.database import Engine, open_engine, units
from storage.unit_of_work import OpenUnit
from tests.faults import points, serving, works
from tests.faults.checker import Killed, check
from tests.faults.crowd import Crowd
from tests.faults.found import Found
from tests.faults.points import Points
from tests.faults.rounds import KINDS, Ground, M, Rounds, posted, settled, told
from tests.faults.serving import Served


@dataclass
class Pair:
    """Two ports. Each has a process of its own, or the first bears a real `serve --workers 2` and the second nothing."""

    ground: Ground[Any]
    ports: tuple[int, int] = field(default_factory=lambda: (serving.free_port(), serving.free_port()))
    there: dict[int, Served] = field(default_factory=dict)
    real: bool = False

    def up(self, slot: int, at: Points | None = None) -> Served:
        """The process at that place; one that is started now dies at these points, where there are any."""
        one = self.there.get(slot)
        if one is None or not one.alive:
            one = self.there[slot] = self.ground.served(False, at, self.ports[slot])
        return one

    def down(self) -> None:
        """Both at once."""
        for one in self.there.values():
            one.process.kill()
        for one in self.there.values():
            one.kill()
        self.there.clear()
        self.real = False


async def killed_in_pairs(ground: Ground[M], wanted: Rounds) -> Found:
    """Go through the rounds, let the last two finish what is left, and check."""
    ground.prepare(wanted.people)
    engine, deaths = open_engine(ground.address), Killed()
    open_unit = units(engine, system_now, codes, works.KEY)
    pair = Pair(ground)
    turns = itertools.cycle(pair.ports)
    crowd = Crowd(
        ground.over,
        wanted.seed,
        wanted.people,
        lambda: f"http://127.0.0.1:{next(turns)}",
        photos=wanted.photos,
    )
    going = asyncio.create_task(crowd.run())
    dice, marks = random.Random(wanted.seed), iter(range(1, 10**9))
    try:
        for number in range(wanted.rounds):
            assert not going.done(), "the people have stopped"
            await asyncio.to_thread(
                posted, open_unit, wanted.people, dice, dice.choices(KINDS, k=4), marks, ground.over.where
            )
            real = wanted.real_every > 0 and number % wanted.real_every == wanted.real_every - 1
            await asyncio.to_thread(_real_round if real else _round, pair, wanted, number, dice, engine, deaths)
            if not pair.there and not wanted.real_every:
                await asyncio.to_thread(_later, open_unit)
        await asyncio.to_thread(pair.down)
        await asyncio.to_thread(deaths.look, engine)
        if not wanted.real_every:
            await asyncio.to_thread(_later, open_unit)
        last = [await asyncio.to_thread(pair.up, slot) for slot in (0, 1)]
        crowd.enough = True
        await going
        await asyncio.to_thread(settled, open_unit, ground.folder / "data")
        for one in last:
            await asyncio.to_thread(one.stop)
        crowd.keep(ground.folder / "history.json")
        media = ground.folder / "data" / "media"
        found = await asyncio.to_thread(check, engine, media, crowd.history, ground.over, deaths, ground.new)
    finally:
        going.cancel()
        engine.dispose()
        pair.down()
    return told(found, wanted, crowd, ground.deaths)


def _round(pair: Pair, wanted: Rounds, number: int, dice: random.Random, engine: Engine, deaths: Killed) -> None:
    """One of two dies at its point, or after a random time where there is none; every third time the other with it."""
    name = (*points.NAMES, "", "")[number % (len(points.NAMES) + 2)]
    pair.up(1 - number % 2)
    before = pair.there.pop(number % 2, None)
    if before is not None and before.alive:
        before.kill()
        pair.ground.deaths["at random"] += 1
        deaths.look(engine)
    dying = pair.up(number % 2, Points(name, dice.randint(1, 4 if "hand" in name else wanted.people)))
    until = time.monotonic() + (wanted.seconds * 3 if name else dice.random() * wanted.seconds)
    while dying.alive and time.monotonic() < until:
        time.sleep(0.02)
    reached = name if name and not dying.alive else "at random"
    pair.ground.deaths[reached] += 1
    dying.kill()
    if number % 3 == 2:
        pair.down()
        pair.ground.deaths["and the other with it"] += 1
    time.sleep(0.1)
    deaths.look(engine)


def _real_round(pair: Pair, wanted: Rounds, number: int, dice: random.Random, engine: Engine, deaths: Killed) -> None:
    """`serve --workers 2`: one of its workers dies and is replaced by it; then all die at once."""
    del number
    pair.down()
    deaths.look(engine)
    served = pair.ground.served(True, port=pair.ports[0], workers=2)
    pair.there[0], pair.real = served, True
    time.sleep(wanted.seconds)
    for worker in dice.sample(list(_serving(served)), 1):
        with contextlib.suppress(ProcessLookupError):
            os.kill(worker, signal.SIGKILL)
        pair.ground.deaths["one worker of serve"] += 1
    time.sleep(0.1)
    deaths.look(engine)
    time.sleep(wanted.seconds + dice.random())
    pair.down()
    pair.ground.deaths["serve and its workers"] += 1
    deaths.look(engine)


def _serving(served: Served) -> Iterator[int]:
    """Those of its children that serve: multiprocessing starts one that only looks after resources."""
    for one in served.workers():
        with contextlib.suppress(OSError):
            if b"resource_tracker" not in Path(f"/proc/{one}/cmdline").read_bytes():
                yield one


def _later(open_unit: OpenUnit) -> None:
    """As if the seconds had passed after which somebody else settles what the dead were sending; all are dead. The long
    run waits for them."""
    with open_unit() as unit:
        interrupted.release_stuck(unit, unit.now + timedelta(seconds=1))
        unit.commit()
