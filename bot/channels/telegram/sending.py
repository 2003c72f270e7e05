"""Hands one message of ours to Telegram, part by part, at the pace it allows."""

from __future__ import annotations

import logging

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, LinkPreviewOptions
from telegram.error import BadRequest, InvalidToken

from bot.channels.channel import Elsewhere, Later, Result, Sent
from bot.channels.telegram import faults
from bot.channels.telegram.desk import Desk
from bot.channels.telegram.exchange import TooFast
from bot.channels.telegram.splitting import MOST_TEXT, split
from bot.channels.telegram.wording import Part, Rows, parts
from bot.handing import PREFER_ONCE
from dialogs.messages import Outbound
from storage import media
from storage.reaching import Binding

log = logging.getLogger("ancha.telegram")

MOST_PHOTO_BYTES = 10 * 1024 * 1024
NO_PREVIEW = LinkPreviewOptions(is_disabled=True)  # links of ours work once: Telegram must not look at them first


async def send(desk: Desk, binding: Binding, message: Outbound, letter: int) -> Result:
    """All parts of a message that a try before has not sent yet. Raises for reminders that may have arrived."""
    if binding.account != desk.account.id:
        return Elsewhere("it belongs to a bot that is not served here")
    if not binding.address.removeprefix("-").isdecimal():
        return Elsewhere("its address is no chat")
    chat = int(binding.address)
    whole = parts(message, desk.app.content.texts, desk.app.settings.base_url.rstrip("/"))
    for number, part in enumerate(whole):
        if number < desk.parts_done(letter):
            continue
        try:
            wait = await desk.pace.turn(chat)
            if wait:
                return Later(wait, "this chat may not be written to yet", tried=False)
            await _sent(desk, chat, part)
        except Exception as error:
            return _failed(desk, chat, message, error)
        desk.note_parts(letter, number + 1)
    desk.note_parts(letter, 0)
    return Sent()


def keyboard(rows: Rows) -> InlineKeyboardMarkup | None:
    """Rows of options as buttons; None for none."""
    if not rows:
        return None
    return InlineKeyboardMarkup(
        [[InlineKeyboardButton(one.label, callback_data=one.token) for one in row] for row in rows]
    )


def _failed(desk: Desk, chat: int, message: Outbound, error: Exception) -> Result:
    if isinstance(error, InvalidToken):
        log.error(faults.NOT_LET_IN)
    if isinstance(error, TooFast):
        desk.pace.hold(chat, error.seconds)
    return faults.result_of(error, once=message.kind in PREFER_ONCE)


async def _sent(desk: Desk, chat: int, part: Part) -> None:
    """One call; two where a picture is refused for what it is, or has gone: then its words go without it."""
    if part.photo is not None:
        data = await desk.workers.record(lambda: _picture(desk, part.photo or 0))
        if data is not None:
            try:
                await desk.bot.send_photo(
                    chat, data, caption=part.text or None, reply_markup=keyboard(part.rows), filename="photo.jpg"
                )
            except BadRequest as error:
                if "photo" not in error.message.lower() and "image" not in error.message.lower():
                    raise
                log.error("Telegram refuses picture %d; its words go without it", part.photo)
            else:
                return
    *before, last = split(part.text, MOST_TEXT)
    for text in before:
        await _say(desk, chat, text, ())
    await _say(desk, chat, last, part.rows)


async def _say(desk: Desk, chat: int, text: str, rows: Rows) -> None:
    if text.strip():
        await desk.bot.send_message(chat, text, reply_markup=keyboard(rows), link_preview_options=NO_PREVIEW)


def _picture(desk: Desk, photo: int) -> bytes | None:
    """A picture small enough for Telegram; None when its file is gone."""
    with desk.app.open_unit() as unit:
        for small in (False, True):
            path = media.file_of(unit, desk.app.media_folder, photo, thumbnail=small)
            if path is not None and path.stat().st_size <= MOST_PHOTO_BYTES:
                return path.read_bytes()
    return None
