"""Divides long texts. Telegram counts UTF-16 units at the strictest, people read characters and lines."""

from __future__ import annotations

MOST_TEXT = 4096
MOST_CAPTION = 1024
"""https://core.telegram.org/bots/api#sendmessage and #sendphoto"""


def size(text: str) -> int:
    """Length of a text in UTF-16 units: an emoji is two."""
    return len(text) + sum(1 for sign in text if ord(sign) > 0xFFFF)


def split(text: str, most: int = MOST_TEXT) -> tuple[str, ...]:
    """The text in pieces of at most `most` units: between paragraphs or lines where that is possible, else after a
    sentence, else between characters. Nothing is lost but white space where it was divided."""
    pieces = []
    rest = text
    while size(rest) > most:
        head, rest = _cut(rest, most)
        if head.strip():
            pieces.append(head)
    return (*pieces, rest) if rest.strip() or not pieces else tuple(pieces)


def _cut(text: str, most: int) -> tuple[str, str]:
    fits, units = 0, 0
    for sign in text:
        units += 2 if ord(sign) > 0xFFFF else 1
        if units > most:
            break
        fits += 1
    while fits > 1 and text[fits] in "\u200d\ufe0f\ufe0e":  # joins with what stands before it
        fits -= 1
    head = text[:fits]
    for mark in ("\n\n", "\n"):
        place = head.rfind(mark)
        if place > fits // 3:
            return head[:place], text[place + len(mark) :]
    for place in range(fits - 1, fits // 2, -1):
        if head[place] in "。！？；":
            return head[: place + 1], text[place + 1 :]
    return head, text[fits:]
