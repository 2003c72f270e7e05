"""What more processes bring on PostgreSQL: durable answers a second by the WeChat callback, and letters delivered.

    python benchmarks/postgres.py [--processes N …] [--rounds N] [--seconds N] [--people N] [--letters N]

One throwaway server (tests/postgres.py) with fsync and synchronous_commit on, as it is run. The load is that of
benchmarks/callback.py. Ratios to one process of the same round count, and the processor's time each message takes of
the program and of the database: where the machine has fewer cores than the sum needs, more processes bring nothing.
Delivery is the loop of one process against a channel that takes everything. Exits with 1 where two processes answer
less than 1.5 times what one does, or something acknowledged is missing.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

import anyio
from sqlalchemy import create_engine, func, make_url, select, text

from benchmarks import callback
from benchmarks.against.load import TOKEN
from benchmarks.against.record import prepare
from bot.channels.channel import Result, Sent
from bot.clock import system_now
from bot.codes import codes
from bot.delivery import Delivery
from bot.workers import Workers
from dialogs.messages import Outbound
from storage import outbox, people, reaching
from storage.database import open_engine, units
from storage.reaching import Binding
from storage.tables import inbox, metadata
from storage.tables import outbox as letters
from tests.postgres import server

WANTED = 1.5


class Taking:
    """Takes every message at once."""

    name, at_once = "fake", 20

    async def send(self, binding: Binding, message: Outbound, letter: int) -> Result:  # noqa: ARG002
        """Taken."""
        return Sent()

    def settled(self, binding: Binding) -> None:
        """Nothing to do."""


def main() -> int:
    """Measure in turn; 1 where two processes are not worth it, or where something is not whole."""
    parser = argparse.ArgumentParser(description="Several processes on PostgreSQL.")
    parser.add_argument("--processes", type=int, nargs="+", default=[1, 2, 4])
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--seconds", type=float, default=6.0)
    parser.add_argument("--people", type=int, default=1200)
    parser.add_argument("--letters", type=int, default=2000)
    wanted = parser.parse_args()
    rates: dict[int, list[float]] = {number: [] for number in wanted.processes}
    whole = True
    with server(durable=True) as address, tempfile.TemporaryDirectory() as folder:
        for turn in range(wanted.rounds):
            _template(address, f"base{turn}", Path(folder), wanted.people)
            for number in wanted.processes:
                rate, kept = _answers(address, f"base{turn}", Path(folder), number, wanted.seconds)
                rates[number].append(rate)
                whole &= kept
        for number in wanted.processes:
            print(f"{number} processes: {median(rates[number]) / median(rates[wanted.processes[0]]):.2f} × one")
        _delivered(address, wanted.letters)
    return int(not whole or (1 in rates and 2 in rates and median(rates[2]) < WANTED * median(rates[1])))


def made(address: str, statement: str) -> None:
    engine = create_engine(address.format(database="postgres"), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(statement))
    engine.dispose()


def _template(address: str, name: str, folder: Path, count: int) -> None:
    """A database with so many people in the middle of a checklist, copied for each measurement."""
    made(address, f"CREATE DATABASE {name}")
    os.environ.update(_environment(folder, address.format(database=name)))
    prepare(folder / "script.json", count)


def _environment(folder: Path, url: str) -> dict[str, str]:
    return {
        "ANCHA_DATA_DIR": str(folder), "ANCHA_DATABASE_URL": url, "ANCHA_WECHAT_APP_ID": callback.APP_ID,
        "ANCHA_WECHAT_SECRET": "s" * 32, "ANCHA_WECHAT_TOKEN": TOKEN, "ANCHA_SECRET_KEY": "s" * 32,
        "ANCHA_WECHAT_API_BASE_URL": "http://127.0.0.1:9", "ANCHA_LOG_FORMAT": "plain",
    }  # fmt: skip


def _answers(address: str, base: str, folder: Path, number: int, seconds: float) -> tuple[float, bool]:
    """Answers a second with so many processes, and whether each acknowledged one is on record and answered."""
    name = f"{base}_{number}"
    made(address, f"CREATE DATABASE {name} TEMPLATE {base}")
    url = address.format(database=name)
    environment = {**os.environ, **_environment(folder, url)}
    command = ["bot.py", "serve", "--port", str(callback.PORT), "--workers", str(number)]
    engine, database = open_engine(url), database_process(address)
    with engine.connect() as connection:
        before = connection.execute(select(func.count()).select_from(inbox)).scalar_one()
    log = folder / f"{name}.log"
    with log.open("wb") as out, callback.served(command, environment, out) as process:
        _until_all_serve(log, number)
        ours, theirs = worked(process.pid), worked(database)
        load = ["-m", "benchmarks.against.load", str(callback.PORT), str(folder / "script.json"), str(seconds)]
        done = subprocess.run(  # noqa: S603  (our own command)
            [sys.executable, *load], cwd=callback.ROOT, check=True, capture_output=True, text=True
        )
        found: dict[str, Any] = json.loads(done.stdout)
        count = max(1, sum(found["answered"].values()))
        ours, theirs = (worked(process.pid) - ours) / count, (worked(database) - theirs) / count
        process.terminate()
        process.wait(20)
    with engine.connect() as connection:
        taken = connection.execute(select(func.count()).select_from(inbox)).scalar_one() - before
        answered = select(func.count(letters.c.reply_to.distinct()))
        silent = connection.execute(select(func.count()).select_from(inbox)).scalar_one()
        silent -= connection.execute(answered).scalar_one()
    engine.dispose()
    made(address, f"DROP DATABASE {name} WITH (FORCE)")
    rate = found["messages"] / found["seconds"]
    print(
        f"{number} processes {rate:8,.0f}/s  p50 {found['p50'] * 1000:.0f} ms p99 {found['p99'] * 1000:.0f} ms; of the "
        f"processor each: program {ours * 1000:.2f} ms, database {theirs * 1000:.2f} ms ({count} answered, "
        f"{found['refused']} refused, {taken} on record, {silent} without a reply)",
        flush=True,
    )
    return rate, taken >= count and not silent and not found["refused"]


def _until_all_serve(log: Path, number: int) -> None:
    """Wait for every process: each says so once."""
    for _ in range(600):
        if log.read_bytes().count(b"ancha.server: ready") >= number:
            return
        time.sleep(0.2)
    raise RuntimeError("the processes do not get ready; see what they say:\n" + log.read_text(encoding="utf-8"))


def worked(parent: int) -> float:
    """Seconds of the processor of a process and of its children, also of those that are gone."""
    fields = _fields(parent)
    gone = (int(fields[13]) + int(fields[14])) / os.sysconf("SC_CLK_TCK")
    return gone + sum(callback.worked(one) for one in (parent, *_children(parent)))


def _children(parent: int) -> list[int]:
    running = (int(one.name) for one in Path("/proc").iterdir() if one.name.isdecimal())
    return [one for one in running if (fields := _fields(one)) and int(fields[1]) == parent]


def _fields(process_id: int) -> list[str]:
    """What https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html tells of a process behind its name."""
    try:
        return Path(f"/proc/{process_id}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    except OSError:
        return []


def database_process(address: str) -> int:
    """The server's own process, from the file in its folder."""
    folder = Path(str(make_url(address.format(database="postgres")).query["host"]))
    return int((folder / "data" / "postmaster.pid").read_text(encoding="utf-8").split()[0])


def _delivered(address: str, count: int) -> None:
    """How many waiting letters a second the loop hands over and settles."""
    made(address, "CREATE DATABASE delivery")
    engine = open_engine(address.format(database="delivery"))
    metadata.create_all(engine)
    open_unit = units(engine, system_now, codes, b"s" * 32)
    with open_unit() as unit:
        for number in range(count):
            person = people.add_person(unit, f"负责人{number}")
            reaching.bind(unit, reaching.bound(unit, "fake", "a", f"o{number}").id, person)
            outbox.put(unit, {"text": "明天到期"}, kind="reminder", person_id=person)
        unit.commit()
    delivery = Delivery(open_unit, [Taking()], Workers(open_unit, one_writer=False))
    begun, busy = time.perf_counter(), time.process_time()

    async def run() -> None:
        while await delivery.step():
            pass

    anyio.run(run)
    seconds, busy = time.perf_counter() - begun, time.process_time() - busy
    with open_unit() as unit:
        counts = outbox.counts(unit)
    engine.dispose()
    print(f"delivery: {count / seconds:,.0f} letters/s, {busy / count * 1000:.2f} ms of the processor each, {counts}")


if __name__ == "__main__":
    sys.exit(main())
