"""python-telegram-bot's HTTP with four corrections: an error code inside HTTP 200 counts as that code, 429 is an error
of ours (the library's own warns of its deprecation whenever it is made), an answer that is no JSON is not written into
the log, and an update that cannot be read does not hold up the others."""

from __future__ import annotations

import json
from typing import Any

import httpx
from telegram.error import TelegramError
from telegram.request import HTTPXRequest, RequestData

from bot.channels.telegram.reading import readable

CONNECT_SECONDS, READ_SECONDS, POOL_SECONDS, UPLOAD_SECONDS = 5.0, 10.0, 10.0, 30.0


TOO_FAST_SECONDS = 20.0
MOST_SECONDS = 24 * 3600.0


class TooFast(TelegramError):
    """429: nothing more for so many seconds (https://core.telegram.org/bots/api#responseparameters)."""

    def __init__(self, seconds: float) -> None:
        super().__init__("too many requests")
        self.seconds = seconds


class Exchange(HTTPXRequest):
    """One HTTP client of a bot. It reads no proxy settings it was not given."""

    def __init__(self, connections: int, transport: httpx.AsyncBaseTransport | None = None) -> None:
        super().__init__(
            connection_pool_size=connections,
            connect_timeout=CONNECT_SECONDS,
            read_timeout=READ_SECONDS,
            write_timeout=READ_SECONDS,
            pool_timeout=POOL_SECONDS,
            media_write_timeout=UPLOAD_SECONDS,
            httpx_kwargs={"transport": transport} if transport is not None else None,
        )

    async def do_request(
        self, url: str, method: str, request_data: RequestData | None = None, *timeouts: Any, **named: Any
    ) -> tuple[int, bytes]:
        """Status and body of one request; see `telegram.request.BaseRequest.do_request`."""
        status, payload = await super().do_request(url, method, request_data, *timeouts, **named)
        if status == 200:
            if url.endswith("/getUpdates"):
                payload = readable(payload)
            status = _said(payload)
        if status == 429:
            raise TooFast(_wait(payload))
        return status, payload

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """The object in an answer; raises TelegramError without a word of it."""
        found = _object(payload)
        if found is None:
            raise TelegramError("Invalid server response")
        if found.get("ok") is True and "result" not in found:
            raise TelegramError("Invalid server response")
        if not isinstance(found.get("parameters", {}), dict):
            del found["parameters"]
        return found


def _wait(payload: bytes) -> float:
    """The seconds an answer asks to wait, between one and a day."""
    found = _object(payload) or {}
    parameters = found.get("parameters")
    seconds = parameters.get("retry_after") if isinstance(parameters, dict) else None
    return min(max(float(seconds), 1.0), MOST_SECONDS) if type(seconds) is int else TOO_FAST_SECONDS


def _said(payload: bytes) -> int:
    """The code an answer with HTTP 200 gives itself: 200, or what stands in `error_code` where it is not `ok`."""
    found = _object(payload)
    if found is None or found.get("ok") is True:
        return 200
    code = found.get("error_code")
    return code if type(code) is int and 400 <= code < 600 else 500


def _object(payload: bytes) -> dict[str, Any] | None:
    try:
        found = json.loads(payload)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None
