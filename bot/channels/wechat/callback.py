"""The address WeChat calls: the handshake (GET) and every message and event (POST).

Whatever is not Tencent's is refused with 403, whatever cannot be read with 400, a body too large with 413. Once a
callback is believed it is answered with 200 within the platform's five seconds, unless it can neither be carried out
nor noted down: then not at all, so that the platform brings it again.
"""

from __future__ import annotations

import logging
import re
import secrets
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
from bot.channels.wechat import answering, photos
from bot.channels.wechat.account import NAME
from bot.channels.wechat.answering import NOTHING, Reply, answer
from bot.channels.wechat.desk import Desk
from bot.channels.wechat.menus import Tagging, saved_tags
from bot.channels.wechat.understanding import Understood, understand
from bot.delivery import Delivery
from bot.web.site import site_of
from dialogs.messages import Sender
from storage import forgetting, outbox, people, reaching

log = logging.getLogger("ancha.wechat")

SUCCESS = "success"
_ECHO = re.compile(r"[^\x00-\x20<>&\"'\x7f-\U0010ffff]{1,256}")


class Forged(Exception):
    """Not signed by the platform, or not lately."""


class Callback:
    """The two handlers. Belongs to one event loop."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self.underway: Underway[Reply] = Underway(Notes(desk.app, NAME, self._again))
        self._tagging = Tagging(desk.api, desk.rules, desk.rests, saved_tags(desk.app.settings.data_dir))

    async def handshake(self, request: Request) -> Response:
        """Prove to the platform that we know the token: its `echostr` back as it is."""
        echo = request.query_params.get("echostr", "")
        if not self._signed(request) or not _ECHO.fullmatch(echo):
            return _refused(403, "handshake")
        return PlainTextResponse(echo)

    async def receive(self, request: Request) -> Response:
        """Take a message or event and answer it."""
        in_time = stopwatch()
        try:
            if not self._signed(request):
                raise Forged
            raw = await body(request)
        except Forged:
            return _refused(403, "signature or time")
        except Hostile as hostile:
            return _refused(413, str(hostile))
        try:
            xml, key = self._opened(request, raw)
        except Forged:
            return _refused(403, "encryption")
        except Hostile as hostile:
            return _refused(400, str(hostile))
        try:
            got = self._understood(xml)
        except Hostile as hostile:
            return _refused(400, str(hostile))
        try:
            came = as_it_came(got.sender, got.id, xml, self._desk.app.clock())
            reply = await self.underway.result(came, lambda wanted: self._worked(got, wanted))
        except Silent:
            return _refused(503, "it can be neither carried out nor noted down")
        delivery = site_of(request).delivery
        if reply is not None and not in_time():  # nobody hears it: the delivery loop brings it
            if not reply.taken:
                return _refused(503, "it is too late to say that it did not count")
            reply = await answering.let_go(self._desk, reply)
        if reply is None or not reply.text:
            delivery.wake()
            return PlainTextResponse(SUCCESS)
        return Response(
            self._xml(got, reply, key),
            media_type="application/xml",
            background=BackgroundTask(self._given, reply, delivery),
        )

    def _signed(self, request: Request) -> bool:
        """Whether `signature` over token, time and nonce is right, and the time is now."""
        query = request.query_params
        timestamp, nonce = query.get("timestamp", ""), query.get("nonce", "")
        right = self._desk.account.seal.signed(query.get("signature", ""), timestamp, nonce)
        return right and seal.fresh(timestamp, self._desk.app.clock())

    def _opened(self, request: Request, raw: bytes) -> tuple[bytes, str | None]:
        """What was sent, and the key it was encrypted with; None in plain mode.

        The request itself says which mode it is in. Plain ones are refused where a key is set: leaving out
        `encrypt_type` must not get anybody past it. Raises Forged and Hostile.
        """
        ours, query = self._desk.account.seal, request.query_params
        if query.get("encrypt_type", "raw") != "aes":
            if ours.keys:
                raise Forged
            return raw, None
        outer = reading.read(raw)
        encrypted = outer.text("Encrypt")
        signature, timestamp, nonce = (query.get(name, "") for name in ("msg_signature", "timestamp", "nonce"))
        if not ours.keys or not ours.signed(signature, timestamp, nonce, encrypted):
            raise Forged
        try:
            opened = ours.opened(encrypted)
        except Hostile:
            raise Forged from None
        return opened.xml, opened.key

    def _understood(self, xml: bytes) -> Understood:
        return understand(reading.read(xml), self._desk.account.app_id, self._desk.app.content.texts)

    async def _again(self, xml: bytes) -> Reply:
        """Carry out what was noted down; nobody waits for the reply."""
        got = self._understood(xml)
        reply = await self._worked(got, lambda: False)
        return NOTHING if got.picture is not None else reply  # a photo is on record before it is fetched

    async def _worked(self, got: Understood, wanted: Callable[[], bool]) -> Reply:
        desk = self._desk
        if got.undelivered:
            log.warning("a template message did not arrive: %s", got.undelivered)
        if got.picture is not None:
            return await photos.receive(desk, got, wanted)
        if got.message is not None:
            reply = await answer(desk, got.message, got.grants, wanted)
            if self._tagging.wanted:
                self.underway.aside(partial(self._tagged, got.sender))
            return reply
        await desk.workers.record(lambda: answering.apart(desk, got))
        return NOTHING

    async def _tagged(self, sender: Sender) -> None:
        """Show somebody the menu of their roles."""

        def roles() -> frozenset[str]:
            with self._desk.app.open_unit() as unit:
                person = reaching.bound(unit, sender.channel, sender.account, sender.address).person_id
                return frozenset(one.role for one in people.person(unit, person).roles) if person else frozenset()

        try:
            await self._tagging.see(sender.address, await self._desk.workers.record(roles))
        except Exception as error:
            log.warning("a menu is not changed: %s", type(error).__name__)

    def _xml(self, got: Understood, reply: Reply, key: str | None) -> str:
        now = int(self._desk.app.clock().timestamp())
        xml = writing.text_reply(got.sender.address, got.to, now, reply.text)
        if key is None:
            return xml
        return self._desk.account.seal.closed(xml, key, str(now), secrets.token_hex(6))

    async def _given(self, reply: Reply, delivery: Delivery) -> None:
        """The platform has it."""
        delivery.answered(reply.answers)
        if reply.taken_along:
            await self._desk.workers.record(lambda: self._settled(reply))

    def _settled(self, reply: Reply) -> None:
        with self._desk.app.open_unit() as unit:
            for letter in reply.taken_along:
                outbox.settle(unit, letter.id, "sent")
                if letter.body.get("forget"):
                    forgetting.forget_letter(unit, letter.id)
            unit.commit()


def _refused(status: int, why: str) -> Response:
    """Without a word on what was wrong: whoever sends such things learns nothing."""
    log.info("a callback is refused: %s", why)
    return PlainTextResponse("", status_code=status)
