"""How processes at one port share its connections: whoever takes one leaves the next to the others for a moment."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass
from select import select
from socket import socket
from typing import TYPE_CHECKING, Any

from bot.clock import ticks

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
