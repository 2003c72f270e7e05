"""Over WeCom: callbacks are encrypted, questions with options come on cards of their own, other answers in the answer
to the delivery."""

from __future__ import annotations

import asyncio
import random
import re
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import httpx

from bot.channels.tencent import reading
from bot.channels.wecom import cards, rules
from bot.channels.wecom.understanding import understand
from bot.channels.wecom.wording import written
from dialogs.messages import Outbound
from tests.fakes.clock import RealClock
from tests.fakes.wecom.envelope import AGENT, CORP, KEY, SECRET, TOKEN, opened
from tests.fakes.wecom.member import addressed, cdata, event, message, picture
from tests.fakes.wecom.platform import Card, Platform
from tests.faults.over.messenger import Shown, Word, drawn, first_signs
from tests.faults.recorder import recording
from tests.faults.works import Where
from tests.own import own_content

GENEROUS = """
limits:
  text_bytes: "2048"
  per_minute: "1000000"
  per_hour: "1000000"
  photo_days: "3"
  photo_bytes: "10000000"
busy_minutes: []
"""
"""An app that may write as often as it likes, at any minute: people here speak faster than anybody types."""
HERE = Where("wecom", CORP, "Member{:04d}")
ANSWER_SECONDS = 3.0
_LETTER = re.compile(r"ancha-(\d+)-")


@dataclass
class OverWeCom:
    """An app of one corporation."""

    platform: Platform
    url: str
    where: Where = HERE
    in_order: bool = True

    @property
    def settings(self) -> dict[str, str]:
        return {
            "ANCHA_WECOM_CORP_ID": CORP, "ANCHA_WECOM_AGENT_ID": str(AGENT), "ANCHA_WECOM_SECRET": SECRET,
            "ANCHA_WECOM_TOKEN": TOKEN, "ANCHA_WECOM_AES_KEY": KEY, "ANCHA_WECOM_API_BASE_URL": self.url,
        }  # fmt: skip

    def prepare(self, data: Path) -> None:
        (data / "wecom.yaml").write_text(GENEROUS, encoding="utf-8")

    def begin(self, who: str) -> None:
        """A member always is."""

    async def word(self, who: str, said: str, dice: random.Random) -> Word:
        clock, open_cards = RealClock(), self.platform.members[who].cards[-3:]
        if said == "photo":
            xml = picture(who, clock, self.platform, drawn(dice))
        elif said.startswith("m."):
            xml = event("click", who, clock, f"<EventKey>{cdata(said)}</EventKey>")
        elif said == "tap" and open_cards:
            xml = _tap(who, dice.choice([*open_cards, *[open_cards[-1]] * 7]), dice)
        else:
            xml = message("text", who, clock, f"<Content>{cdata('1' if said == 'tap' else said)}</Content>")
        return Word(understand(reading.read(xml.encode()), CORP, own_content().texts).id, xml)

    async def brought(self, client: httpx.AsyncClient, url: str, word: Word) -> str | None:
        query, body = addressed(word.raw, RealClock())
        response = await client.post(f"{url}/wecom", params=query, content=body)
        if response.status_code == 503:
            return None
        assert response.status_code == 200, response.status_code
        reply = opened(response.text) if response.text else None
        return (reply.findtext("Content") or "") if reply is not None else ""  # else a card's buttons are replaced

    async def answered(self, who: str, before: int) -> str:
        until = time.monotonic() + ANSWER_SECONDS
        while time.monotonic() < until:
            if len(self.platform.members[who].got) > before:
                return self.shown(who)[-1].text
            await asyncio.sleep(0.02)
        return ""

    def shown(self, who: str) -> list[Shown]:
        return [_shown(body) for body in list(self.platform.members[who].got)]

    def key(self, letter: int, body: Mapping[str, Any]) -> str:
        said = Outbound.model_validate(body)
        if cards.on_a_card(said, rules.load().cards):
            return f"card {letter}"
        return self.key_again(letter, body)

    def key_again(self, letter: int, body: Mapping[str, Any]) -> str:
        """A card's name can be used once: its words come as text then."""
        return first_signs(written(Outbound.model_validate(body), own_content().texts, "http://127.0.0.1:8000"))


def _tap(who: str, card: Card, dice: random.Random) -> str:
    keys = list(card.keys().values())
    key, items = dice.choice(keys), ""
    if card.body["card_type"] != "button_interaction":
        ids = "".join(f"<OptionId>{escape(one)}</OptionId>" for one in dice.sample(keys, dice.randint(1, len(keys))))
        item = f"<SelectedItem><QuestionKey>options</QuestionKey><OptionIds>{ids}</OptionIds></SelectedItem>"
        key, items = "submit", f"<SelectedItems>{item}</SelectedItems>"
    inner = (
        f"<EventKey>{cdata(key)}</EventKey><TaskId>{cdata(card.body['task_id'])}</TaskId>"
        f"<CardType>{cdata(card.body['card_type'])}</CardType><ResponseCode>{cdata(card.code)}</ResponseCode>{items}"
    )
    return event("template_card_event", who, RealClock(), inner)


def _shown(body: Mapping[str, Any]) -> Shown:
    if body["msgtype"] == "text":
        text = body["text"]["content"]
        return Shown(first_signs(text), text)
    if body["msgtype"] != "template_card":
        return Shown(body["msgtype"], "")
    card = body["template_card"]
    title = card["main_title"]
    text = "\n".join((title["title"], title.get("desc", ""), card.get("sub_title_text", "")))
    letter = _LETTER.match(card["task_id"])
    return Shown(f"card {letter[1]}" if letter else "", text)


@contextmanager
def wecom() -> Iterator[OverWeCom]:
    """The platform, serving."""
    made = Platform(now=lambda: datetime.now(UTC), per_minute=10**6, per_hour=10**6)
    with recording(made.application()) as line:
        made.pictures_at = line.url
        yield OverWeCom(made, line.url)
