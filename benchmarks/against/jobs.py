"""The outbox and two job libraries, each with the same few verbs: lay down its tables, put jobs in, work them off.

    python -m benchmarks.against.jobs LIBRARY ADDRESS drain|wait

runs one worker: it says "ready", waits for a line, works (until nothing is left, or on and on) and says how long it
took as JSON. A job is a number: 0 ends the worker, a negative one never ends. Each library runs twenty at once.
procrastinate: https://procrastinate.readthedocs.io/en/stable/howto/production/retry_stalled_jobs.html
pgqueuer: https://github.com/janbjorge/pgqueuer
"""

from __future__ import annotations

import asyncio
import json
import logging
import os
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[2]))

import psycopg

AT_ONCE = 20
OURS = "ours"
LIBRARIES = (OURS, "procrastinate", "pgqueuer")


class Seen:
    """When each job was begun, by the clock that all processes of the machine share."""

    def __init__(self) -> None:
        self.began: dict[int, float] = {}

    async def __call__(self, number: int) -> None:
        """Do a job."""
        self.began[number] = time.perf_counter()
        if number < 0:
            print(json.dumps({"hangs": time.perf_counter()}), flush=True)
            await asyncio.sleep(3600)
        if number == 0:
            self.told(0.0)
            os._exit(0)

    def told(self, busy: float) -> None:
        """Say what was seen, and how many seconds of the processor it took."""
        print(json.dumps({"began": self.began, "busy": busy, "ended": time.perf_counter()}), flush=True)


def units_at(address: str) -> tuple[Any, Any]:
    """Our engine and what opens its units."""
    from bot.clock import system_now
    from bot.codes import codes
    from storage.database import open_engine, units

    engine = open_engine(address)
    return engine, units(engine, system_now, codes, b"s" * 32)


def plain(address: str) -> str:
    """The address as psycopg and asyncpg take it."""
    return address.replace("postgresql+psycopg://", "postgresql://")


def laid_down(library: str, address: str) -> None:
    """Make the tables; of ours a person whom the letters are for, reached by a channel."""
    if library == OURS:
        from storage import people, reaching, tables

        engine, open_unit = units_at(address)
        tables.metadata.create_all(engine)
        with open_unit() as unit:
            for number in range(1000):
                person = people.add_person(unit, f"负责人{number}")
                reaching.bind(unit, reaching.bound(unit, "fake", "a", f"o{number}").id, person)
            unit.commit()
        engine.dispose()
    elif library == "procrastinate":
        from procrastinate import App, SyncPsycopgConnector

        with App(connector=SyncPsycopgConnector(conninfo=plain(address))).open() as app:
            app.schema_manager.apply_schema()
    else:
        from pgqueuer.queries import Queries

        async def install() -> None:
            async with await psycopg.AsyncConnection.connect(plain(address), autocommit=True) as connection:
                await Queries.from_psycopg_connection(connection).install()

        asyncio.run(install())


def putting(library: str, address: str) -> Callable[[Sequence[int]], None]:
    """What puts jobs in, all in one transaction that it opens and commits, as work that causes them would."""
    if library == OURS:
        from storage import outbox
        from storage.letters import Written

        _, open_unit = units_at(address)

        def ours(numbers: Sequence[int]) -> None:
            with open_unit() as unit:
                if len(numbers) == 1:
                    outbox.put(unit, {"text": str(numbers[0])}, kind="notice", person_id=1 + numbers[0] % 1000)
                else:
                    many = [(1 + one % 1000, Written(f'{{"text":"{one}"}}'), f"job/{one}") for one in numbers]
                    outbox.put_once(unit, "notice", many)
                unit.commit()

        return ours
    connection = psycopg.connect(plain(address), autocommit=True)
    if library == "procrastinate":
        from procrastinate import App, SyncPsycopgConnector

        app = App(connector=SyncPsycopgConnector(conninfo=plain(address)))
        app.open()
        task = app.configure_task("job")

        def theirs(numbers: Sequence[int]) -> None:
            with connection.transaction():
                within = app.configure_task("job", connection=connection)
                within.batch_defer(*({"number": one} for one in numbers))

        assert task  # noqa: S101
        return theirs
    from pgqueuer.db import SyncPsycopgDriver
    from pgqueuer.queries import SyncQueries

    queries = SyncQueries(SyncPsycopgDriver(connection))

    def queued(numbers: Sequence[int]) -> None:
        with connection.transaction():
            queries.enqueue(["job"] * len(numbers), [b"%d" % one for one in numbers], [0] * len(numbers))

    return queued


