"""Alive and ready, for whoever keeps the program running."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import anyio
from anyio import to_thread
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response

from bot.web.site import Site, site_of
from bot.wiring import App
from checklists.errors import AnchaError
from storage.upkeep import at_head
from storage.upkeep.writing import try_writing

ANSWER_SECONDS = 6.0
"""More than the database waits for a lock, less than a probe waits for us."""
DELIVERY_SILENT, CLOCK_SILENT = 180.0, 600.0
"""Seconds: a message lies with a platform for up to one minute; a step of the clock opens a transaction far sooner."""
MOST_FAILURES = 5


async def healthz(request: Request) -> Response:  # noqa: ARG001
    """The process answers."""
    return PlainTextResponse("ok\n")


async def readyz(request: Request) -> Response:
    """200 when everything works, 503 with what is in the way otherwise, each with what to do."""
    site = site_of(request)
    found = [
        *(await _within(site, "database", partial(record_faults, site.app))),
        *(await _within(site, "disk", partial(disk_faults, site.app.media_folder, site.app.settings.disk_free_mb))),
        *loop_faults(site),
    ]
    return JSONResponse({"ready": not found, "faults": found}, status_code=503 if found else 200)


async def _within(site: Site, what: str, look: Callable[[], list[str]]) -> list[str]:
    """What is found in time; something that hangs is a fault too, and holds no more than two threads."""
    found: list[str] = []
    with anyio.move_on_after(ANSWER_SECONDS) as waited:
        found = await to_thread.run_sync(look, abandon_on_cancel=True, limiter=site.looking)
    if waited.cancelled_caught:
        return [f"{what}: no answer within {ANSWER_SECONDS:.0f} seconds; see whether it hangs"]
    return found


def record_faults(app: App) -> list[str]:
    """Whether the database has this version's tables and can be written."""
    try:
        if not at_head(app.engine):
            return ["database: the tables are of another version; run `db upgrade`"]
        try_writing(app.engine)
    except AnchaError as error:
        return [f"database: {error}"]
    except Exception:  # whatever a driver raises
        return ["database: it cannot be written; check that it runs and that ANCHA_DATABASE_URL is right"]
    return []


def disk_faults(folder: Path, least_mb: int) -> list[str]:
    """Whether a photo can be written, and room is left. SQLite's file lies on the same disk."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=folder, prefix="ready-") as file:
            file.write(b"\0" * 4096)
            file.flush()
            os.fsync(file.fileno())
        free = shutil.disk_usage(folder).free // 1_000_000
    except OSError:
        return ["disk: the media folder cannot be written; free some room or mend the rights of ANCHA_DATA_DIR"]
    return [f"disk: {free} MB are free, ANCHA_DISK_FREE_MB wants {least_mb}; free some room"] if free < least_mb else []


def loop_faults(site: Site) -> Iterator[str]:
    """Whether the delivery loop and the clock go on, and get through."""
    if site.stopping():
        yield "stopping: the program was told to stop; nothing to do"
        return
    for pulse, what, longest in (
        (site.delivered, "delivery", DELIVERY_SILENT),
        (site.clock, "clock", CLOCK_SILENT),
    ):
        if pulse.silent() > longest:
            yield f"{what}: nothing for {pulse.silent():.0f} seconds; see the log, start the program again"
        elif pulse.failures >= MOST_FAILURES:
            yield f"{what}: the last {pulse.failures} steps failed; the log says why"
