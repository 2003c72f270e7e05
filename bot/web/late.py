"""Routes that are put together once the port is open: in the background right then, or by the first request."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import cached_property

from anyio import to_thread
from starlette.routing import BaseRoute, Match, Route, Router
from starlette.types import Receive, Scope, Send

from bot.wiring import App


class LateRoutes(BaseRoute):
    """Stands for the routes of all addresses that begin so. They see the request as if they stood here themselves."""

    def __init__(self, beginning: str, build: Callable[[], Sequence[BaseRoute]]) -> None:
        self._beginning = re.compile(beginning)
        self._build = build

    @cached_property
    def built(self) -> Router:
        """The routes; takes as long as importing what answers them, unless somebody asked before."""
        return Router(self._build())

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """Whether the request is for one of them, as far as the beginning of its address tells."""
        ours = scope["type"] == "http" and self._beginning.match(scope["path"])
        return (Match.FULL if ours else Match.NONE), {}

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on. Where no address fits, the application says so (its router raises HTTPException)."""
        if "built" not in self.__dict__:
            await to_thread.run_sync(lambda: self.built)
        await self.built(scope, receive, send)


def linked(app: App) -> LateRoutes:
    """The pages people come to by a link: the desk's from a chat, a permit's from its picture, and the standards."""

    def build() -> Sequence[BaseRoute]:
        app.gateway.prepare()
        from bot.web import permit, standards
        from bot.web.desk.routes import ROUTES

        return (*ROUTES, Route("/r/p/{code}", permit.permit), *standards.ROUTES)

    return LateRoutes(r"/r/(o|p|\d+)/.|/standards(/|$)", build)
