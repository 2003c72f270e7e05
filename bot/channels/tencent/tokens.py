"""Access tokens: kept until they lapse, one fetch in flight, and never fetched faster than once a minute."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

import anyio
import httpx

from bot.channels.tencent.http import exchange
from bot.channels.tencent.refusal import Refused, Remedy, Sort, Unanswered
from storage.access_tokens import AccessToken

MARGIN = timedelta(minutes=5)
"""How long before its end a token is no longer used."""
REST_SECONDS = 60.0
"""At least so long between two fetches for bad tokens: a platform that refuses every token must not drain the day's
quota of fetches (2,000 for WeChat, `/cgi-bin/token`)."""

Fetch = Callable[[], Awaitable[tuple[str, int]]]
"""Asks the platform for a token: itself and for how many seconds it holds."""


@dataclass(frozen=True)
class Shelf:
    """Where tokens outlive the process: `look()` and `put(token)`. Both may block a thread, not the event loop."""

    look: Callable[[], Awaitable[AccessToken | None]]
    put: Callable[[AccessToken], Awaitable[None]]


class Tokens:
    """The token of one account. Belongs to one event loop."""

    def __init__(self, fetch: Fetch, shelf: Shelf, now: Callable[[], datetime], ticks: Callable[[], float]) -> None:
        self._fetch = fetch
        self._shelf = shelf
        self._now = now
        self._ticks = ticks
        self._one_at_a_time = anyio.Lock()
        self._held: AccessToken | None = None
        self._renewed_at: float | None = None

    async def current(self) -> str:
        """A token that holds for some minutes. Raises Refused or Unanswered where none is to be had."""
        async with self._one_at_a_time:
            if not self._good(self._held):
                self._held = await self._shelf.look()
            if self._good(self._held):
                assert self._held is not None  # noqa: S101  (good means that there is one)
                return self._held.token
            return await self._fetched()

    async def instead_of(self, bad: str) -> str:
        """Another token than one the platform does not accept. Whoever comes second gets what the first fetched.

        Raises Refused when the one before was fetched only a moment ago: then the fault is not the token's age.
        """
        async with self._one_at_a_time:
            if self._held is not None and self._held.token != bad and self._good(self._held):
                return self._held.token
            saved = await self._shelf.look()
            if saved is not None and saved.token != bad and self._good(saved):
                self._held = saved
                return saved.token
            if self._renewed_at is not None and self._ticks() - self._renewed_at < REST_SECONDS:
                raise Refused("a token fetched a moment ago is not accepted", 40001, Remedy.TOKEN)
            self._renewed_at = self._ticks()
            return await self._fetched()

    def _good(self, token: AccessToken | None) -> bool:
        return token is not None and self._now() < token.expires_at

    async def _fetched(self) -> str:
        token, seconds = await self._fetch()
        # WeChat renews a stable token five minutes early: a short-lived answer is used for half of what it holds.
        good_for = max(timedelta(seconds=seconds) - MARGIN, timedelta(seconds=seconds) / 2)
        self._held = AccessToken(token, self._now() + good_for)
        await self._shelf.put(self._held)
        return token


async def stable_token(http: httpx.AsyncClient, sort: Sort, app_id: str, secret: str) -> tuple[str, int]:
    """WeChat: the same token for all processes, renewed by the platform itself; never forced (20 a day).

    https://developers.weixin.qq.com/doc/service/api/base/api_getstableaccesstoken
    """
    body = {"grant_type": "client_credential", "appid": app_id, "secret": secret, "force_refresh": False}
    return await _token(http, sort, "POST", "/cgi-bin/stable_token", json=body)


async def corp_token(http: httpx.AsyncClient, sort: Sort, corp_id: str, secret: str) -> tuple[str, int]:
    """WeCom: https://developer.work.weixin.qq.com/document/path/91039"""
    return await _token(http, sort, "GET", "/cgi-bin/gettoken", params={"corpid": corp_id, "corpsecret": secret})


async def _token(http: httpx.AsyncClient, sort: Sort, method: str, path: str, **request: object) -> tuple[str, int]:
    try:
        answer = await exchange(http, sort, method, path, **request)
    except Refused as refused:
        if refused.remedy is Remedy.TOKEN:  # here these codes mean that the secret is wrong
            raise Refused(path, refused.code, Remedy.OPERATOR) from None
        raise
    except Unanswered as silence:  # the call that wanted the token was never made
        raise Unanswered(path, silence.why, arrived=False) from None
    token, seconds = answer.get("access_token"), answer.get("expires_in")
    if not isinstance(token, str) or not 0 < len(token) <= 1024 or not isinstance(seconds, int) or seconds <= 0:
        raise Unanswered(path, "no token in the answer", arrived=False)
    return token, seconds
