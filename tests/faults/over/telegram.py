"""Over Telegram: whatever is said is only acknowledged, and answered in calls of ours; updates come to the webhook or
are fetched."""

from __future__ import annotations

import asyncio
import json
import random
import time
from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

import httpx

from bot.channels.telegram.callback import HEADER
from bot.channels.telegram.wording import parts
from dialogs.messages import Outbound
from tests.fakes.telegram.api import TOKEN, BotApi
from tests.fakes.telegram.person import Person, buttons
from tests.faults.over.messenger import Shown, Word, drawn, first_signs
from tests.faults.recorder import Line, recording
from tests.faults.works import Where
from tests.own import own_content

SECRET = "a-Secret_of_the_faults"  # pragma: allowlist secret
BASE_URL = "https://ancha.test"
HERE = Where("telegram", TOKEN.partition(":")[0], "{:d}", 700_000)
ANSWER_SECONDS, ARRIVED_SECONDS = 3.0, 8.0


@dataclass
class OverTelegram:
    """A bot, to which Telegram speaks or which asks Telegram."""

    api: BotApi
    line: Line
    mode: Literal["webhook", "polling"]
    where: Where = HERE
    in_order: bool = False
    _people: dict[str, Person] = field(default_factory=dict)
    _shown: defaultdict[str, list[Shown]] = field(default_factory=lambda: defaultdict(list))
    _looked: int = 0

    @property
    def settings(self) -> dict[str, str]:
        return {
            "ANCHA_TELEGRAM_TOKEN": TOKEN, "ANCHA_TELEGRAM_BASE_URL": f"{self.line.url}/bot",
            "ANCHA_TELEGRAM_BASE_FILE_URL": f"{self.line.url}/file/bot", "ANCHA_TELEGRAM_MODE": self.mode,
            "ANCHA_TELEGRAM_WEBHOOK_SECRET": SECRET, "ANCHA_BASE_URL": BASE_URL,
        }  # fmt: skip

    def prepare(self, data: Path) -> None:
        """Telegram's pace is the platform's own, and is kept."""

    def begin(self, who: str) -> None:
        self._people[who] = Person(self.api, int(who))

    async def word(self, who: str, said: str, dice: random.Random) -> Word:
        picture = drawn(dice) if said == "photo" else b""
        update = await self.line.there(lambda: self._said(self._people[who], said, picture, dice))
        return Word(str(update["update_id"]), json.dumps(update))

    def _said(self, person: Person, said: str, picture: bytes, dice: random.Random) -> dict[str, Any]:
        """What Telegram makes of it; it waits to be fetched from now on."""
        shown = [one for one in self.api.sent[-400:] if one["chat"]["id"] == person.chat]
        with_buttons = [one for one in shown if buttons(one)][-2:]
        if picture:
            return person.sends_photo(picture)
        if said.startswith("m."):
            under = shown[-1] if shown else {"message_id": 1, "chat": {"id": person.chat, "type": "private"}, "date": 0}
            return person.taps_under(self._as_it_stands(under), said)
        if said == "tap" and with_buttons:
            under = dice.choice([with_buttons[0], *[with_buttons[-1]] * 7])
            return person.taps_under(self._as_it_stands(under), dice.choice(buttons(under))["callback_data"])
        return person.says("1" if said == "tap" else said)

    def _as_it_stands(self, message: dict[str, Any]) -> dict[str, Any]:
        return self.api.messages.get((message["chat"]["id"], message["message_id"]), message)

    async def brought(self, client: httpx.AsyncClient, url: str, word: Word) -> str | None:
        if self.mode == "polling":
            return "" if await self._fetched(int(word.id)) else None
        response = await client.post(f"{url}/telegram", content=word.raw, headers={HEADER: SECRET})
        if response.status_code == 503:
            return None
        assert response.status_code == 200, response.status_code
        return ""

    async def _fetched(self, update: int) -> bool:
        """Whether it has been acknowledged, by asking for what comes behind it."""
        until = time.monotonic() + ARRIVED_SECONDS
        while time.monotonic() < until:
            waiting = list(self.api.updates)
            if not waiting or waiting[0]["update_id"] > update:
                return True
            await asyncio.sleep(0.02)
        return False

    async def answered(self, who: str, before: int) -> str:
        until = time.monotonic() + ANSWER_SECONDS
        while time.monotonic() < until:
            found = self.shown(who)
            if len(found) > before:
                return found[-1].text
            await asyncio.sleep(0.02)
        return ""

    def shown(self, who: str) -> list[Shown]:
        for one in self.api.sent[self._looked :]:
            self._looked += 1
            text = one.get("text", one.get("caption", ""))
            tokens = [each["callback_data"] for each in buttons(one)]
            self._shown[str(one["chat"]["id"])].append(Shown(_key(text, tokens), text))
        return self._shown[who]

    def key(self, letter: int, body: Mapping[str, Any]) -> str:
        first = parts(Outbound.model_validate(body), own_content().texts, BASE_URL)[0]
        return _key(first.text, [one.token for row in first.rows for one in row])

    def key_again(self, letter: int, body: Mapping[str, Any]) -> str:
        return self.key(letter, body)


def _key(text: str, tokens: list[str]) -> str:
    return " ".join((first_signs(text), *tokens))


@contextmanager
def telegram(mode: Literal["webhook", "polling"]) -> Iterator[OverTelegram]:
    """The platform, serving."""
    api = BotApi()
    with recording(api.app) as line:
        yield OverTelegram(api, line, mode)
