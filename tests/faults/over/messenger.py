"""What the rounds have to know of a messenger: how people speak over it, and what its platform was handed."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any, Protocol

import httpx
from PIL import Image

from tests.faults.works import Where


@dataclass(frozen=True)
class Word:
    """One thing somebody says, as the platform delivers it every time. `id` is what the record knows it by."""

    id: str
    raw: str


@dataclass(frozen=True)
class Shown:
    """One message that came by itself: its words, and what tells it from others (`Messenger.key`)."""

    key: str
    text: str


class Messenger(Protocol):
    """A platform that outlives the processes and remembers what it was handed, and the people at it."""

    @property
    def where(self) -> Where:
        """Where its people are bound."""

    @property
    def settings(self) -> Mapping[str, str]:
        """What a process is started with, so that it speaks to this platform."""

    @property
    def in_order(self) -> bool:
        """Whether a photo is on record before what was said after it."""

    def prepare(self, data: Path) -> None:
        """Lay down what an operator would, so that no limit has answers wait for hours."""

    def begin(self, who: str) -> None:
        """Somebody is there, and may be written to."""

    async def word(self, who: str, said: str, dice: random.Random) -> Word:
        """Say words, a `photo`, `tap` something that is shown, or open what a token such as `m.inspection.…` opens."""

    async def brought(self, client: httpx.AsyncClient, url: str, word: Word) -> str | None:
        """Deliver it once: the words it is answered with, "" where it is acknowledged without any, None where not."""

    async def answered(self, who: str, before: int) -> str:
        """Wait a little for the answer where answers come by themselves, after so many shown before; its words."""

    def shown(self, who: str) -> list[Shown]:
        """All that came to somebody by itself."""

    def key(self, letter: int, body: Mapping[str, Any]) -> str:
        """What tells a letter of the outbox from others on a phone."""

    def key_again(self, letter: int, body: Mapping[str, Any]) -> str:
        """The same where it comes once more because somebody died over it."""


def first_signs(text: str) -> str:
    """What a text is known by, however it is broken into lines."""
    return "".join(text.split())[:60]


def drawn(dice: random.Random) -> bytes:
    """A picture unlike any other."""
    file = BytesIO()
    Image.new("RGB", (32, 32), tuple(dice.randrange(256) for _ in range(3))).save(file, "JPEG")
    return file.getvalue()
