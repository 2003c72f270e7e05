"""Divides long texts: platforms count bytes, people read characters and lines."""

from __future__ import annotations


def size(text: str) -> int:
    """Bytes of a text as it is sent."""
    return len(text.encode())


def split(text: str, most: int) -> tuple[str, ...]:
    """The text in pieces of at most `most` bytes each: between paragraphs or lines where that is possible, else
    after a sentence, else between characters. Nothing is lost but the line breaks at which it was divided."""
    pieces = []
    rest = text
    while size(rest) > most:
        head, rest = cut(rest, most)
        pieces.append(head)
    return (*pieces, rest) if rest or not pieces else tuple(pieces)


def cut(text: str, most: int) -> tuple[str, str]:
    """As much of a text as fits into that many bytes, and the rest."""
    if size(text) <= most:
        return text, ""
    fits = text.encode()[:most].decode(errors="ignore")
    for mark in ("\n\n", "\n"):
        place = fits.rfind(mark)
        if place > len(fits) // 3:
            return fits[:place], text[place + len(mark) :]
    for place in range(len(fits) - 1, len(fits) // 2, -1):
        if fits[place] in "。！？；":
            return fits[: place + 1], text[place + 1 :]
    return fits, text[len(fits) :]
