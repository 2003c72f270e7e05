"""Turns an update into what it means to us. Pure.

Kinds of updates and messages: https://core.telegram.org/bots/api#update and #message
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, replace

from telegram import CallbackQuery, Chat, ChatMember, Document, Message, Update
from telegram.constants import ChatType

from bot.channels.telegram.account import NAME
from checklists.texts import Texts
from dialogs.messages import InboundMessage, MessageKind, Place, Sender
from storage.media import MAX_BYTES

WANTED = ["message", "edited_message", "callback_query", "my_chat_member"]
"""`allowed_updates`: what Telegram shall send."""
COMMANDS = ("menu", "help", "resume", "back", "pause")
_COMMAND = re.compile(r"/([A-Za-z0-9_]{1,32})(?:@\w+)?(?:\s+(.*))?", re.DOTALL)
_TOKEN = re.compile(r"[\x21-\x7e]{1,64}")
_SCENE = re.compile(r"[A-Za-z0-9_-]{1,64}")
_FILE = re.compile(r"[\x21-\x7e]{1,512}")
_FILMS = ("video", "video_note", "animation")
_OTHERS = ("sticker", "contact", "poll", "dice", "game", "story", "paid_media", "invoice", "giveaway", "checklist")


@dataclass(frozen=True)
class Tap:
    """A tapped button: the query to answer, the message it stood under and that message's words, its label.

    `message` is 0 where Telegram no longer shows which it was; `text` is None where it no longer shows its words.
    """

    query: str
    chat: int
    message: int = 0
    text: str | None = None
    has_picture: bool = False
    label: str = ""


@dataclass(frozen=True)
class Understood:
    """One update. `id` is its number, the same for every delivery of it.

    `message` is for the gateway; `photo` the name of a picture to fetch; `say` the key of a text that only has to be
    said; `group` the chat that is no person's. An update nobody acts on has none of them.
    """

    id: str
    sender: Sender
    message: InboundMessage | None = None
    photo: str = ""
    say: str = ""
    tap: Tap | None = None
    group: int | None = None
    blocked: bool = False
    came_back: bool = False


def understand(update: Update, account: str, texts: Texts) -> Understood | None:
    """What an update says, None where it is nothing to us. May raise anything for one that Telegram never made."""
    query, changed = update.callback_query, update.my_chat_member
    chat = _chat(update)
    if chat is None:
        return (
            Understood(_id(update), Sender(channel=NAME, account=account, address=""), tap=_tap(query))
            if query
            else None
        )
    got = Understood(_id(update), Sender(channel=NAME, account=account, address=str(chat.id)))
    if chat.type in (ChatType.GROUP, ChatType.SUPERGROUP):
        return _in_group(got, chat, update)
    if chat.type != ChatType.PRIVATE:
        return None
    if query is not None:
        return _tapped(got, query)
    if changed is not None:
        status = changed.new_chat_member.status
        return replace(got, blocked=status == ChatMember.BANNED, came_back=status == ChatMember.MEMBER)
    if update.edited_message is not None:
        words = update.edited_message.text or update.edited_message.caption
        return replace(got, say="telegram.edited") if words else None  # a place that moves on says nothing new
    return _message(got, update.message, texts) if update.message is not None else None


def _chat(update: Update) -> Chat | None:
    query = update.callback_query
    if query is not None:
        chat = query.message.chat if query.message is not None else None
    else:
        found = update.message or update.edited_message or update.my_chat_member
        chat = found.chat if found is not None else None
    if chat is not None and (type(chat.id) is not int or abs(chat.id) >= 2**63):
        raise ValueError("a chat without a number")
    return chat


def _in_group(got: Understood, chat: Chat, update: Update) -> Understood | None:
    if update.callback_query is not None:
        return replace(got, group=chat.id, tap=_tap(update.callback_query))
    if update.my_chat_member is not None:
        here = update.my_chat_member.new_chat_member.status in (ChatMember.MEMBER, ChatMember.ADMINISTRATOR)
        return replace(got, group=chat.id) if here else None
    said = update.message is not None and (update.message.text or update.message.photo or update.message.location)
    return replace(got, group=chat.id) if said else None


def _tapped(got: Understood, query: CallbackQuery) -> Understood:
    tap, token = _tap(query), query.data or ""
    if not token:
        return replace(got, tap=tap)
    message = _said(got, "choice", token=token if _TOKEN.fullmatch(token) else "?", text=tap.label[:200])
    return replace(message, tap=tap)


def _tap(query: CallbackQuery) -> Tap:
    message = query.message
    if message is None:
        return Tap(str(query.id), 0)
    tap = Tap(str(query.id), message.chat.id, message.message_id)
    if not isinstance(message, Message):
        return tap
    shown = message.text if message.text is not None else message.caption
    rows = message.reply_markup.inline_keyboard if message.reply_markup is not None else ()
    label = next((str(one.text) for row in rows for one in row if query.data and one.callback_data == query.data), "")
    return replace(tap, text=shown, has_picture=bool(message.photo), label=label)


def _message(got: Understood, message: Message, texts: Texts) -> Understood | None:
    if message.photo:
        fitting = [one for one in message.photo if (one.file_size or 0) <= MAX_BYTES] or message.photo[:1]
        largest = max(fitting, key=lambda one: (one.width * one.height, one.file_size or 0))
        return _picture(got, largest.file_id, bool(message.caption))
    if message.venue is not None or message.location is not None:
        return _place(got, message)
    if message.voice is not None or message.audio is not None:
        return _other(got, "voice", texts)
    if any(getattr(message, name) is not None for name in _FILMS):
        return _other(got, "video", texts)
    if message.document is not None:
        return _document(got, message.document, bool(message.caption), texts)
    if any(getattr(message, name, None) is not None for name in _OTHERS):
        return _other(got, "unknown", texts)
    return _text(got, str(message.text), texts) if message.text is not None else None  # else a service message


def _document(got: Understood, document: Document, captioned: bool, texts: Texts) -> Understood:
    """A picture sent as a file is a picture; anything else is told what to do."""
    if not (document.mime_type or "").lower().startswith("image/"):
        return _other(got, "file", texts)
    if (document.file_size or 0) > MAX_BYTES:
        return replace(got, say="photo.too_big")
    return _picture(got, document.file_id, captioned)


def _picture(got: Understood, file_id: str, captioned: bool) -> Understood:
    if not _FILE.fullmatch(file_id):
        raise ValueError("no name of a file")
    return replace(got, photo=file_id, say="telegram.caption" if captioned else "")


def _text(got: Understood, text: str, texts: Texts) -> Understood:
    command = _COMMAND.fullmatch(text.strip())
    if command is None:
        return _said(got, "text", text=text)
    name, rest = command[1].lower(), (command[2] or "").strip()
    if name == "start":
        return _said(got, "follow", scene=rest if _SCENE.fullmatch(rest) else "")
    return _said(got, "text", text=texts(f"telegram.commands.{name}.say") if name in COMMANDS else text)


def _place(got: Understood, message: Message) -> Understood:
    """Telegram's positions are WGS-84 as ours are."""
    location = message.venue.location if message.venue is not None else message.location
    assert location is not None  # noqa: S101  (whoever calls has looked)
    latitude, longitude = float(location.latitude), float(location.longitude)
    if not (math.isfinite(latitude) and math.isfinite(longitude) and abs(latitude) <= 90 and abs(longitude) <= 180):
        raise ValueError("no place on earth")
    label = ""
    if message.venue is not None:
        label = " ".join(part for part in (message.venue.title, message.venue.address) if part)[:200]
    return _said(got, "place", place=Place(latitude=latitude, longitude=longitude, label=label))


def _other(got: Understood, kind: str, texts: Texts) -> Understood:
    return _said(got, "other", text=texts(f"telegram.kinds.{kind}"))


def _said(
    got: Understood, kind: MessageKind, *, text: str = "", token: str = "", scene: str = "", place: Place | None = None
) -> Understood:
    message = InboundMessage(id=got.id, sender=got.sender, kind=kind, text=text, token=token, scene=scene, place=place)
    return replace(got, message=message)


def _id(update: Update) -> str:
    return str(update.update_id)
