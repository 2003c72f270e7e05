"""`serve [--host] [--port] [--workers N]`: the real thing."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import nullcontext
from functools import partial
from typing import Any

import click

from bot.commands.exits import Misused


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option(
    "--workers", default=1, show_default=True, type=click.IntRange(1, 64), help="Processes; SQLite takes one."
)
def command(host: str, port: int, workers: int) -> None:
    """Serve the channels that are set up, deliver what waits, and watch the clock, until told to stop."""
    from bot.counted_together import counted_together
    from checklists.garbage import all_here_stays, collection_paused

    with counted_together() if workers > 1 else nullcontext():
        with collection_paused():  # what a start makes stays: looking through it again and again costs a tenth of it
            run = _wired(host, port, workers)
            all_here_stays()  # or the first collection, due at once, looks through all of it and finds next to nothing
        run()


def _wired(host: str, port: int, workers: int) -> Callable[[], None]:
    """Everything put together; what is left is to serve."""
    from bot.channels.messenger import switched_on
    from bot.clock import system_now
    from bot.codes import codes
    from bot.commands.house import must_be_ready
    from bot.logs import set_up
    from bot.server import OPTIONS, application, serve
    from bot.settings import read_settings
    from bot.wiring import wire
    from checklists.garbage import all_here_stays

    settings = read_settings()
    if workers > 1 and settings.database.startswith("sqlite"):
        raise Misused("SQLite serves one process; set ANCHA_DATABASE_URL to PostgreSQL for --workers above 1.")
    set_up(settings.log_level, settings.log_format)
    app = wire(settings, system_now, codes)
    must_be_ready(app.engine, settings)
    messengers = switched_on(app)
    added: dict[str, Any] = {
        "channels": [one.channel for one in messengers],
        "routes": [route for one in messengers for route in one.routes],
        "running": [one.run for one in messengers],
    }
    if workers == 1:
        return partial(serve, app, host, port, **added)
    from bot.processes import serve_together

    app.engine.dispose()  # each process opens connections of its own
    return partial(serve_together, application(app, **added, warmed=all_here_stays), host, port, workers, OPTIONS)
