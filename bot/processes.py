"""Several processes at one port, each the whole program over the same PostgreSQL database; none is special.

uvicorn starts them, starts one anew that has died or does not answer, and passes a stop on to all
(https://www.uvicorn.org/deployment/#built-in).
"""

from __future__ import annotations

import gc
from functools import partial
from typing import Any

from starlette.applications import Starlette

from bot.giving_way import Patience, taken
from checklists.errors import TellOperator
from checklists.garbage import collection_paused


def serve_together(host: str, port: int, count: int, options: dict[str, Any]) -> None:
    """Serve with so many processes until told to stop. Blocks. `options` are those of one server.

    Each reads the settings from its environment. Raises TellOperator when the port is taken or may not be opened.
    """
    import uvicorn
    from uvicorn.supervisors import Multiprocess

    from bot.counts import together

    config = uvicorn.Config(f"{__name__}:one", factory=True, host=host, port=port, workers=count, **options)
    try:
        door = config.bind_socket()
    except SystemExit as error:  # uvicorn's way to say that it could not listen; it has logged why
        raise TellOperator(f"Port {port} on {host} cannot be opened; stop what uses it or choose another.") from error
    config.http = partial(taken, door, Patience())  # type: ignore[assignment]
    with together():
        Multiprocess(config, sockets=[door]).run()


def one() -> Starlette:
    """One process's whole web side, from the settings."""
    with collection_paused():  # as bot.commands.serve does
        web = _wired()
        gc.freeze()
    return web


def _wired() -> Starlette:
    from bot.channels.messenger import switched_on
    from bot.clock import system_now
    from bot.codes import codes
    from bot.logs import set_up
    from bot.server import application
    from bot.settings import read_settings
    from bot.wiring import wire

    settings = read_settings()
    set_up(settings.log_level, settings.log_format)
    app = wire(settings, system_now, codes)
    messengers = switched_on(app)
    return application(
        app,
        channels=[messenger.channel for messenger in messengers],
        routes=[route for messenger in messengers for route in messenger.routes],
        running=[messenger.run for messenger in messengers],
        warmed=gc.freeze,
    )
