"""One HTTP exchange with Tencent: bounded in time and size, its failures turned into ours, its secrets kept."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import anyio
import httpx

from bot.channels.tencent.refusal import Refused, Remedy, Sort, TooLarge, Unanswered

CONNECT_SECONDS = 3.0
READ_SECONDS = 6.0
WHOLE_SECONDS = 12.0
ANSWER_BYTES = 1024 * 1024

Answer = Mapping[str, Any]


def client(base_url: str, transport: httpx.AsyncBaseTransport | None = None) -> httpx.AsyncClient:
    """The HTTP client of one account; close it when done. It follows no redirects and reads no proxy settings of
    the environment it was not given."""
    return httpx.AsyncClient(
        base_url=base_url.rstrip("/"),
        timeout=httpx.Timeout(READ_SECONDS, connect=CONNECT_SECONDS),
        limits=httpx.Limits(max_connections=32, max_keepalive_connections=8),
        follow_redirects=False,
        transport=transport,
    )


async def exchange(http: httpx.AsyncClient, sort: Sort, method: str, path: str, **request: Any) -> Answer:
    """Send one request and read its JSON. Raises Refused for an error code, whatever the HTTP status, and
    Unanswered for everything that is no answer. Never raises what httpx raises: that may bear the access token."""
    status, kind, data = await received(http, method, path, ANSWER_BYTES, **request)
    if status >= 500:
        raise Unanswered(path, f"HTTP {status}", arrived=True)
    answer = parsed(data)
    if answer is None:
        raise Unanswered(path, f"HTTP {status} and no JSON ({kind or 'no type'})", arrived=True)
    refuse(path, sort, answer)
    if status >= 400:
        raise Unanswered(path, f"HTTP {status}", arrived=False)
    return answer


async def received(
    http: httpx.AsyncClient, method: str, path: str, most: int, **request: Any
) -> tuple[int, str, bytes]:
    """Status, content type and body of at most `most` bytes. Raises Unanswered; a larger body is one."""
    what = path.partition("?")[0] if path.startswith("/") else "a download"
    body = bytearray()
    sent = False
    try:
        with anyio.fail_after(WHOLE_SECONDS):
            async with http.stream(method, path, **request) as response:
                sent = True
                async for piece in response.aiter_bytes():
                    body += piece
                    if len(body) > most:
                        raise TooLarge(what, f"an answer of more than {most} bytes", arrived=True)
                return response.status_code, response.headers.get("content-type", ""), bytes(body)
    except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.UnsupportedProtocol) as error:
        raise Unanswered(what, type(error).__name__, arrived=False) from None
    except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError, TimeoutError) as error:
        raise Unanswered(what, type(error).__name__, arrived=sent or isinstance(error, httpx.TransportError)) from None


def parsed(data: bytes) -> Answer | None:
    """The JSON object in an answer, None where there is none."""
    try:
        found = json.loads(data)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def refuse(what: str, sort: Sort, answer: Answer) -> None:
    """Raise Refused for an answer that bears an error code."""
    try:
        code = int(answer.get("errcode") or 0)
    except (TypeError, ValueError):
        raise Refused(what, -1, Remedy.AGAIN) from None
    if code:
        raise Refused(what, code, sort(code))
