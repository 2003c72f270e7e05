"""Turns our messages into what Telegram shows: texts, pictures, and options as keyboards below them. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from unicodedata import east_asian_width

from bot.channels.telegram.splitting import MOST_CAPTION, size, split
from checklists.texts import Texts
from dialogs.messages import Choice, Outbound

MOST_BUTTONS = 100
ROW_WIDTH = 26
"""Half-width signs that stand beside each other in a row of buttons on a narrow phone, frames left out."""
FRAME_WIDTH = 4
MOST_IN_ROW = 4
LABEL_WIDTH = 34
"""What is longer is cut by the phone: then the options stand in the text as well."""

Rows = tuple[tuple[Choice, ...], ...]


@dataclass(frozen=True)
class Part:
    """One call's worth: a text, or a picture with its caption; the keyboard is the last one's."""

    text: str
    photo: int | None = None
    rows: Rows = ()


def parts(message: Outbound, texts: Texts, base_url: str) -> tuple[Part, ...]:
    """A message in parts; none for one whose words were to be forgotten."""
    lines = [message.text] if message.text else []
    if message.link:
        address = message.link if message.link.startswith(("http://", "https://")) else base_url + message.link
        label = message.link_label or texts("telegram.open_link")
        lines.append(texts("telegram.link", label=label, address=address))
    labels = _labels(message, texts)
    if any(width(label) > LABEL_WIDTH for label in labels):
        lines.append("\n".join(labels))
    rows = in_rows([Choice(label=label, token=one.token) for label, one in zip(labels, message.choices, strict=True)])
    text = "\n".join(lines) or (texts("telegram.choose") if rows else "")
    if len(message.photos) == 1 and size(text) <= MOST_CAPTION:
        return (Part(text, message.photos[0], rows),)
    pictures = tuple(Part("", photo) for photo in message.photos)
    if not text:
        return pictures
    *before, last = split(text)
    return (*pictures, *(Part(one) for one in before), Part(last, rows=rows))


def in_rows(choices: Sequence[Choice]) -> Rows:
    """Options in rows: short ones beside each other, long ones on their own."""
    rows: list[list[Choice]] = []
    room = 0
    for one in choices[:MOST_BUTTONS]:
        needs = width(one.label) + FRAME_WIDTH
        if rows and needs <= room and len(rows[-1]) < MOST_IN_ROW:
            rows[-1].append(one)
        else:
            rows.append([one])
            room = ROW_WIDTH + FRAME_WIDTH
        room -= needs
    return tuple(map(tuple, rows))


def width(text: str) -> int:
    """How wide a text stands: a Chinese character is two."""
    return sum(2 if east_asian_width(sign) in "WF" else 1 for sign in text)


def _labels(message: Outbound, texts: Texts) -> list[str]:
    """Options with their numbers where typing the number does the same."""
    plain = [" ".join(one.label.split()) or "…" for one in message.choices]
    if not message.numbered:
        return plain
    return [texts("telegram.option", number=number, label=label) for number, label in enumerate(plain, 1)]
