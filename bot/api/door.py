"""Where the interface stands on the site. It is put together when the first request comes: starting stays quick."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable

from anyio import Lock, to_thread
from starlette.requests import Request
from starlette.routing import Mount
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.web.guard import body
from bot.web.problem import Problem
from bot.web.site import Site

PATH = "/api/v1"
MOST_BYTES = 64 * 1024


class Door:
    """An ASGI app that builds the real one once, and hands it bodies that are small and whole."""

    def __init__(self) -> None:
        self._inside: Callable[[Scope, Receive, Send], Awaitable[None]] | None = None
        self._building = Lock()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on."""
        site = scope["app"].state.site
        inside = await self._built(site)
        try:
            sent = await body(Request(scope, receive), MOST_BYTES)
        except Problem as problem:
            from bot.api.refusals import of_problem

            await of_problem(site, problem)(scope, receive, send)
            return
        await inside(scope, _whole(sent, receive), send)

    async def _built(self, site: Site) -> ASGIApp:
        async with self._building:
            if self._inside is None:

                def build() -> ASGIApp:
                    site.app.gateway.prepare()
                    from bot.api.application import interface

                    return interface(site)

                self._inside = await to_thread.run_sync(build)
            return self._inside


def mount() -> Mount:
    """The route of the site that leads to the interface."""
    mounted = Mount(PATH, app=Door())
    # Otherwise an address with a line break in it would not be the interface's, and not be refused in its words.
    mounted.path_regex = re.compile(mounted.path_regex.pattern, re.DOTALL)
    return mounted


def _whole(sent: bytes, receive: Receive) -> Receive:
    """A receive that gives the body that was read already, then whatever comes."""
    pending: list[Message] = [{"type": "http.request", "body": sent, "more_body": False}]

    async def again() -> Message:
        return pending.pop() if pending else await receive()

    return again
