"""Over WeChat, plain: what is said is answered in the answer to its delivery, or pushed where that comes too late."""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import httpx

from bot.channels.wechat.wording import fitted
from dialogs.messages import Outbound
from tests.fakes.clock import RealClock
from tests.fakes.wechat.phone import TOKEN, bare, message, picture, signed
from tests.fakes.wechat.platform import APP_ID, SECRET, Platform
from tests.faults.over.messenger import Shown, Word, drawn, first_signs
from tests.faults.recorder import recording
from tests.faults.works import WECHAT, Where
from tests.own import own_content

GENEROUS = """
limits:
  text_bytes: "2048"
  said: {count: "1000000", seconds: "172800"}
  acted: {count: "1000000", seconds: "172800"}
  photo_days: "3"
  photo_bytes: "2000000"
  scene_days: "30"
"""
"""An account that may push as often as it likes: with five for each word, two hundred deaths would leave a queue that
waits for words."""


@dataclass
class OverWeChat:
    """A service account whose callbacks are not encrypted."""

    platform: Platform
    url: str
    where: Where = WECHAT
    in_order: bool = True
    _nonces: Iterator[int] = field(default_factory=lambda: itertools.count(1000))

    @property
    def settings(self) -> dict[str, str]:
        return {
            "ANCHA_WECHAT_APP_ID": APP_ID, "ANCHA_WECHAT_SECRET": SECRET, "ANCHA_WECHAT_TOKEN": TOKEN,
            "ANCHA_WECHAT_API_BASE_URL": self.url,
        }  # fmt: skip

    def prepare(self, data: Path) -> None:
        (data / "wechat.yaml").write_text(GENEROUS, encoding="utf-8")

    def begin(self, who: str) -> None:
        self.platform.followers[who].granted = True
        self.platform.followers[who].grants = [(10**6, RealClock().now + timedelta(days=2))]

    async def word(self, who: str, said: str, dice: random.Random) -> Word:
        clock = RealClock()
        if said == "photo":
            xml = picture(who, clock, self.platform, drawn(dice), f"p{who}-{dice.randrange(10**9)}")
        elif said.startswith("m."):
            xml = message("text", who, clock, f"<Content>去办</Content><bizmsgmenuid>{said}</bizmsgmenuid>")
        else:
            xml = message("text", who, clock, f"<Content>{'1' if said == 'tap' else said}</Content>")
        return Word(ElementTree.fromstring(xml).findtext("MsgId") or "", xml)

    async def brought(self, client: httpx.AsyncClient, url: str, word: Word) -> str | None:
        query = signed(RealClock(), next(self._nonces))
        response = await client.post(f"{url}/wechat", content=word.raw.encode(), params=query)
        if response.status_code == 503:  # neither done nor noted down: the platform has long cut the line
            return None
        assert response.status_code == 200, response.status_code
        if response.text == "success":
            return ""
        return bare(ElementTree.fromstring(response.text).findtext("Content") or "")

    async def answered(self, who: str, before: int) -> str:
        return ""

    def shown(self, who: str) -> list[Shown]:
        texts = map(bare, self.platform.texts(who))
        return [Shown(first_signs(text), text) for text in texts]

    def key(self, letter: int, body: Mapping[str, Any]) -> str:
        texts = own_content().texts
        found = fitted((Outbound.model_validate(body),), 2048, texts, "http://127.0.0.1:8000", "wechat.more")
        return first_signs(bare(found.text))

    def key_again(self, letter: int, body: Mapping[str, Any]) -> str:
        return self.key(letter, body)


@contextmanager
def wechat() -> Iterator[OverWeChat]:
    """The platform, serving."""
    made = Platform(now=lambda: datetime.now(UTC))
    with recording(made.application()) as line:
        made.pictures_at = line.url
        yield OverWeChat(made, line.url)
