"""Somebody's WeChat, and Tencent between it and the bot: XML as the platform's documents show it, signed."""

from __future__ import annotations

import hashlib
import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import unquote
from xml.etree import ElementTree

import httpx

from tests.fakes.clock import Clock
from tests.fakes.wechat.platform import Platform

TOKEN = "callbackToken"
ACCOUNT = "gh_7f083739789a"
_ids = itertools.count(6054768590064713728)
_TAP = re.compile(r'<a href="weixin://bizmsgmenu\?msgmenucontent=([^&"]*)&msgmenuid=([^"]*)">(.*?)</a>')


@dataclass(frozen=True)
class Tap:
    """One option that can be tapped within a text."""

    said: str
    id: str
    label: str


@dataclass
class Phone:
    """One person's phone. `replies` are the passive replies it showed."""

    client: httpx.AsyncClient
    clock: Clock
    platform: Platform
    openid: str
    replies: list[str] = field(default_factory=list)
    nonces: Iterator[int] = field(default_factory=lambda: itertools.count(100))

    async def says(self, text: str) -> str:
        """Write something; the reply's words, "" for none."""
        self.platform.says(self.openid)
        return await self.sends(message("text", self.openid, self.clock, f"<Content><![CDATA[{text}]]></Content>"))

    async def taps(self, label: str) -> str:
        """Tap the option of that label in what is shown: the reply before, or a message pushed since."""
        shown = [*self.replies, *self.platform.texts(self.openid)]
        tap = next(tap for text in reversed(shown) for tap in taps(text) if tap.label == label)
        self.platform.acts(self.openid)
        inner = f"<Content><![CDATA[{tap.said}]]></Content><bizmsgmenuid><![CDATA[{tap.id}]]></bizmsgmenuid>"
        return await self.sends(message("text", self.openid, self.clock, inner))

    async def sends_photo(self, data: bytes, name: str = "a") -> str:
        """Take a picture and send it."""
        self.platform.says(self.openid)
        return await self.sends(picture(self.openid, self.clock, self.platform, data, name))

    async def does(self, event: str, inner: str = "") -> str:
        """An event, such as `subscribe`."""
        return await self.sends(
            message("event", self.openid, self.clock, f"<Event><![CDATA[{event}]]></Event>{inner}", number=False)
        )

    async def sends(self, xml: str) -> str:
        """Deliver a callback once; the reply's words."""
        response = await self.delivers(xml)
        assert response.status_code == 200, response.status_code
        if response.text == "success":
            return ""
        root = ElementTree.fromstring(response.text)
        assert root.findtext("ToUserName") == self.openid
        assert root.findtext("FromUserName") == ACCOUNT
        assert root.findtext("MsgType") == "text"
        content = root.findtext("Content") or ""
        assert len(content.encode()) <= 2048
        self.replies.append(content)
        return content

    async def delivers(self, xml: str | bytes, **query: str) -> httpx.Response:
        """One delivery, signed in plain mode unless the query says otherwise."""
        return await self.client.post("/wechat", content=xml, params={**signed(self.clock, next(self.nonces)), **query})


def signed(clock: Clock, nonce: int | str = 7, token: str = TOKEN) -> dict[str, str]:
    """timestamp, nonce and signature of a callback: SHA-1 over the three sorted
    (https://developers.weixin.qq.com/doc/offiaccount/Getting_Started/message-push.html)."""
    timestamp = str(int(clock.now.timestamp()))
    parts = sorted((token, timestamp, str(nonce)))
    return {
        "timestamp": timestamp,
        "nonce": str(nonce),
        "signature": hashlib.sha1("".join(parts).encode()).hexdigest(),
    }


def message(kind: str, openid: str, clock: Clock, inner: str, *, number: bool = True) -> str:
    """A callback's XML; `number` says whether it bears a MsgId, as messages do and events do not."""
    msg_id = f"<MsgId>{next(_ids)}</MsgId>" if number else ""
    return (
        f"<xml><ToUserName><![CDATA[{ACCOUNT}]]></ToUserName><FromUserName><![CDATA[{openid}]]></FromUserName>"
        f"<CreateTime>{int(clock.now.timestamp())}</CreateTime><MsgType><![CDATA[{kind}]]></MsgType>{inner}{msg_id}</xml>"
    )


def picture(openid: str, clock: Clock, platform: Platform, data: bytes, name: str) -> str:
    """An image message whose picture lies at the platform under that name."""
    platform.pictures[name] = data
    media = platform.sends_picture(data)
    inner = (
        f"<PicUrl><![CDATA[{platform.pictures_at}/mmbiz_jpg/{name}/0]]></PicUrl><MediaId><![CDATA[{media}]]></MediaId>"
    )
    return message("image", openid, clock, inner)


def taps(text: str) -> list[Tap]:
    """What can be tapped in a text."""
    return [Tap(unquote(said), unquote(token), label) for said, token, label in _TAP.findall(text)]


def bare(text: str) -> str:
    """A text as people see it, its links only their words."""
    return re.sub(r"<a href=\"[^\"]*\">(.*?)</a>", r"\1", text)
