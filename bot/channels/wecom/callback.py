"""The address WeCom calls: the handshake (GET) and every message and event (POST), always encrypted.

Whatever is not Tencent's is refused with 403, whatever cannot be read with 400, a body too large with 413. Once a
callback is believed it is answered with 200 within the platform's five seconds, unless it can neither be carried out
nor noted down: then not at all, so that the platform brings it again.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import partial

from starlette.background import BackgroundTask
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from bot.channels.body import body
from bot.channels.hostile import Hostile
from bot.channels.tencent import reading, seal, writing
from bot.channels.tencent.notes import Notes, as_it_came
from bot.channels.tencent.underway import Silent, Underway, stopwatch
from bot.channels.wecom import answering, photos
from bot.channels.wecom.account import NAME
from bot.channels.wecom.answering import NOTHING, Reply
from bot.channels.wecom.cards import button_update
from bot.channels.wecom.changing import change
from bot.channels.wecom.desk import Desk
from bot.channels.wecom.understanding import Understood, understand
from bot.web.site import site_of
from storage.open_cards import OpenCard

log = logging.getLogger("ancha.wecom")

_MOST_ECHO = 1024


class Forged(Exception):
    """Not signed by the platform, or not lately."""


class Callback:
    """The two handlers. Belongs to one event loop."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self.underway: Underway[Reply] = Underway(Notes(desk.app, NAME, self._again))

    async def handshake(self, request: Request) -> Response:
        """Prove to the platform that we know token and key: what `echostr` encrypts."""
        echo = request.query_params.get("echostr", "").replace(" ", "+")  # base64, where + was not escaped
        if not 0 < len(echo) <= _MOST_ECHO or not self._signed(request, echo):
            return _refused(403, "handshake")
        try:
            return PlainTextResponse(self._desk.account.seal.opened(echo).xml)
        except Hostile as hostile:
            return _refused(403, str(hostile))

    async def receive(self, request: Request) -> Response:
        """Take a message or event and answer it."""
        in_time = stopwatch()
        try:
            raw = await body(request)
        except Hostile as hostile:
            return _refused(413, str(hostile))
        try:
            xml, key = self._opened(request, raw)
            got = self._understood(xml)
        except Forged:
            return _refused(403, "signature, time or encryption")
        except Hostile as hostile:
            return _refused(400, str(hostile))
        try:
            came = as_it_came(got.sender, got.id, xml, self._desk.app.clock())
            reply = await self.underway.result(came, lambda wanted: self._worked(got, wanted))
        except Silent:
            return _refused(503, "it can be neither carried out nor noted down")
        delivery = site_of(request).delivery
        if reply is None:
            delivery.wake()
            return PlainTextResponse("")
        delivery.send_now(reply.onward)
        if not in_time():  # nobody hears it: the delivery loop brings it
            if not reply.taken:
                return _refused(503, "it is too late to say that it did not count")
            delivery.send_now(reply.answers)
            return PlainTextResponse("")
        if not (reply.text or reply.buttons):
            return PlainTextResponse("")
        return Response(
            self._xml(got, reply, key),
            media_type="application/xml",
            background=BackgroundTask(delivery.answered, reply.answers),
        )

    def _signed(self, request: Request, encrypted: str) -> bool:
        """Whether `msg_signature` over token, time, nonce and cipher is right, and the time is now."""
        query = request.query_params
        timestamp, nonce = query.get("timestamp", ""), query.get("nonce", "")
        right = self._desk.account.seal.signed(query.get("msg_signature", ""), timestamp, nonce, encrypted)
        return right and seal.fresh(timestamp, self._desk.app.clock())

    def _opened(self, request: Request, raw: bytes) -> tuple[bytes, str]:
        """What was sent, and the key it was encrypted with. Raises Forged and Hostile."""
        encrypted = reading.read(raw).text("Encrypt")
        if not encrypted or not self._signed(request, encrypted):
            raise Forged
        try:
            opened = self._desk.account.seal.opened(encrypted)
        except Hostile:
            raise Forged from None
        return opened.xml, opened.key

    def _understood(self, xml: bytes) -> Understood:
        return understand(reading.read(xml), self._desk.account.corp_id, self._desk.app.content.texts)

    async def _again(self, xml: bytes) -> Reply:
        """Carry out what was noted down; nobody waits for the reply."""
        got = self._understood(xml)
        reply = await self._worked(got, lambda: False)
        return NOTHING if got.picture is not None else reply  # a photo is on record before it is fetched

    async def _worked(self, got: Understood, wanted: Callable[[], bool]) -> Reply:
        desk = self._desk
        if got.picture is not None:
            reply = await photos.receive(desk, got, wanted)
        elif got.message is not None:
            if got.entered and await desk.record(partial(answering.known, got.sender)):
                return NOTHING
            reply = await answering.answer(desk, got.message, wanted, tapped=got.tapped)
        else:
            await desk.record(partial(answering.apart, got))
            return NOTHING
        words = desk.app.content.texts("wecom.overtaken")
        for card in reply.closed:
            self.underway.aside(partial(change, desk, got.sender.address, card, words))
        if got.tapped is not None and not wanted():  # too late for the passive reply to change it
            card = OpenCard(got.tapped.task, got.tapped.response_code)
            words = desk.app.content.texts("wecom.tapped_unknown")
            self.underway.aside(partial(change, desk, got.sender.address, card, words))
        return reply

    def _xml(self, got: Understood, reply: Reply, key: str) -> str:
        now, corp = int(self._desk.app.clock().timestamp()), self._desk.account.corp_id
        if reply.buttons:
            xml = button_update(got.sender.address, corp, now, reply.buttons)
        else:
            xml = writing.text_reply(got.sender.address, corp, now, reply.text)
        return self._desk.account.seal.closed(xml, key, str(now), self._desk.app.codes(10))


def _refused(status: int, why: str) -> Response:
    """Without a word on what was wrong: whoever sends such things learns nothing."""
    log.info("a callback is refused: %s", why)
    return PlainTextResponse("", status_code=status)
