"""Alive and ready, for whoever keeps the program running."""

from __future__ import annotations

import os
import tempfile

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response

from bot.web.site import Site, site_of
from storage.upkeep import at_head


async def healthz(request: Request) -> Response:  # noqa: ARG001
    """The process answers."""
    return PlainTextResponse("ok\n")


async def readyz(request: Request) -> Response:
    """200 when the record can be written, 503 with what is in the way otherwise."""
    site = site_of(request)
    found = await site.workers.record(lambda: faults(site))
    state = {"ready": not found, "faults": found}
    return JSONResponse(state, status_code=503 if found else 200)


def faults(site: Site) -> list[str]:
    """What keeps the program from its work, each with what to do; empty when nothing does."""
    found = []
    try:
        if not at_head(site.app.engine):
            found.append("database: the tables are of another version; run `db upgrade`")
    except Exception:
        found.append("database: it does not answer; check that it runs and that ANCHA_DATABASE_URL is right")
    try:
        site.app.media_folder.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=site.app.media_folder, prefix="ready-") as file:
            file.write(b"\0" * 4096)
            file.flush()
            os.fsync(file.fileno())
    except OSError:
        found.append("disk: the media folder cannot be written; free some room or mend the rights of ANCHA_DATA_DIR")
    return found
