"""Takes in a callback's body, with a cap on its size and the time it may take."""

from __future__ import annotations

import asyncio

from starlette.requests import ClientDisconnect, Request

from bot.channels.hostile import Hostile

MOST_BYTES = 256 * 1024
SECONDS = 4.0


async def body(request: Request, most: int = MOST_BYTES) -> bytes:
    """The body of at most that many bytes. Raises Hostile for a larger or slower one."""
    whole = bytearray()
    try:
        async with asyncio.timeout(SECONDS):  # every callback comes by here: anyio's costs three times as much
            async for piece in request.stream():
                whole += piece
                if len(whole) > most:
                    raise Hostile("too large")
    except TimeoutError:
        raise Hostile("too slow") from None
    except ClientDisconnect:
        raise Hostile("cut off") from None
    return bytes(whole)
