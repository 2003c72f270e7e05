"""The outbox's own claims against two job libraries on PostgreSQL, for docs/decisions/0013.

    python benchmarks/job_libraries.py [--jobs N] [--rounds N] [--recovery]

A throwaway server that waits for its disk (tests/postgres.py). Of each: what a job costs that is put in by a
transaction of its own, and one of a thousand put in by one; how many a second one process and two work off (fetch, run,
finish; a job does nothing), and what of the processor each job costs the program and the database; how long after its
commit a job begins in another, idle process; and, with `--recovery`, how long after `kill -9` of its worker it begins
again. Needs the group `bench`. Prints figures and judges nothing.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
from itertools import count
from pathlib import Path
from statistics import median
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.against.jobs import LIBRARIES, laid_down, putting
from benchmarks.postgres import database_process, made, worked
from tests.postgres import server

ROOT = Path(__file__).parents[1]
PATIENCE = 150.0
"""Seconds until a job that is not begun again counts as lost."""


def main() -> None:
    """Measure in turn."""
    parser = argparse.ArgumentParser(description="Job libraries.")
    parser.add_argument("--jobs", type=int, default=2000)
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--recovery", action="store_true")
    wanted = parser.parse_args()
    names = count()
    with server(durable=True) as address:

        def fresh(library: str) -> str:
            name = f"jobs{next(names)}"
            made(address, f"CREATE DATABASE {name}")
            laid_down(library, address.format(database=name))
            return address.format(database=name)

        process = database_process(address)
        for _ in range(wanted.rounds):
            for library in LIBRARIES:
                entered(library, fresh(library), wanted.jobs, process)
            for processes in (1, 2):
                for library in LIBRARIES:
                    worked_off(library, fresh(library), wanted.jobs, processes, process)
        for library in LIBRARIES:
            begun_after(library, fresh(library))
        if wanted.recovery:
            for library in LIBRARIES:
                begun_again(library, fresh(library))


def entered(library: str, address: str, jobs: int, process: int) -> None:
    """Put jobs in one by one, and a thousand at once."""
    put, alone = putting(library, address), jobs // 4
    put([1])
    for number, size in ((alone, 1), (jobs, 1000)):
        begun, ours, theirs = time.perf_counter(), time.process_time(), worked(process)
        for first in range(2 if size == 1 else 10_000, (2 if size == 1 else 10_000) + number, size):
            put(range(first, first + size))
        seconds, ours, theirs = time.perf_counter() - begun, time.process_time() - ours, worked(process) - theirs
        print(
            f"{library:14} put in, {size:4} a transaction: {number / seconds:7,.0f}/s, of the processor each: program "
            f"{ours / number * 1e6:.0f} µs, database {theirs / number * 1e6:.0f} µs",
            flush=True,
        )


def worked_off(library: str, address: str, jobs: int, processes: int, process: int) -> None:
    """Work off what waits."""
    putting(library, address)(range(1, jobs + 1))
    workers = [Worker(library, address, "drain") for _ in range(processes)]
    theirs = worked(process)
    for one in workers:
        one.go()
    found = [one.said() for one in workers]
    theirs = worked(process) - theirs
    began = [moment for one in found for moment in one["began"].values()]
    numbers = {number for one in found for number in one["began"]}
    seconds = max(one["ended"] for one in found) - min(began)
    ours = sum(one["busy"] for one in found)
    print(
        f"{library:14} {processes} processes: {len(began) / seconds:7,.0f}/s, of the processor each: program "
        f"{ours / jobs * 1000:.2f} ms, database {theirs / jobs * 1000:.2f} ms ({len(numbers)} of {jobs} done, "
        f"{len(began) - len(numbers)} twice)",
        flush=True,
    )


def begun_after(library: str, address: str) -> None:
    """How long after the commit an idle worker begins."""
    worker, put = Worker(library, address, "wait"), putting(library, address)
    worker.go()
    time.sleep(3)
    committed = {}
    for number in range(1, 31):
        put([number])
        committed[number] = time.perf_counter()
        time.sleep(0.21 + number % 7 * 0.05)
    time.sleep(3)
    put([0])
    began = worker.said()["began"]
    waits = sorted(began[str(number)] - moment for number, moment in committed.items())
    print(f"{library:14} begins {median(waits) * 1000:.0f} ms after the commit, {waits[-1] * 1000:.0f} ms at most")


def begun_again(library: str, address: str) -> None:
    """How long after its worker was killed a job begins again, with another worker there from the start."""
    putting(library, address)([-1])
    first, second = (Worker(library, address, "wait") for _ in range(2))
    first.go()
    first.line()
    second.go()
    time.sleep(2)
    first.kill()
    killed = time.perf_counter()
    line = second.line(PATIENCE)
    after = f"{json.loads(line)['hangs'] - killed:.0f} s after its worker was killed" if line else "not again"
    print(f"{library:14} begins {after} (waited {time.perf_counter() - killed:.0f} s)", flush=True)
    second.kill()


class Worker:
    """A worker's process."""

    def __init__(self, library: str, address: str, how: str) -> None:
        command = [sys.executable, "-m", "benchmarks.against.jobs", library, address, how]
        self._process = subprocess.Popen(  # noqa: S603  (our own command)
            command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        self.line()

    def go(self) -> None:
        """Let it begin."""
        assert self._process.stdin is not None  # noqa: S101  (a pipe)
        self._process.stdin.write("\n")
        self._process.stdin.flush()

    def line(self, patience: float | None = None) -> str:
        """What it says next; "" after so many seconds of silence."""
        import select

        assert self._process.stdout is not None  # noqa: S101  (a pipe)
        there, _, _ = select.select([self._process.stdout], [], [], patience)
        return self._process.stdout.readline() if there else ""

    def said(self) -> dict[str, Any]:
        """What it says at its end."""
        found: dict[str, Any] = json.loads(self.line())
        self._process.wait(30)
        return found

    def kill(self) -> None:
        """As the machine would that runs out of memory."""
        self._process.kill()
        self._process.wait()


if __name__ == "__main__":
    main()
