"""The straight way of a messenger's callback: past the router and what it wraps around every page.

Most of what comes in are callbacks, and much of what the event loop did for each was passing it on.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route
from starlette.types import ASGIApp, Receive, Scope, Send


class Taken:
    """ASGI endpoint: hands a request to one handler and sends its answer. Give it to a `Route` in place of the handler.

    What the handler raises goes up to starlette's outermost middleware, which logs it and answers in words.
    """

    def __init__(self, handler: Callable[[Request], Awaitable[Response]]) -> None:
        self._handler = handler

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request; what its answer leaves to be done is done behind it."""
        response = await self._handler(Request(scope, receive))
        await response(scope, receive, send)


class StraightOn:
    """ASGI middleware: whatever comes to one of these routes goes there, all else on to the router.

    Routes with parameters in their path, and methods that none of them takes, are the router's.
    """

    def __init__(self, app: ASGIApp, *, routes: Sequence[BaseRoute]) -> None:
        self._app = app
        self._ends: dict[tuple[str, str], ASGIApp] = {
            (method, route.path): route.endpoint
            for route in routes
            if isinstance(route, Route) and isinstance(route.endpoint, Taken) and not route.param_convertors
            for method in route.methods or ()
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass one request to whoever it is for."""
        end = self._ends.get((scope["method"], scope["path"])) if scope["type"] == "http" else None
        await (end or self._app)(scope, receive, send)
