"""People who fill checklists while the program dies under them, and everything they said and heard.

Each says one thing, and as the platform does sends it again until it is answered, now and then twice at once. Then the
next thing. What is answered to is on record, or the program has lied.
"""

from __future__ import annotations

import asyncio
import itertools
import json
import random
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree

import httpx
from PIL import Image

from tests.fakes.clock import RealClock
from tests.fakes.wechat.phone import bare, message, picture, signed
from tests.fakes.wechat.platform import Platform
from tests.faults.works import CHECKLISTS, PLAN, openid

REFUSED = ("没有记录", "暂时办不了", "没有生效")
"""Words by which somebody is told that it did not count."""
WORDS = ("0", "1", "2", "跳过", "photo")
"""Whatever the question: what does not fit is refused in words, which is an answer too."""


@dataclass(frozen=True)
class Said:
    """One message that was answered. `id` is the platform's; `reply` its words, "" where it was taken silently."""

    who: str
    id: str
    what: str
    reply: str

    @property
    def counts(self) -> bool:
        """Whether the person was told, in words, that it was taken."""
        return bool(self.reply) and not any(words in self.reply for words in REFUSED)


@dataclass
class Crowd:
    """So many people, driven by one seed. `tries` counts deliveries, those nobody answered among them."""

    platform: Platform
    seed: int
    count: int
    url: Callable[[], str]
    history: list[Said] = field(default_factory=list)
    tries: int = 0
    enough: bool = False
    photos: bool = True
    _nonces: itertools.count[int] = field(default_factory=lambda: itertools.count(1000))

    def keep(self, file: Path) -> None:
        """Write down what was said and heard, beside the record, for whoever has to find out what went wrong."""
        told = {who: self.platform.texts(who) for who in list(self.platform.followers)}
        what = {"said": [asdict(one) for one in self.history], "pushed": told}
        file.write_text(json.dumps(what, ensure_ascii=False), encoding="utf-8")

    async def run(self) -> None:
        """Everybody goes on until it is `enough`, and then says one last thing."""
        limits = httpx.Limits(max_connections=None, max_keepalive_connections=0)
        async with httpx.AsyncClient(timeout=8, limits=limits, trust_env=False) as client:
            await asyncio.gather(*(self._person(client, number) for number in range(self.count)))

    async def _person(self, client: httpx.AsyncClient, number: int) -> None:
        dice, who = random.Random(self.seed * 10_000 + number), openid(number)
        lists = itertools.cycle(dice.sample(CHECKLISTS, len(CHECKLISTS)))
        heard, begun = "", False
        self.platform.followers[who].granted = True
        self.platform.followers[who].grants = [(10**6, RealClock().now + timedelta(days=2))]
        while not self.enough:
            if not begun or dice.random() < 0.02:
                said, begun = f"m.inspection.{PLAN}/{next(lists)}", True
            elif "都答完了" in heard:
                said = "提交"
            else:
                said = dice.choices(WORDS, (6, 8, 1, 4, 1 if self.photos else 0))[0]
            heard = await self._says(client, dice, who, said)
            await asyncio.sleep(dice.random() * 0.05)
        await self._says(client, dice, who, "菜单")

    async def _says(self, client: httpx.AsyncClient, dice: random.Random, who: str, said: str) -> str:
        """Say it until it is answered; the answer's words."""
        clock = RealClock()
        if said == "photo":
            xml = picture(who, clock, self.platform, _drawn(dice), f"p{who}-{dice.randrange(10**9)}")
        elif said.startswith("m."):
            xml = message("text", who, clock, f"<Content>去办</Content><bizmsgmenuid>{said}</bizmsgmenuid>")
        else:
            xml = message("text", who, clock, f"<Content>{said}</Content>")
        copies = 2 if dice.random() < 0.1 else 1
        number = ElementTree.fromstring(xml).findtext("MsgId") or ""
        heard = await asyncio.gather(*(self._delivered(client, xml) for _ in range(copies)))
        for reply in heard:
            self.history.append(Said(who, number, said, reply))
        return next(filter(None, heard), "")

    async def _delivered(self, client: httpx.AsyncClient, xml: str) -> str:
        while True:
            self.tries += 1
            try:
                response = await client.post(
                    f"{self.url()}/wechat", content=xml.encode(), params=signed(RealClock(), next(self._nonces))
                )
            except httpx.HTTPError:
                await asyncio.sleep(0.2)
                continue
            if response.status_code == 503:  # neither done nor noted down: the platform has long cut the line
                await asyncio.sleep(0.2)
                continue
            assert response.status_code == 200, response.status_code
            if response.text == "success":
                return ""
            return bare(ElementTree.fromstring(response.text).findtext("Content") or "")


def _drawn(dice: random.Random) -> bytes:
    """A picture unlike any other."""
    file = BytesIO()
    Image.new("RGB", (32, 32), tuple(dice.randrange(256) for _ in range(3))).save(file, "JPEG")
    return file.getvalue()
