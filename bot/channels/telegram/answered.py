"""What becomes of the message under which somebody tapped: its spinner stops, its keyboard goes, the choice shows."""

from __future__ import annotations

import logging
from collections.abc import Awaitable
from dataclasses import replace

from bot.channels.telegram import faults
from bot.channels.telegram.desk import Desk
from bot.channels.telegram.sending import NO_PREVIEW
from bot.channels.telegram.splitting import MOST_CAPTION, MOST_TEXT, size
from bot.channels.telegram.understanding import Tap
from bot.channels.telegram.wording import parts
from checklists.texts import Texts
from dialogs.aside import read
from dialogs.messages import Outbound, opens
from storage import outbox, private_post, sessions
from storage.private_post import Address
from storage.reaching import Binding
from storage.unit_of_work import UnitOfWork

log = logging.getLogger("ancha.telegram")

LATELY = 20
"""Messages among which a tapped one is looked for."""
_MENU = opens("", "").token


def stays(token: str) -> bool:
    """Whether an option is good at any time (it opens something), so that its keyboard is left where it is."""
    return token.startswith(_MENU)


def is_asked(unit: UnitOfWork, binding: Binding, token: str) -> bool:
    """Whether an option belongs to the question being asked now: only then may it be shown as chosen."""
    in_private = read(private_post.sheet(unit, Address(binding.channel, binding.account, binding.address))).active
    one = in_private or sessions.active(unit, binding.person_id, binding.id)
    return one is not None and token.startswith(f"{one.id}.{one.state.get('step', 0)}.")


def from_record(unit: UnitOfWork, binding: Binding, tap: Tap, token: str, texts: Texts) -> Tap:
    """The tap with the question's words and the option's label as we sent them, where Telegram did not repeat them."""
    if tap.text and tap.label:
        return tap
    for letter in reversed(outbox.addressed(unit, binding.id, limit=LATELY)):
        message = Outbound.model_validate(letter.body)
        last = parts(message, texts, "")[-1:]
        label = next((one.label for part in last for row in part.rows for one in row if one.token == token), "")
        if label:
            return replace(tap, label=label, text=last[0].text, has_picture=last[0].photo is not None)
    return tap


async def stop_spinner(desk: Desk, tap: Tap, words: str = "") -> None:
    """Answer the query, as every one must be (https://core.telegram.org/bots/api#answercallbackquery)."""
    await _unless_refused(desk.bot.answer_callback_query(tap.query, text=words[:200] or None), "answerCallbackQuery")


async def close(desk: Desk, tap: Tap, *, chosen: bool) -> None:
    """Take the keyboard away, and where it was the answer show below the question what was chosen."""
    if not tap.message or (tap.text and not tap.label):  # shown, and without that button: nothing to close
        return
    label = tap.label if chosen and tap.text else ""
    mark = desk.app.content.texts("telegram.chosen", label=label) if label else ""
    text = f"{tap.text}\n\n{mark}" if tap.text else mark
    bot, chat, message = desk.bot, tap.chat, tap.message
    if not mark or size(text) > (MOST_CAPTION if tap.has_picture else MOST_TEXT):
        await _unless_refused(bot.edit_message_reply_markup(chat, message), "editMessageReplyMarkup")
    elif tap.has_picture:
        await _unless_refused(bot.edit_message_caption(chat, message, caption=text), "editMessageCaption")
    else:
        await _unless_refused(
            bot.edit_message_text(text, chat, message, link_preview_options=NO_PREVIEW), "editMessageText"
        )


async def _unless_refused(call: Awaitable[object], what: str) -> None:
    """Niceties: nothing hangs on them, and they are refused for what is old or was changed already."""
    try:
        await call
    except Exception as error:
        log.info("%s: %s", what, faults.named(error))
