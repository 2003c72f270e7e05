"""The address Telegram calls: 403 for whoever does not know the secret, 413 for a body too large, 400 for what is no
update; everything else is taken and then acknowledged (https://core.telegram.org/bots/api#setwebhook). What can
neither be put on record nor refused in words is not: 503, and Telegram brings it again."""

from __future__ import annotations

import hmac
import logging

from starlette.background import BackgroundTask
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from bot.channels.body import body
from bot.channels.hostile import Hostile
from bot.channels.telegram import reading
from bot.channels.telegram.answering import Answering
from bot.channels.telegram.desk import Desk

log = logging.getLogger("ancha.telegram")

HEADER = "X-Telegram-Bot-Api-Secret-Token"


class Callback:
    """The handler. Belongs to one event loop."""

    def __init__(self, desk: Desk, answering: Answering) -> None:
        self._desk = desk
        self._answering = answering

    async def receive(self, request: Request) -> Response:
        """Take one update; its answers follow in calls of their own."""
        given = request.headers.get(HEADER, "").encode("latin-1", "replace")
        if not hmac.compare_digest(given, self._desk.account.secret.encode()):
            return _refused(403, "secret")
        try:
            raw = await body(request)
        except Hostile as hostile:
            return _refused(413, str(hostile))
        try:
            update = reading.read(raw, self._desk.bot)
        except Hostile as hostile:
            return _refused(400, str(hostile))
        taken = await self._answering.take(update)
        if taken is None:
            return PlainTextResponse("")
        if not taken.kept:
            told = await self._answering.finish(taken)
            return PlainTextResponse("") if told else _refused(503, "it is not on record, and nobody could be told")
        return PlainTextResponse("", background=BackgroundTask(self._answering.finish, taken))


def _refused(status: int, why: str) -> Response:
    """Without a word on what was wrong: whoever sends such things learns nothing."""
    log.info("a callback is refused: %s", why)
    return PlainTextResponse("", status_code=status)
