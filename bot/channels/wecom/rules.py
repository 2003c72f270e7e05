"""The platform's limits, how cards are made, and the menu, as content says them."""

from __future__ import annotations

from pathlib import Path

from pydantic import Field

from bot.channels.tencent import rules_file
from bot.channels.tencent.buttons import Button
from bot.channels.wecom.account import NAME
from checklists.record import Record


class Limits(Record):
    """What the platform allows: bytes, messages to one member, days."""

    text_bytes: int = Field(gt=200)
    per_minute: int = Field(gt=0)
    per_hour: int = Field(gt=0)
    photo_days: int = Field(gt=0)
    photo_bytes: int = Field(gt=0)


class SameWords(Record):
    """Seconds within which the same words are a repeat, by kind of message; 0 = never."""

    reply: int = Field(ge=0, le=14400)
    notice: int = Field(ge=0, le=14400)
    reminder: int = Field(ge=0, le=14400)
    digest: int = Field(ge=0, le=14400)


class Cards(Record):
    """What fits on a card, in characters and options; `hours` for which it may be changed."""

    on: bool
    buttons: int = Field(ge=1, le=6)
    options: int = Field(ge=1, le=20)
    title_chars: int = Field(gt=4)
    text_chars: int = Field(gt=10)
    label_chars: int = Field(gt=2)
    hours: int = Field(gt=0)


class Rules(Record):
    """The whole of it."""

    limits: Limits
    busy_minutes: tuple[int, ...]
    same_words: SameWords
    cards: Cards
    picture_hosts: tuple[str, ...]
    menu: tuple[Button, ...] = Field(min_length=1, max_length=3)


def load(data_dir: Path | None = None) -> Rules:
    """The content's rules, with what the operator's own file replaces. Raises TellOperator naming file and fault."""
    return rules_file.load(Rules, NAME, data_dir)
