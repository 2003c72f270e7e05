"""What every page and answer is guarded with: headers, body caps, and no requests forged on other sites."""

from __future__ import annotations

from collections.abc import Awaitable
from urllib.parse import urlsplit

import anyio
from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.web.problem import Problem

BODY_SECONDS = 60

# https://developer.mozilla.org/docs/Web/HTTP/Headers/Content-Security-Policy : nothing from elsewhere, nothing inline
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; connect-src 'self'; "
    "frame-src 'self'; frame-ancestors 'self'; base-uri 'none'; form-action 'none'"
)
_HEADERS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "x-frame-options": "SAMEORIGIN",
    "referrer-policy": "no-referrer",
    "permissions-policy": "geolocation=(self), camera=(self), microphone=(), payment=()",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}
_RAW = [(name.encode(), value.encode()) for name, value in {**_HEADERS, "cache-control": "no-store"}.items()]
_ONLY_HTTPS = (b"strict-transport-security", b"max-age=31536000")


def guard(headers: MutableHeaders) -> None:
    """Put the headers on an answer, and keep it out of caches unless it says otherwise."""
    for name, value in _HEADERS.items():
        headers.setdefault(name, value)
    headers.setdefault("cache-control", "no-store")


class SecurityHeaders:
    """ASGI middleware: guards every answer. Over HTTPS browsers are told to come by it only (RFC 6797)."""

    def __init__(self, app: ASGIApp, *, secure: bool = False) -> None:
        self._app = app
        self._wanted = [*_RAW, _ONLY_HTTPS] if secure else _RAW

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on; add the headers to the answer's start."""

        def guarded(message: Message) -> Awaitable[None]:
            if message["type"] == "http.response.start":
                given = message.get("headers", ())
                there = {name for name, _ in given}
                message["headers"] = [*given, *(one for one in self._wanted if one[0] not in there)]
            return send(message)

        await self._app(scope, receive, guarded if scope["type"] == "http" else send)


def same_site(request: Request, base_url: str) -> None:
    """Refuse a request that a page of another site made. Raises Problem (403).

    Browsers send Origin with every POST; our own scripts add a header that other sites cannot (no CORS here).
    """
    if request.headers.get("x-ancha") != "chat":
        raise Problem(403, "web.foreign")
    origin = request.headers.get("origin")
    if origin is not None:
        ours = {request.headers.get("host", ""), urlsplit(base_url).netloc}
        if urlsplit(origin).netloc not in ours:
            raise Problem(403, "web.foreign")


async def body(request: Request, most: int) -> bytes:
    """The request's body of at most that many bytes, within a minute. Raises Problem (413, 408, 400)."""
    declared = request.headers.get("content-length", "")
    if declared.isdecimal() and int(declared) > most:
        raise Problem(413, "web.too_long")
    whole = bytearray()
    try:
        with anyio.fail_after(BODY_SECONDS):
            async for piece in request.stream():
                whole += piece
                if len(whole) > most:
                    raise Problem(413, "web.too_long")
    except TimeoutError:
        raise Problem(408, "web.too_slow") from None
    return bytes(whole)
