"""A member's WeCom, and Tencent between it and the bot: XML as the platform's documents show it, sealed."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field
from xml.sax.saxutils import escape

import httpx

from tests.fakes.clock import Clock
from tests.fakes.wecom.envelope import AGENT, CORP, opened, sealed, signature
from tests.fakes.wecom.platform import Card, Platform

_ids = itertools.count(4561255354251345929)
_nonces = itertools.count(100)


def cdata(text: str) -> str:
    return f"<![CDATA[{text.replace(']]>', ']]]]><![CDATA[>')}]]>"


def message(kind: str, who: str, clock: Clock, inner: str) -> str:
    """A message; `inner` are the elements of its kind."""
    return (
        f"<xml><ToUserName>{cdata(CORP)}</ToUserName><FromUserName>{cdata(who)}</FromUserName>"
        f"<CreateTime>{int(clock.now.timestamp())}</CreateTime><MsgType>{cdata(kind)}</MsgType>{inner}"
        f"<MsgId>{next(_ids)}</MsgId><AgentID>{AGENT}</AgentID></xml>"
    )


def event(name: str, who: str, clock: Clock, inner: str = "") -> str:
    """An event."""
    return (
        f"<xml><ToUserName>{cdata(CORP)}</ToUserName><FromUserName>{cdata(who)}</FromUserName>"
        f"<CreateTime>{int(clock.now.timestamp())}</CreateTime><MsgType>{cdata('event')}</MsgType>"
        f"<Event>{cdata(name)}</Event>{inner}<AgentID>{AGENT}</AgentID></xml>"
    )


def addressed(xml: str, clock: Clock) -> tuple[dict[str, str], bytes]:
    """Query and body of the request in which the platform delivers that."""
    timestamp, nonce, encrypted = str(int(clock.now.timestamp())), str(next(_nonces)), sealed(xml)
    query = {"msg_signature": signature(timestamp, nonce, encrypted), "timestamp": timestamp, "nonce": nonce}
    head = f"<ToUserName>{cdata(CORP)}</ToUserName><AgentID>{AGENT}</AgentID>"
    return query, f"<xml>{head}<Encrypt>{cdata(encrypted)}</Encrypt></xml>".encode()


@dataclass
class Phone:
    """One member's phone. `replies` are the passive texts it showed."""

    client: httpx.AsyncClient
    clock: Clock
    platform: Platform
    who: str
    replies: list[str] = field(default_factory=list)

    @property
    def card(self) -> Card:
        """The card shown last."""
        return self.platform.members[self.who].cards[-1]

    async def says(self, text: str) -> str:
        """Write something; the passive reply's words, "" for none."""
        return await self.sends(message("text", self.who, self.clock, f"<Content>{cdata(text)}</Content>"))

    async def taps(self, label: str, card: Card | None = None) -> str:
        """Tap the button of that label; what then stands in place of the buttons, "" where nothing does."""
        card = card or self.card
        key = next(key for text, key in card.keys().items() if text.endswith(label))
        return await self._answers(card, key, "")

    async def ticks(self, *labels: str) -> str:
        """Tick the boxes of those labels and submit."""
        card = self.card
        ids = "".join(f"<OptionId>{escape(card.keys()[label])}</OptionId>" for label in labels)
        item = f"<SelectedItem><QuestionKey>options</QuestionKey><OptionIds>{ids}</OptionIds></SelectedItem>"
        return await self._answers(card, "submit", f"<SelectedItems>{item}</SelectedItems>")

    async def _answers(self, card: Card, key: str, items: str) -> str:
        inner = (
            f"<EventKey>{cdata(key)}</EventKey><TaskId>{cdata(card.body['task_id'])}</TaskId>"
            f"<CardType>{cdata(card.body['card_type'])}</CardType><ResponseCode>{cdata(card.code)}</ResponseCode>{items}"
        )
        answer = await self.sends(event("template_card_event", self.who, self.clock, inner))
        if answer.startswith("update_button:"):
            card.replaced = answer.removeprefix("update_button:")
            return card.replaced
        return answer

    async def sends_photo(self, data: bytes) -> str:
        """Take a picture and send it."""
        return await self.sends(picture(self.who, self.clock, self.platform, data))

    async def does(self, name: str, inner: str = "") -> str:
        """An event of this member's."""
        return await self.sends(event(name, self.who, self.clock, inner))

    async def sends(self, xml: str) -> str:
        """Deliver a callback; what its passive reply shows."""
        query, body = addressed(xml, self.clock)
        answer = await self.client.post("/wecom", params=query, content=body)
        assert answer.status_code == 200, answer.status_code
        if not answer.text:
            return ""
        reply = opened(answer.text)
        assert (reply.findtext("ToUserName"), reply.findtext("FromUserName")) == (self.who, CORP)
        if reply.findtext("MsgType") == "update_button":
            return f"update_button:{reply.findtext('Button/ReplaceName')}"
        assert reply.findtext("MsgType") == "text"
        self.replies.append(reply.findtext("Content") or "")
        assert len(self.replies[-1].encode()) <= 2048
        return self.replies[-1]


def picture(who: str, clock: Clock, platform: Platform, data: bytes) -> str:
    """The message in which a picture comes."""
    name = platform.sends_picture(data)
    inner = f"<PicUrl>{cdata(f'{platform.pictures_at}/bizmp/{name}/')}</PicUrl><MediaId>{cdata(name)}</MediaId>"
    return message("image", who, clock, inner)
