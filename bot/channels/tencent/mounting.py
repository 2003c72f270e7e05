"""Puts one account of Tencent's on the server: its address, its channel, and what runs behind."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Coroutine
from typing import Any

import anyio
import httpx
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.channels.channel import Channel
from bot.channels.messenger import Messenger
from bot.web.straight import Taken

Handler = Callable[[Request], Awaitable[Response]]


def messenger(
    path: str,
    channel: Channel,
    http: httpx.AsyncClient,
    *,
    handshake: Handler,
    receive: Handler,
    behind: tuple[Callable[[], Coroutine[Any, Any, None]], ...],
) -> Messenger:
    """The handshake answers GET, callbacks come by POST; what runs behind is cancelled with the server."""

    async def run() -> None:
        async with http, anyio.create_task_group() as tasks:
            for one in behind:
                tasks.start_soon(one)

    routes = (Route(path, handshake, methods=["GET"]), Route(path, Taken(receive), methods=["POST"]))
    return Messenger(channel, routes, run)
