"""Turns the fields of a callback into what it means to us. Pure.

Kinds of messages and events:
https://developers.weixin.qq.com/doc/service/en/guide/product/message/Receiving_standard_messages.html
https://developers.weixin.qq.com/doc/service/Account_Management/Wechat_Accreditation_Event_Push.html
https://developers.weixin.qq.com/doc/service/guide/product/subscription_messages/push.html
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from bot.channels.hostile import Hostile
from bot.channels.tencent import incoming
from bot.channels.tencent.incoming import Picture
from bot.channels.tencent.reading import Fields
from bot.channels.wechat.account import NAME
from checklists.texts import Texts
from dialogs.messages import InboundMessage, MessageKind, Place, Sender
from storage.allowance import Granted

_OF_AN_EVENT = ("FromUserName", "CreateTime", "MsgType", "Event", "EventKey", "MsgID")
"""What tells an event from every other, as the platform advises."""
SCENE_PREFIX, OF_A_PAYMENT = "qrscene_", "last_trade_no_"
_ADDRESS = re.compile(r"[\x21-\x7e]{1,128}")
_SCENE = re.compile(r"[\x21-\x7e]{1,64}")
_TEMPLATE = re.compile(r"[\x21-\x7e]{1,64}")


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
    got = Understood(
        incoming.message_id(fields, _OF_AN_EVENT),
        Sender(channel=NAME, account=app_id, address=address),
        fields.text("ToUserName"),
    )
    if kind == "event":
        return _event(got, fields)
    return _message(got, kind, fields, texts)


def _message(got: Understood, kind: str, fields: Fields, texts: Texts) -> Understood:
    got = replace(got, grants="said")
    if kind == "text":
        tapped = fields.text("bizmsgmenuid")
        if tapped:  # Content is what the option was called, or whatever somebody put there: only the id counts
            shown = fields.text("Content")[:200]
            return replace(_said(got, "choice", token=incoming.token(tapped), text=shown), grants="acted")
        return _said(got, "text", text=fields.text("Content"))
    if kind == "image":
        return replace(got, picture=Picture(fields.text("PicUrl"), fields.text("MediaId")))
    if kind == "location":
        return _said(got, "place", place=incoming.place(fields))
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
        return replace(_said(got, "follow", scene=_scene(scene)), grants="acted")
    if event == "scan":
        return replace(_said(got, "follow", scene=_scene(key)), grants="acted")
    if event == "unsubscribe":
        return replace(got, left=True)
    if event == "click":
        return replace(_said(got, "choice", token=incoming.token(key)), grants="acted")
    if event in ("scancode_waitmsg", "scancode_push"):
        got, code = replace(got, grants="acted"), incoming.scanned(event, fields)
        return _said(got, "follow", scene=code) if code else got
    if event in ("subscribe_msg_popup_event", "subscribe_msg_change_event"):
        return _subscriptions(got, fields)
    if event in ("templatesendjobfinish", "subscribe_msg_sent_event"):
        status = fields.text("Status") if event == "templatesendjobfinish" else ""
        return replace(got, undelivered="" if status in ("", "success") else status[:40])
    return got


def _scene(key: str) -> str:
    """The scene of one of our pictures; "" for none, and for a receipt of payment, which is told in the same place."""
    return key if _SCENE.fullmatch(key) and not key.startswith(OF_A_PAYMENT) else ""


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