async def work_ours(address: str, seen: Seen, *, drain: bool) -> None:
    """The delivery loop with a channel that takes everything."""
    from sqlalchemy import select

    from bot.channels.channel import Result, Sent
    from bot.delivery import Delivery
    from bot.workers import Workers
    from dialogs.messages import Outbound
    from storage.reaching import Binding
    from storage.tables import outbox

    class Taking:
        name, at_once = "fake", AT_ONCE

        async def send(self, binding: Binding, message: Outbound, letter: int) -> Result:  # noqa: ARG002
            await seen(int(message.text))
            return Sent()

        def settled(self, binding: Binding) -> None:
            pass

    _, open_unit = units_at(address)
    delivery = Delivery(open_unit, [Taking()], Workers(open_unit, one_writer=False))
    if not drain:
        await delivery.run()
    waiting = select(outbox.c.id).where(outbox.c.status == "waiting").limit(1)
    while True:
        if not await delivery.step():
            with open_unit() as unit:
                if unit.execute(waiting).first() is None:
                    return


async def work_procrastinate(address: str, seen: Seen, *, drain: bool) -> None:
    """Its worker, with the task its documents advise for jobs whose worker died."""
    from procrastinate import App, PsycopgConnector
    from procrastinate.job_context import JobContext

    app = App(connector=PsycopgConnector(conninfo=plain(address)))

    @app.task(name="job")
    async def job(number: int) -> None:
        await seen(number)

    @app.periodic(cron="* * * * *")
    @app.task(queueing_lock="again", pass_context=True)
    async def again(context: JobContext, timestamp: int) -> None:  # noqa: ARG001
        for one in await app.job_manager.get_stalled_jobs():
            await app.job_manager.retry_job(one)

    async with app.open_async():
        await app.run_worker_async(wait=not drain, concurrency=AT_ONCE, install_signal_handlers=False)


async def work_pgqueuer(address: str, seen: Seen, *, drain: bool) -> None:
    """Its queue manager on asyncpg, which it is quickest with."""
    import asyncpg
    from pgqueuer import PgQueuer
    from pgqueuer.db import AsyncpgDriver
    from pgqueuer.models import Job
    from pgqueuer.types import QueueExecutionMode

    host = plain(address).partition("host=")[2]
    database = plain(address).partition("@/")[2].partition("?")[0]
    manager = PgQueuer(AsyncpgDriver(await asyncpg.connect(host=host, user="ancha", database=database)))

    @manager.entrypoint("job")
    async def job(one: Job) -> None:
        await seen(int(one.payload or b"0"))

    mode = QueueExecutionMode.drain if drain else QueueExecutionMode.continuous
    await manager.run(mode=mode, batch_size=AT_ONCE)


WORK = {OURS: work_ours, "procrastinate": work_procrastinate, "pgqueuer": work_pgqueuer}


def main(library: str, address: str, how: str) -> None:
    """Run one worker."""
    logging.disable(logging.INFO)
    seen = Seen()
    print("ready", flush=True)
    sys.stdin.readline()
    busy = time.process_time()
    asyncio.run(WORK[library](address, seen, drain=how == "drain"))
    seen.told(time.process_time() - busy)


if __name__ == "__main__":
    main(*sys.argv[1:])
