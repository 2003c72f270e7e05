"""Turns the fields of a decrypted callback into what it means to us. Pure.

https://developer.work.weixin.qq.com/document/path/90239 (messages), path/96468 (events).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from bot.channels.hostile import Hostile
from bot.channels.tencent import incoming
from bot.channels.tencent.incoming import Picture
from bot.channels.tencent.reading import Fields
from bot.channels.wecom.account import NAME
from checklists.texts import Texts
from dialogs.messages import InboundMessage, MessageKind, Place, Sender

_OF_AN_EVENT = (
    "FromUserName", "CreateTime", "MsgType", "Event", "EventKey", "TaskId", "ResponseCode", "ChangeType", "UserID",
)  # fmt: skip
_ADDRESS = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.@-]{0,63}")
"""A member's id: https://developer.work.weixin.qq.com/document/path/90195"""
_MEDIA = re.compile(r"[\x21-\x7e]{1,512}")


@dataclass(frozen=True)
class Tapped:
    """A card that was answered: its name, what was chosen, and the code with which it may be changed once."""

    task: str
    tokens: tuple[str, ...]
    response_code: str


@dataclass(frozen=True)
class Understood:
    """One callback. `id` is the same for every delivery of it.

    `deleted`: who left is off the corporation's list for good, and their id may become somebody else's.

    `entered`: the chat was opened, which deserves a greeting only the first time. `left`: the member is gone, or out
    of the app's reach; `renamed` their new id. An event nobody needs to act on has nothing set.
    """

    id: str
    sender: Sender
    message: InboundMessage | None = None
    picture: Picture | None = None
    tapped: Tapped | None = None
    entered: bool = False
    left: bool = False
    deleted: bool = False
    renamed: str = ""


def understand(fields: Fields, corp_id: str, texts: Texts) -> Understood:
    """What a callback says. Raises Hostile where the platform would not have said it so."""
    kind = fields.text("MsgType").lower()
    if not kind:
        raise Hostile("no MsgType")
    if kind == "event" and fields.text("Event").lower() == "change_contact":
        return _member(fields, corp_id)
    address = fields.text("FromUserName")
    if not _ADDRESS.fullmatch(address) and kind != "event":
        raise Hostile("no sender")
    sender = Sender(channel=NAME, account=corp_id, address=address[:128])
    got = Understood(incoming.message_id(fields, _OF_AN_EVENT), sender)
    if kind != "event":
        return _message(got, kind, fields, texts)
    return _event(got, fields) if _ADDRESS.fullmatch(address) else got  # sys speaks of things that are not ours


def _message(got: Understood, kind: str, fields: Fields, texts: Texts) -> Understood:
    if kind == "text":
        return _said(got, "text", text=fields.text("Content"))
    if kind == "image":
        media = fields.text("MediaId")
        return replace(got, picture=Picture(fields.text("PicUrl"), media if _MEDIA.fullmatch(media) else ""))
    if kind == "location":
        return _said(got, "place", place=incoming.place(fields))
    if kind == "voice" and fields.text("Recognition"):
        return _said(got, "text", text=fields.text("Recognition"))
    known = kind if kind in ("voice", "video", "link", "file") else "unknown"
    return _said(got, "other", text=texts(f"wecom.kinds.{known}"))


def _event(got: Understood, fields: Fields) -> Understood:
    event, key = fields.text("Event").lower(), fields.text("EventKey")
    if event == "subscribe":
        return _said(got, "follow")
    if event == "enter_agent":
        return replace(_said(got, "follow"), entered=True)
    if event == "unsubscribe":
        return replace(got, left=True)
    if event == "click":
        return _said(got, "choice", token=incoming.token(key))
    if event == "template_card_event":
        return _card(got, fields, key)
    if event in ("scancode_waitmsg", "scancode_push"):
        code = incoming.scanned(event, fields)
        return _said(got, "follow", scene=code) if code else got
    return got


def _card(got: Understood, fields: Fields, key: str) -> Understood:
    """A button bears the option's token as its key; a card to tick bears the options, one or many."""
    chosen = tuple(
        incoming.token(token)
        for items in fields.inner("SelectedItems")
        for item in items.inner("SelectedItem")
        for options in item.inner("OptionIds")
        for token in options.all("OptionId")
    )
    tokens = tuple(dict.fromkeys(chosen)) or (incoming.token(key),)
    tapped = Tapped(fields.text("TaskId")[:128], tokens, fields.text("ResponseCode")[:512])
    return replace(_said(got, "choice", token=tokens[0]), tapped=tapped)


def _member(fields: Fields, corp_id: str) -> Understood:
    """Somebody was taken off the corporation's list, or got another id."""
    address, new = fields.text("UserID"), fields.text("NewUserID")
    sender = Sender(channel=NAME, account=corp_id, address=address[:128])
    got = Understood(incoming.message_id(fields, _OF_AN_EVENT), sender)
    change = fields.text("ChangeType").lower()
    if not _ADDRESS.fullmatch(address):
        return got
    if change == "delete_user":
        return replace(got, left=True, deleted=True)
    if change == "update_user" and _ADDRESS.fullmatch(new) and new != address:
        return replace(got, renamed=new)
    return got


def _said(
    got: Understood, kind: MessageKind, *, text: str = "", token: str = "", scene: str = "", place: Place | None = None
) -> Understood:
    message = InboundMessage(id=got.id, sender=got.sender, kind=kind, text=text, token=token, scene=scene, place=place)
    return replace(got, message=message)
