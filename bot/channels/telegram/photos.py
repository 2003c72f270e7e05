"""Photos people send: written down, fetched at once, else again and again for a day."""

from __future__ import annotations

import logging
from datetime import timedelta
from functools import partial

import anyio
import httpx
from telegram.error import BadRequest, TelegramError

from bot.channels import awaiting
from bot.channels.awaiting import AT_ONCE, LOOK_SECONDS
from bot.channels.handling import handled, taken
from bot.channels.telegram import faults
from bot.channels.telegram.account import NAME
from bot.channels.telegram.desk import Desk
from bot.channels.telegram.posting import post
from bot.grumbling import Grumble
from checklists.errors import AnchaError, UserMistake
from dialogs.messages import Sender
from storage import awaited_photos, media, reaching
from storage.awaited_photos import AwaitedPhoto
from storage.unit_of_work import OpenUnit

log = logging.getLogger("ancha.telegram")

FIRST_TRY_SECONDS = 20.0
WAITS = (10, 30, 60, 120, 300, 600, 1800)
"""Seconds between later tries; the last again and again."""
GIVEN_UP = timedelta(days=1)


class Lost(Exception):
    """Telegram does not have it any more, or never gives it (more than 20 MB)."""


def expected(open_unit: OpenUnit, sender: Sender, message_id: str, file_id: str) -> AwaitedPhoto:
    """Write a photo down, once for every delivery of its update."""
    with open_unit() as unit:
        reaching.bound(unit, sender.channel, sender.account, sender.address)
        photo = awaited_photos.expect(
            unit, channel=sender.channel, account=sender.account, address=sender.address, message_id=message_id,
            url="", media=file_id[:512], first_try=AT_ONCE,
        )  # fmt: skip
        unit.commit()
    return photo


async def first_try(desk: Desk, photo: AwaitedPhoto) -> None:
    """Fetch it and answer; where that takes long, a word of patience, and it goes on behind."""
    done = False
    with anyio.move_on_after(FIRST_TRY_SECONDS):
        done = await _tried(desk, photo)
    if not done:
        await desk.workers.record(lambda: _waits(desk, photo))


async def run(desk: Desk) -> None:
    """Fetch what is still awaited, until cancelled."""
    grumble = Grumble(log, "fetching photos")
    while True:
        try:
            while await step(desk):
                pass
            grumble.over()
        except Exception as error:
            grumble.about(error)
        await anyio.sleep(LOOK_SECONDS)


async def step(desk: Desk) -> int:
    """Try what is due; how many photos there were."""
    due = await desk.workers.record(lambda: awaiting.due(desk.app, NAME, desk.account.id))
    for photo in due:
        if not await _tried(desk, photo):
            await desk.workers.record(partial(_put_off, desk, photo))
    return len(due)


async def _tried(desk: Desk, photo: AwaitedPhoto) -> bool:
    """Fetch, keep, carry out, answer; whether nothing is left to try."""
    texts = desk.app.content.texts
    try:
        data = await _fetched(desk, photo)
    except Lost:
        await desk.workers.record(lambda: _over(desk, photo, texts("telegram.photo_lost")))
        return True
    if data is None:
        return False
    with anyio.CancelScope(shield=True):  # from here on it is ours: what is begun is brought to its end
        try:
            prepared = await desk.workers.picture(partial(media.prepare, data))
        except UserMistake as mistake:
            words = texts(mistake.key, **mistake.params)
            await desk.workers.record(lambda: _over(desk, photo, words))
            return True
        try:
            async with desk.taking.turn(photo.address):
                message = await desk.workers.record(lambda: awaiting.kept(desk.app, photo, prepared))
                letters = await desk.workers.record(lambda: handled(desk.app, message))
        except UserMistake as mistake:
            words = texts(mistake.key, **mistake.params)
            await desk.workers.record(partial(_over, desk, photo, words))
            return True
        except AnchaError as error:
            awaiting.note(log, logging.WARNING, photo, f"not kept yet: {faults.named(error)}")
            return False
        if not taken(letters):
            return False
        await desk.workers.record(lambda: awaiting.finished(desk.app, photo))
        await post(desk, message.sender, letters)
    return True


async def _fetched(desk: Desk, photo: AwaitedPhoto) -> bytes | None:
    """Its bytes, at most one more than is allowed; None when it could not be had this time. Raises Lost."""
    try:
        file = await desk.bot.get_file(photo.media)
    except BadRequest:
        raise Lost from None
    except TelegramError as error:
        awaiting.note(log, logging.WARNING, photo, faults.named(error))
        return None
    address = file.file_path or ""
    if not address.startswith(f"{desk.bot.base_file_url}/"):
        words = "Telegram names a file that is not below ANCHA_TELEGRAM_BASE_FILE_URL"
        awaiting.note(log, logging.ERROR, photo, words)
        return None
    body = bytearray()
    try:
        async with desk.files.stream("GET", address) as response:
            if response.status_code != 200:
                awaiting.note(log, logging.WARNING, photo, f"HTTP {response.status_code}")
                return None
            async for piece in response.aiter_bytes():
                body += piece
                if len(body) > media.MAX_BYTES:  # the judge of photos says how big is too big
                    break
    except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError) as error:
        awaiting.note(log, logging.WARNING, photo, faults.named(error))
        return None
    return bytes(body) or None


def _put_off(desk: Desk, photo: AwaitedPhoto) -> None:
    """Later again, or never: then its sender is told."""
    if desk.app.clock() - photo.received_at < GIVEN_UP:
        awaiting.postponed(desk.app, photo, WAITS[min(photo.tries + 1, len(WAITS) - 1)])
        return
    awaiting.note(log, logging.ERROR, photo, "could not be fetched within a day; its sender is told")
    _over(desk, photo, desk.app.content.texts("telegram.photo_lost"))


def _waits(desk: Desk, photo: AwaitedPhoto) -> None:
    awaiting.postponed(desk.app, photo, WAITS[0])
    awaiting.tell(desk.app, photo, desk.app.content.texts("telegram.photo_waits"), "waits", over=False)


def _over(desk: Desk, photo: AwaitedPhoto, words: str) -> None:
    awaiting.tell(desk.app, photo, words, "over", over=True)
