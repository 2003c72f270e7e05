"""Turns the fields of a decrypted callback into what it means to us. Pure.

https://developer.work.weixin.qq.com/document/path/90239 (messages), path/96468 (events).
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, replace

from bot.channels.hostile import Hostile
from bot.channels.tencent.positions import to_wgs84
from bot.channels.tencent.reading import Fields
from bot.channels.wecom.account import NAME
from checklists.texts import Texts
from dialogs.messages import InboundMessage, MessageKind, Place, Sender
from dialogs.routing import looks_like_code
from storage.invitations import CODE_LENGTH

_TOKEN = re.compile(r"[\x21-\x7e]{1,48}")
_ADDRESS = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.@-]{0,63}")
"""A member's id: https://developer.work.weixin.qq.com/document/path/90195"""
_MEDIA = re.compile(r"[\x21-\x7e]{1,512}")


@dataclass(frozen=True)
class Picture:
    """A photo that lies at the platform: its address, and the name under which `media/get` gives it."""

    url: str
    media: str


@dataclass(frozen=True)
class Tapped:
    """A card that was answered: its name, what was chosen, and the code with which it may be changed once."""

    task: str
    tokens: tuple[str, ...]
    response_code: str


@dataclass(frozen=True)
class Understood:
    """One callback. `id` is the same for every delivery of it.

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
    got = Understood(_id(fields), Sender(channel=NAME, account=corp_id, address=address[:128]))
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
        latitude, longitude = fields.number("Location_X"), fields.number("Location_Y")
        if abs(latitude) > 90 or abs(longitude) > 180:
            raise Hostile("no place on earth")
        latitude, longitude = to_wgs84(latitude, longitude)
        place = Place(latitude=latitude, longitude=longitude, label=fields.text("Label")[:200])
        return _said(got, "place", place=place)
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
        return _said(got, "choice", token=_token(key))
    if event == "template_card_event":
        return _card(got, fields, key)
    if event in ("scancode_waitmsg", "scancode_push"):
        for one in fields.inner("ScanCodeInfo"):
            found = one.text("ScanResult")
            if event == "scancode_waitmsg" and looks_like_code(found, CODE_LENGTH):
                return _said(got, "follow", scene=found)
    return got


def _card(got: Understood, fields: Fields, key: str) -> Understood:
    """A button bears the option's token as its key; a card to tick bears the options, one or many."""
    chosen = tuple(
        _token(token)
        for items in fields.inner("SelectedItems")
        for item in items.inner("SelectedItem")
        for options in item.inner("OptionIds")
        for token in options.all("OptionId")
    )
    tokens = tuple(dict.fromkeys(chosen)) or (_token(key),)
    tapped = Tapped(fields.text("TaskId")[:128], tokens, fields.text("ResponseCode")[:512])
    return replace(_said(got, "choice", token=tokens[0]), tapped=tapped)


def _member(fields: Fields, corp_id: str) -> Understood:
    """Somebody was taken off the corporation's list, or got another id."""
    address, new = fields.text("UserID"), fields.text("NewUserID")
    got = Understood(_id(fields), Sender(channel=NAME, account=corp_id, address=address[:128]))
    change = fields.text("ChangeType").lower()
    if not _ADDRESS.fullmatch(address):
        return got
    if change == "delete_user":
        return replace(got, left=True)
    if change == "update_user" and _ADDRESS.fullmatch(new) and new != address:
        return replace(got, renamed=new)
    return got


def _token(text: str) -> str:
    """An option's token; "?" for what cannot be one, which is refused in words like any stale one."""
    return text if _TOKEN.fullmatch(text) else "?"


def _said(
    got: Understood, kind: MessageKind, *, text: str = "", token: str = "", scene: str = "", place: Place | None = None
) -> Understood:
    message = InboundMessage(id=got.id, sender=got.sender, kind=kind, text=text, token=token, scene=scene, place=place)
    return replace(got, message=message)


def _id(fields: Fields) -> str:
    """MsgId for messages; for events member, time, event and key. Hashed, so that a log that shows a part of it
    names nobody."""
    message_id = fields.text("MsgId")
    if message_id.isascii() and message_id.isdecimal() and len(message_id) <= 32 and fields.text("Event") == "":
        return message_id
    names = (
        "FromUserName", "CreateTime", "MsgType", "Event", "EventKey", "TaskId", "ResponseCode", "ChangeType", "UserID",
    )  # fmt: skip
    whole = "\n".join((*(fields.text(name) for name in names), message_id, fields.text("Content")))
    return f"e-{hashlib.sha256(whole.encode()).hexdigest()[:40]}"
