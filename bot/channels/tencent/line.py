"""One account's line to its platform: HTTP, tokens that outlive the process, and the threads for the record."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import httpx

from bot.channels.tencent import http
from bot.channels.tencent.api import Api
from bot.channels.tencent.refusal import Sort
from bot.channels.tencent.tokens import Shelf, Tokens
from bot.wiring import App
from bot.workers import Workers
from storage import access_tokens
from storage.access_tokens import AccessToken


@dataclass(frozen=True)
class Line:
    """Belongs to one event loop; close `http` when done."""

    http: httpx.AsyncClient
    api: Api
    workers: Workers


def line_of(
    app: App,
    name: str,
    fetch: Callable[[httpx.AsyncClient], Awaitable[tuple[str, int]]],
    sort: Sort,
    base_url: str,
    ticks: Callable[[], float],
    transport: httpx.AsyncBaseTransport | None = None,
) -> Line:
    """The line of an account whose token is kept under that name. `transport` takes the place of the network."""
    workers = app.workers
    client = http.client(base_url, transport)

    async def look() -> AccessToken | None:
        def saved() -> AccessToken | None:
            with app.open_unit() as unit:
                return access_tokens.saved(unit, name)

        return await workers.record(saved)

    async def put(token: AccessToken) -> None:
        def save() -> None:
            with app.open_unit() as unit:
                access_tokens.save(unit, name, token)
                unit.commit()

        await workers.record(save)

    kept = Tokens(lambda: fetch(client), Shelf(look, put), app.clock, ticks)
    return Line(client, Api(client, kept, sort), workers)
