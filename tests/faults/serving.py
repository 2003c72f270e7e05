"""Processes that serve, and end by SIGKILL. `warm` ones are forked from one that has read the content, so that two
hundred of them start in the time of ten; `real` ones are `python bot.py serve`."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from multiprocessing import get_context
from pathlib import Path
from typing import Any, cast

from checklists.judgement.judge import Judge
from tests.faults.points import Points, watched, watched_messenger
from tests.own import own_content

ROOT = Path(__file__).parents[2]
_context = get_context("forkserver")
_context.set_forkserver_preload(["tests.faults.preload"])


@cache
def judge() -> Judge:
    """Made once, before any process is forked."""
    return Judge(own_content())


@dataclass
class Served:
    """A process that serves on a port."""

    port: int
    process: Any

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def alive(self) -> bool:
        if isinstance(self.process, subprocess.Popen):
            return self.process.poll() is None
        return bool(self.process.is_alive())

    def kill(self) -> None:
        """SIGKILL to it and its workers, and wait until it is gone."""
        workers = self.workers()
        self.process.kill()
        for one in workers:
            with contextlib.suppress(ProcessLookupError):
                os.kill(one, signal.SIGKILL)
        self.gone()

    def workers(self) -> list[int]:
        """The processes it started (https://man7.org/linux/man-pages/man5/proc_pid_task.5.html)."""
        with contextlib.suppress(OSError):
            tasks = Path(f"/proc/{self.process.pid}/task").iterdir()
            return [int(one) for task in tasks for one in (task / "children").read_text(encoding="ascii").split()]
        return []

    def gone(self) -> None:
        if isinstance(self.process, subprocess.Popen):
            self.process.wait()
        else:
            self.process.join()

    def stop(self) -> None:
        """SIGTERM, as an operator stops it."""
        self.process.terminate()
        self.gone()

    def ready(self, seconds: float = 60) -> None:
        """Wait until it answers; returns as well when it has died."""
        until = time.monotonic() + seconds
        while self.alive and time.monotonic() < until:
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", self.port), 0.2):
                return
            time.sleep(0.02)


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def real(environment: Mapping[str, str], port: int, log: Path, workers: int = 1) -> Served:
    """`python bot.py serve` as an operator starts it, on a machine where nothing reads photos."""
    several = ["--workers", str(workers)] if workers > 1 else []
    with log.open("ab") as file:
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.without_reading", "serve", "--port", str(port), *several], cwd=ROOT,
            stdout=file, stderr=file, env={**os.environ, **environment},
        )  # fmt: skip
    return Served(port, process)


def warm(environment: Mapping[str, str], port: int, log: Path, points: Points | None = None) -> Served:
    """The same from a process that has read the content already; it dies at the point, if one is given."""
    process = _context.Process(target=_serve, args=(dict(environment), port, log, points or Points()), daemon=True)
    process.start()
    return Served(port, process)


@dataclass(frozen=True)
class Slow:
    """A judge who takes his time."""

    inner: Judge
    seconds: float

    def unheard(self) -> Slow:
        """As slow as the other; no judgement by itself."""
        return Slow(self.inner.unheard(), self.seconds)

    def __getattr__(self, name: str) -> Any:
        found = getattr(self.inner, name)
        if not callable(found):
            return found

        def slowly(*words: Any, **more: Any) -> Any:
            time.sleep(self.seconds)
            return found(*words, **more)

        return slowly


def _serve(environment: dict[str, str], port: int, log: Path, points: Points) -> None:
    """What bot/commands/serve.py does, with content that is there already."""
    descriptor = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    os.dup2(descriptor, 1)
    os.dup2(descriptor, 2)
    os.environ.update(environment)
    from bot.channels.messenger import switched_on
    from bot.clock import system_now
    from bot.codes import codes
    from bot.logs import set_up
    from bot.server import serve
    from bot.settings import read_settings
    from bot.wiring import wire

    set_up()
    judging = cast(Judge, Slow(judge(), points.slow)) if points.slow else judge()
    app = wire(read_settings(), system_now, codes, content=own_content(), judge=judging, reads_photos=False)
    app = watched(app, points)
    messengers = [watched_messenger(one, points) for one in switched_on(app)]
    serve(
        app, "127.0.0.1", port,
        channels=[one.channel for one in messengers],
        routes=[route for one in messengers for route in one.routes],
        running=[one.run for one in messengers],
    )  # fmt: skip


def forked(work: Callable[..., None], arguments: tuple[object, ...]) -> int:
    """Do that in a process of its own; its exit status, negative for the signal it died of."""
    process = _context.Process(target=work, args=arguments)
    process.start()
    process.join()
    return int(process.exitcode or 0)
