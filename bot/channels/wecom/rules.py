"""The platform's limits, how cards are made, and the menu, as content says them."""

from __future__ import annotations

from pathlib import Path

from pydantic import Field, ValidationError

from bot.channels.wechat.rules import Button
from checklists import gathering
from checklists.errors import TellOperator
from checklists.problems import Problem
from checklists.reading import read
from checklists.record import Record

FILE = gathering.HERE / "channels" / "wecom.yaml"
OWN = "wecom.yaml"


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
    """The rules of the content, whole sections replaced by those of DATA_DIR/wecom.yaml where there is one.

    Raises TellOperator naming file and fault.
    """
    sections = _sections(FILE)
    own = data_dir / OWN if data_dir is not None else None
    if own is not None and own.is_file():
        sections |= _sections(own)
    try:
        return Rules.model_validate(sections)
    except ValidationError as error:
        fault = error.errors(include_url=False, include_input=False)[0]
        where = ".".join(map(str, fault["loc"]))
        raise TellOperator(f"{OWN}: {where}: {fault['msg']}; correct it and start again.") from None


def _sections(file: Path) -> dict[str, object]:
    document = read(file)
    if isinstance(document, Problem):
        raise TellOperator(str(document))
    if not isinstance(document.value, dict):
        raise TellOperator(f"{file.name} holds no sections; see docs/channels/wecom.md.")
    return dict(document.value)
