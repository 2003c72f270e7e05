"""Calls to Tencent on behalf of one account: token, one renewal, a bounded number of tries."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import TypeVar

import anyio
import httpx

from bot.channels.tencent import http as wire
from bot.channels.tencent.http import Answer
from bot.channels.tencent.refusal import Refused, Remedy, Sort, Unanswered
from bot.channels.tencent.tokens import Tokens

PAUSES = (0.4, 1.2)
"""Seconds before the second and third try when the platform says that it is busy."""
Got = TypeVar("Got")


@dataclass(frozen=True)
class Api:
    """One account's way to the platform. Every call costs at most three requests, one renewal of the token and, on a
    bad token, one request more; what is still refused then is raised."""

    http: httpx.AsyncClient
    tokens: Tokens
    sort: Sort

    async def call(self, path: str, body: object = None, *, params: Mapping[str, str] | None = None) -> Answer:
        """POST `body` as JSON, or GET where there is none. Raises Refused and Unanswered."""

        async def once(token: str) -> Answer:
            query = {"access_token": token, **(params or {})}
            if body is None:
                return await wire.exchange(self.http, self.sort, "GET", path, params=query)
            return await wire.exchange(self.http, self.sort, "POST", path, params=query, json=body)

        return await self._tried(once)

    async def upload(self, path: str, name: str, data: bytes, kind: str, *, params: Mapping[str, str]) -> Answer:
        """Upload a file of that content type as the form field `media`. Raises Refused and Unanswered."""

        async def once(token: str) -> Answer:
            return await wire.exchange(
                self.http, self.sort, "POST", path, params={"access_token": token, **params},
                files={"media": (name, data, kind)},
            )  # fmt: skip

        return await self._tried(once)

    async def download(self, path: str, most: int, *, params: Mapping[str, str]) -> bytes:
        """A file of at most `most` bytes. The platform reports errors as JSON with status 200, and so may a file
        look: what parses as an object with an error code is an error. Raises Refused and Unanswered."""

        async def once(token: str) -> bytes:
            query = {"access_token": token, **params}
            status, kind, data = await wire.received(self.http, "GET", path, most, params=query)
            answer = wire.parsed(data) if "json" in kind or "text/plain" in kind or data[:1] == b"{" else None
            if answer is not None:
                wire.refuse(path, self.sort, answer)
            if status != 200 or answer is not None:
                raise Unanswered(path, f"HTTP {status} and no file", arrived=True)
            return data

        return await self._tried(once)

    async def _tried(self, once: Callable[[str], Awaitable[Got]]) -> Got:
        token = await self.tokens.current()
        for pause in (*PAUSES, None):
            try:
                return await once(token)
            except Refused as refused:
                if refused.remedy is Remedy.TOKEN:
                    return await once(await self.tokens.instead_of(token))
                if refused.remedy is not Remedy.AGAIN or pause is None:
                    raise
                await anyio.sleep(pause)
        raise AssertionError("the last try either answers or raises")
