"""Turns the fields of a callback into what it means to us. Pure.

Kinds of messages and events:
https://developers.weixin.qq.com/doc/service/en/guide/product/message/Receiving_standard_messages.html
https://developers.weixin.qq.com/doc/service/Account_Management/Wechat_Accreditation_Event_Push.html
https://developers.weixin.qq.com/doc/service/guide/product/subscription_messages/push.html
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, replace

from bot.channels.hostile import Hostile
from bot.channels.tencent.positions import to_wgs84
from bot.channels.tencent.reading import Fields
from bot.channels.wechat.account import NAME
from checklists.texts import Texts
from dialogs.messages import InboundMessage, MessageKind, Place, Sender
from dialogs.routing import looks_like_code
from storage.allowance import Granted
from storage.invitations import CODE_LENGTH

SCENE_PREFIX = "qrscene_"
_TOKEN = re.compile(r"[\x21-\x7e]{1,48}")
_ADDRESS = re.compile(r"[\x21-\x7e]{1,128}")
_SCENE = re.compile(r"[\x21-\x7e]{1,64}")
_TEMPLATE = re.compile(r"[\x21-\x7e]{1,64}")


@dataclass(frozen=True)
class Picture:
    """A photo that lies at the platform: its address, and the name under which `media/get` gives it."""

    url: str
    media: str


@dataclass(frozen=True)
class Understood:
    """One callback. `id` is the same for every delivery of it; `to` our account's name, which a reply bears.

    At most one of `message`, `picture` and `left` is set; an event nobody needs to act on has none of them.
    """

    id: str
    sender: Sender
    to: str
    grants: Granted | None = None
    message: InboundMessage | None = None
    picture: Picture | None = None
    left: bool = False
    agreed: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()
    undelivered: str = ""


def understand(fields: Fields, app_id: str, texts: Texts) -> Understood:
    """What a callback says. Raises Hostile where the platform would not have said it so."""
    address = fields.text("FromUserName")
    if not _ADDRESS.fullmatch(address):
        raise Hostile("no sender")
    kind = fields.text("MsgType").lower()
    if not kind:
        raise Hostile("no MsgType")
    got = Understood(_id(fields), Sender(channel=NAME, account=app_id, address=address), fields.text("ToUserName"))
    if kind == "event":
        return _event(got, fields)
    return _message(got, kind, fields, texts)


def _message(got: Understood, kind: str, fields: Fields, texts: Texts) -> Understood:
    got = replace(got, grants="said")
    if kind == "text":
        tapped = fields.text("bizmsgmenuid")
        if tapped:  # Content is what the option was called, or whatever somebody put there: only the id counts
            shown = fields.text("Content")[:200]
            token = tapped if _TOKEN.fullmatch(tapped) else "?"
            return replace(_said(got, "choice", token=token, text=shown), grants="acted")
        return _said(got, "text", text=fields.text("Content"))
    if kind == "image":
        return replace(got, picture=Picture(fields.text("PicUrl"), fields.text("MediaId")))
    if kind == "location":
        latitude, longitude = fields.number("Location_X"), fields.number("Location_Y")
        if abs(latitude) > 90 or abs(longitude) > 180:
            raise Hostile("no place on earth")
        latitude, longitude = to_wgs84(latitude, longitude)
        place = Place(latitude=latitude, longitude=longitude, label=fields.text("Label")[:200])
        return _said(got, "place", place=place)
    if kind == "voice" and fields.text("Recognition"):
        return _said(got, "text", text=fields.text("Recognition"))
    if kind == "file" and fields.text("Title"):
        return _said(got, "other", text=fields.text("Title")[:60])
    known = {"voice": "voice", "video": "video", "shortvideo": "video", "link": "link", "file": "file"}
    return _said(got, "other", text=texts(f"wechat.kinds.{known.get(kind, 'unknown')}"))


def _event(got: Understood, fields: Fields) -> Understood:
    event, key = fields.text("Event").lower(), fields.text("EventKey")
    if event == "subscribe":
        scene = key.removeprefix(SCENE_PREFIX) if key.startswith(SCENE_PREFIX) else ""
        return replace(_said(got, "follow", scene=scene if _SCENE.fullmatch(scene) else ""), grants="acted")
    if event == "scan":
        return replace(_said(got, "follow", scene=key if _SCENE.fullmatch(key) else ""), grants="acted")
    if event == "unsubscribe":
        return replace(got, left=True)
    if event == "click":
        return replace(_said(got, "choice", token=key if _TOKEN.fullmatch(key) else "?"), grants="acted")
    if event in ("scancode_waitmsg", "scancode_push"):
        return _scanned(replace(got, grants="acted"), event, fields)
    if event in ("subscribe_msg_popup_event", "subscribe_msg_change_event"):
        return _subscriptions(got, fields)
    if event in ("templatesendjobfinish", "subscribe_msg_sent_event"):
        status = fields.text("Status") if event == "templatesendjobfinish" else ""
        return replace(got, undelivered="" if status in ("", "success") else status[:40])
    return got


def _scanned(got: Understood, event: str, fields: Fields) -> Understood:
    """A code scanned from the menu: taken as an invitation where it looks like one."""
    for one in fields.inner("ScanCodeInfo"):
        found = one.text("ScanResult")
        if event == "scancode_waitmsg" and looks_like_code(found, CODE_LENGTH):
            return _said(got, "follow", scene=found)
    return got


def _subscriptions(got: Understood, fields: Fields) -> Understood:
    """One template or many, agreed to or refused. A refusal in the phone's settings comes in the same elements."""
    agreed: list[str] = []
    refused: list[str] = []
    for outer in ("SubscribeMsgPopupEvent", "SubscribeMsgChangeEvent"):
        for event in fields.inner(outer):
            for one in event.inner("List"):
                template = one.text("TemplateId")
                if _TEMPLATE.fullmatch(template):
                    said = one.text("SubscribeStatusString").lower()
                    (agreed if said == "accept" else refused).append(template)
    return replace(got, agreed=tuple(agreed), refused=tuple(refused))


def _said(
    got: Understood, kind: MessageKind, *, text: str = "", token: str = "", scene: str = "", place: Place | None = None
) -> Understood:
    message = InboundMessage(id=got.id, sender=got.sender, kind=kind, text=text, token=token, scene=scene, place=place)
    return replace(got, message=message)


def _id(fields: Fields) -> str:
    """MsgId for messages; for events sender, time, event and key, as the platform advises. Hashed, so that a log
    that shows a part of it names nobody."""
    message_id = fields.text("MsgId")
    if message_id.isascii() and message_id.isdecimal() and len(message_id) <= 32 and fields.text("Event") == "":
        return message_id
    parts = (fields.text(name) for name in ("FromUserName", "CreateTime", "MsgType", "Event", "EventKey", "MsgID"))
    whole = "\n".join((*parts, message_id, fields.text("Content")))
    return f"e-{hashlib.sha256(whole.encode()).hexdigest()[:40]}"
