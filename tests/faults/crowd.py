"""People who fill checklists while the program dies under them, and everything they said and heard.

Each says one thing, and as the platform does sends it again until it is acknowledged, now and then twice at once. Then
the next thing. What is acknowledged is on record, or its sender was told that it did not count, or the program has lied.
"""

from __future__ import annotations

import asyncio
import itertools
import json
import random
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path

import httpx

from tests.faults.over.messenger import Messenger, Word
from tests.faults.works import CHECKLISTS, PLAN
from tests.own import own_content

NOT_TAKEN = ("error.bug", "error.later", "error.operator", "error.conflict", "telegram.trouble")
"""Texts by which somebody is told that it did not count."""
WORDS = ("0", "1", "2", "跳过", "tap", "photo")
"""Whatever the question: what does not fit is refused in words, which is an answer too."""


def refused(words: str) -> bool:
    """Whether somebody is told by these words that what they said did not count."""
    return any(own_content().texts(key) in words for key in NOT_TAKEN)


@dataclass(frozen=True)
class Said:
    """One message that was acknowledged. `id` is what the record knows it by; `reply` the words it was answered with,
    "" where it was taken silently."""

    who: str
    id: str
    what: str
    reply: str

    @property
    def refused(self) -> bool:
        """Whether the person was told that it did not count."""
        return refused(self.reply)

    @property
    def counts(self) -> bool:
        """Whether the person was told, in words, that it was taken."""
        return bool(self.reply) and not self.refused


@dataclass
class Crowd:
    """So many people, driven by one seed. `tries` counts deliveries, those nobody answered among them."""

    over: Messenger
    seed: int
    count: int
    url: Callable[[], str]
    history: list[Said] = field(default_factory=list)
    tries: int = 0
    enough: bool = False
    photos: bool = True

    def keep(self, file: Path) -> None:
        """Write down what was said and heard, beside the record, for whoever has to find out what went wrong."""
        people = map(self.over.where.address, range(self.count))
        told = {who: [[one.key, one.text] for one in self.over.shown(who)] for who in people}
        what = {"said": [asdict(one) for one in self.history], "pushed": told}
        file.write_text(json.dumps(what, ensure_ascii=False), encoding="utf-8")

    async def run(self) -> None:
        """Everybody goes on until it is `enough`, and then says one last thing."""
        limits = httpx.Limits(max_connections=None, max_keepalive_connections=0)
        async with httpx.AsyncClient(timeout=8, limits=limits, trust_env=False) as client:
            await asyncio.gather(*(self._person(client, number) for number in range(self.count)))

    async def _person(self, client: httpx.AsyncClient, number: int) -> None:
        dice, who = random.Random(self.seed * 10_000 + number), self.over.where.address(number)
        lists = itertools.cycle(dice.sample(CHECKLISTS, len(CHECKLISTS)))
        heard, begun = "", False
        self.over.begin(who)
        while not self.enough:
            if not begun or dice.random() < 0.02:
                said, begun = f"m.inspection.{PLAN}/{next(lists)}", True
            elif "都答完了" in heard:
                said = "提交"
            else:
                said = dice.choices(WORDS, (6, 8, 1, 4, 4, 1 if self.photos else 0))[0]
            heard = await self._says(client, dice, who, said)
            await asyncio.sleep(dice.random() * 0.05)
        await self._says(client, dice, who, "菜单")

    async def _says(self, client: httpx.AsyncClient, dice: random.Random, who: str, said: str) -> str:
        """Say it until it is acknowledged; the answer's words."""
        before = len(self.over.shown(who))
        word = await self.over.word(who, said, dice)
        copies = 2 if dice.random() < 0.1 else 1
        heard = await asyncio.gather(*(self._delivered(client, word) for _ in range(copies)))
        for reply in heard:
            self.history.append(Said(who, word.id, said, reply))
        return next(filter(None, heard), "") or await self.over.answered(who, before)

    async def _delivered(self, client: httpx.AsyncClient, word: Word) -> str:
        while True:
            self.tries += 1
            try:
                reply = await self.over.brought(client, self.url(), word)
            except httpx.HTTPError:
                reply = None
            if reply is not None:
                return reply
            await asyncio.sleep(0.2)
