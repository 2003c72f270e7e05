"""Photos people send: fetched at once, else again and again until the platform no longer keeps them."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import anyio

from bot.channels.tencent import http
from bot.channels.tencent.refusal import Refused, TooLarge, Unanswered
from bot.channels.wechat.account import NAME
from bot.channels.wechat.answering import NOTHING, Reply, answer, granted
from bot.channels.wechat.desk import Desk
from bot.channels.wechat.understanding import Understood
from checklists.errors import AnchaError, UserMistake
from dialogs.messages import InboundMessage, Outbound, Sender
from storage import awaited_photos, media, outbox, people
from storage.awaited_photos import AwaitedPhoto
from storage.media import Prepared

log = logging.getLogger("ancha.wechat")

BEIJING = ZoneInfo("Asia/Shanghai")
AT_ONCE = timedelta(seconds=90)
"""How long the first try has for itself; then anybody may take it up, since whoever began has died."""
FIRST_WAIT_SECONDS = 3.0
"""How long the answer to a callback waits for the first try."""
WAITS = (30, 60, 120, 300, 600, 1800)
"""Seconds between later tries; the last again and again."""
LOOK_SECONDS = 5.0


async def receive(desk: Desk, got: Understood, wanted: Callable[[], bool]) -> Reply:
    """Write the photo down, try to fetch it, and answer; what takes longer is answered with a word of patience."""
    photo = await desk.workers.record(lambda: _expected(desk, got))
    reply: Reply | None = None
    with anyio.move_on_after(FIRST_WAIT_SECONDS):
        reply = await _tried(desk, photo, wanted)
    if reply is not None:
        if reply.text and not wanted():  # it is no photo, and the request that could have said so is gone
            await desk.workers.record(lambda: _tell(desk, photo, reply.text))
        return reply
    await desk.workers.record(lambda: _postponed(desk, photo, 0))
    return Reply(desk.app.content.texts("wechat.photo_waits"))


async def run(desk: Desk) -> None:
    """Fetch what is still awaited, until cancelled."""
    while True:
        try:
            while await step(desk):
                pass
        except Exception as error:
            log.error("photos go on after a fault: %s", type(error).__name__)
        await anyio.sleep(LOOK_SECONDS)


async def step(desk: Desk) -> int:
    """Try what is due; how many photos there were."""
    account = desk.account.app_id

    def taken() -> tuple[AwaitedPhoto, ...]:
        with desk.app.open_unit() as unit:
            found = awaited_photos.take_due(unit, NAME, account, AT_ONCE)
            if found:
                unit.commit()
        return found

    due = await desk.workers.record(taken)
    for photo in due:
        reply = await _tried(desk, photo, lambda: False)
        if reply is None:
            await desk.workers.record(partial(_put_off, desk, photo))
        elif reply.text:  # it is no photo: that was not recorded as a message, so it has to be said
            await desk.workers.record(partial(_tell, desk, photo, reply.text))
    return len(due)


async def _tried(desk: Desk, photo: AwaitedPhoto, wanted: Callable[[], bool]) -> Reply | None:
    """Fetch, keep, carry out; None when it could not be fetched this time."""
    try:
        data = await _fetched(desk, photo)
    except TooLarge:
        await desk.workers.record(lambda: _finished(desk, photo))
        return Reply(desk.app.content.texts("photo.too_big", megabytes=media.MAX_BYTES // 2**20))
    if data is None:
        return None
    with anyio.CancelScope(shield=True):  # from here on it is ours: what is begun is brought to its end
        return await _carried_out(desk, photo, data, wanted)
    return None


async def _carried_out(desk: Desk, photo: AwaitedPhoto, data: bytes, wanted: Callable[[], bool]) -> Reply | None:
    try:
        prepared = await desk.workers.picture(lambda: media.prepare(data))
        message = await desk.workers.record(lambda: _kept(desk, photo, prepared))
    except UserMistake as mistake:
        await desk.workers.record(lambda: _finished(desk, photo))
        return Reply(desk.app.content.texts(mistake.key, **mistake.params))
    except AnchaError as error:
        log.warning("photo %d is not kept yet: %s", photo.id, error)
        return None
    reply = await answer(desk, message, None, wanted)
    await desk.workers.record(lambda: _finished(desk, photo))
    return reply if wanted() else NOTHING


async def _fetched(desk: Desk, photo: AwaitedPhoto) -> bytes | None:
    """Its bytes, from the address in the message or by its name. Raises TooLarge."""
    most = media.MAX_BYTES
    address = allowed(photo.url, desk)
    if address:
        try:
            status, kind, data = await http.received(desk.http, "GET", address, most)
            if status == 200 and data and not kind.startswith(("application/json", "text/")):
                return data
        except TooLarge:
            raise
        except Unanswered as silence:
            log.info("photo %d: %s", photo.id, silence)
    if not photo.media:
        return None
    try:
        return await desk.api.download("/cgi-bin/media/get", most, params={"media_id": photo.media})
    except TooLarge:
        raise
    except (Refused, Unanswered) as error:
        log.warning("photo %d: %s", photo.id, error)
        return None


def allowed(url: str, desk: Desk) -> str:
    """The address of a picture if it may be fetched, by HTTPS; "" for one that lies anywhere else.

    Whoever knows the callback's token could otherwise have us fetch from inside our network.
    """
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return ""
    if parts.scheme not in ("http", "https") or parts.username is not None:
        return ""
    if (parts.scheme, parts.netloc) == urlsplit(desk.account.base_url)[:2]:
        return url
    known = any(host == one or host.endswith(f".{one}") for one in desk.rules.picture_hosts)
    return parts._replace(scheme="https", netloc=host).geturl() if known and port in (None, 80, 443) else ""


def _expected(desk: Desk, got: Understood) -> AwaitedPhoto:
    assert got.picture is not None  # noqa: S101  (the callback sends only photos here)
    sender = got.sender
    with desk.app.open_unit() as unit:
        binding = people.bound(unit, sender.channel, sender.account, sender.address)
        granted(desk, unit, binding.id, "said")
        photo = awaited_photos.expect(
            unit, channel=sender.channel, account=sender.account, address=sender.address, message_id=got.id,
            url=got.picture.url[:2000], media=got.picture.media[:512], first_try=AT_ONCE,
        )  # fmt: skip
        unit.commit()
    return photo


def _kept(desk: Desk, photo: AwaitedPhoto, prepared: Prepared) -> InboundMessage:
    with desk.app.open_unit() as unit:
        binding = people.bound(unit, photo.channel, photo.account, photo.address)
        kept = media.keep(unit, desk.app.media_folder, prepared, owner_binding=binding.id)
        unit.commit()
    sender = Sender(channel=photo.channel, account=photo.account, address=photo.address)
    return InboundMessage(id=photo.message_id, sender=sender, kind="photo", photos=(kept.id,))


def _finished(desk: Desk, photo: AwaitedPhoto) -> None:
    with desk.app.open_unit() as unit:
        awaited_photos.done(unit, photo.id)
        unit.commit()


def _postponed(desk: Desk, photo: AwaitedPhoto, tries: int) -> None:
    with desk.app.open_unit() as unit:
        awaited_photos.postpone(unit, photo.id, timedelta(seconds=WAITS[min(tries, len(WAITS) - 1)]))
        unit.commit()


def _put_off(desk: Desk, photo: AwaitedPhoto) -> None:
    """Later again, or never: then its sender is told."""
    if desk.app.clock() - photo.received_at < timedelta(days=desk.rules.limits.photo_days):
        _postponed(desk, photo, photo.tries + 1)
        return
    day = photo.received_at.astimezone(BEIJING)
    words = desk.app.content.texts(
        "wechat.photo_lost", day=desk.app.content.texts("wechat.day", month=day.month, day=day.day)
    )
    log.error(
        "photo %d could not be fetched within %d days; its sender is told", photo.id, desk.rules.limits.photo_days
    )
    _tell(desk, photo, words)


def _tell(desk: Desk, photo: AwaitedPhoto, words: str) -> None:
    body = Outbound(text=words, kind="notice").model_dump(mode="json", exclude_defaults=True)
    with desk.app.open_unit() as unit:
        binding = people.bound(unit, photo.channel, photo.account, photo.address)
        outbox.put(
            unit, body, kind="notice", binding_id=binding.id, person_id=binding.person_id, dedupe=f"photo.{photo.id}"
        )
        awaited_photos.done(unit, photo.id)
        unit.commit()
