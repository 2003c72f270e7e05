"""Several processes at one port, each the whole program over the same PostgreSQL database; none is special.

uvicorn starts them, starts one anew that has died or does not answer, and passes a stop on to all
(https://www.uvicorn.org/deployment/#built-in).
"""

from __future__ import annotations

import asyncio
import gc
import time
from dataclasses import dataclass
from functools import partial
from select import select
from socket import socket
from typing import TYPE_CHECKING, Any

from starlette.applications import Starlette

from bot.clock import ticks
from checklists.errors import TellOperator
from checklists.garbage import collection_paused

if TYPE_CHECKING:
    from uvicorn import Config
    from uvicorn.server import ServerState

GIVING_WAY_SECONDS, MOST_HELD = 0.0005, 8
"""So long whoever takes a connection leaves the next to the others, for each that it holds, up to so many."""
AT_ONCE_SECONDS, SHARE = 0.1, 0.05
"""How much of its time a process gives away at most: so much at once, and that share of the time that passes."""


@dataclass
class Patience:
    """What a process may still give away of its time."""

    left: float = AT_ONCE_SECONDS
    seen: float = 0.0

    def spent(self, wanted: float, now: float) -> float:
        """As many of the seconds wanted as are left at that moment; they are gone then."""
        self.left = min(AT_ONCE_SECONDS, self.left + (now - self.seen) * SHARE)
        self.seen = now
        found = min(wanted, self.left)
        self.left -= found
        return found


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


def taken(
    door: socket, patience: Patience, config: Config, server_state: ServerState, app_state: dict[str, Any],
    _loop: asyncio.AbstractEventLoop | None = None,
) -> asyncio.Protocol:  # fmt: skip
    """uvicorn's own protocol for a connection this process has just taken, after giving way to the others."""
    from uvicorn.protocols.http.auto import AutoHTTPProtocol

    wanted = giving_way(door, len(server_state.connections) + 1)
    if wanted:
        time.sleep(patience.spent(wanted, ticks()))
    made: Any = AutoHTTPProtocol
    protocol: asyncio.Protocol = made(config=config, server_state=server_state, app_state=app_state, _loop=_loop)
    return protocol


def giving_way(door: socket, held: int) -> float:
    """How long whoever holds so many connections takes no other, in seconds: where one waits at the door others may
    have it, the sooner the fewer they hold; where none does nobody waits.

    All processes wake for a connection, but while the others still do the first may have taken all there are: sixteen
    that came at once, and stay open as those of a web server in front do, stood 16 to 0 and 13 to 3. libuv slept here
    for the same reason (`UV_TCP_SINGLE_ACCEPT`, https://github.com/libuv/libuv/blob/v1.44.2/src/unix/stream.c).
    """
    return GIVING_WAY_SECONDS * min(held, MOST_HELD) if select([door], [], [], 0)[0] else 0.0


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
