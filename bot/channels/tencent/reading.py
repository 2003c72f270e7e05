"""Reads the XML of a callback. Whatever is wrong with it, one error comes out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from xml.parsers import expat

from bot.channels.hostile import Hostile

MOST_ELEMENTS, DEEPEST = 2000, 12
"""Far more than any callback has. Building a body of forty thousand nested elements would take a second."""
_CONTROL = bytes(sign for sign in range(32) if sign not in b"\t\n\r")


@dataclass(frozen=True)
class Fields:
    """The elements below `<xml>`."""

    _found: Mapping[str, Any]

    def text(self, name: str) -> str:
        """An element's words, "" where there are none. Raises Hostile where it holds elements or comes twice."""
        value = self._found.get(name)
        if value is None:
            return ""
        if not isinstance(value, str):
            raise Hostile(f"{name} is no text")
        return value

    def all(self, name: str) -> tuple[str, ...]:
        """The words of every element of that name. Raises Hostile where one holds elements."""
        value = self._found.get(name)
        found = tuple(one for one in (value if isinstance(value, list) else (value,)) if one is not None)
        if not all(isinstance(one, str) for one in found):
            raise Hostile(f"{name} is no text")
        return found

    def number(self, name: str) -> float:
        """An element as a finite number. Raises Hostile where it is none."""
        try:
            value = float(self.text(name))
        except ValueError:
            raise Hostile(f"{name} is no number") from None
        if not abs(value) < 1e15:
            raise Hostile(f"{name} is no number")
        return value

    def inner(self, name: str) -> Iterator[Fields]:
        """The elements of that name that hold elements: none, one or many, as Tencent's lists come."""
        value = self._found.get(name)
        for one in value if isinstance(value, list) else (value,):
            if isinstance(one, dict):
                yield Fields(one)

    def __contains__(self, name: object) -> bool:
        return name in self._found


def read(body: bytes) -> Fields:
    """The fields of a callback. Signs that XML forbids are taken out first: phones do send them.

    Raises Hostile for whatever is not `<xml>` with elements below it, and for bodies that would be costly to build or
    declare entities, which closes expansion and inclusion.
    """
    try:
        found = _Tree().of(body.translate(None, _CONTROL)).get("xml")
    except Hostile:
        raise
    except Exception as error:  # expat and codecs raise whatever they like
        raise Hostile(f"no XML of theirs: {type(error).__name__}") from None
    if not isinstance(found, dict):
        raise Hostile("<xml> is empty")
    return Fields(found)


class _Tree:
    """One document as nested dicts: an element's words where it has nothing else, lists where one comes again."""

    def __init__(self) -> None:
        self._elements = 0
        self._open: list[tuple[dict[str, Any], list[str]]] = [({}, [])]

    def of(self, body: bytes) -> dict[str, Any]:
        """Build it in one pass."""
        parser = expat.ParserCreate("utf-8")
        parser.buffer_text = True
        parser.StartElementHandler, parser.EndElementHandler = self._opened, self._closed
        parser.CharacterDataHandler = self._said
        parser.EntityDeclHandler = _declared
        parser.Parse(body, True)
        return self._open[0][0]

    def _opened(self, _name: str, attributes: dict[str, str]) -> None:
        self._elements += 1
        if self._elements > MOST_ELEMENTS or len(self._open) > DEEPEST:
            raise Hostile("too many elements")
        self._open.append(({f"@{name}": value for name, value in attributes.items()}, []))

    def _said(self, words: str) -> None:
        self._open[-1][1].append(words)

    def _closed(self, name: str) -> None:
        inner, said = self._open.pop()
        words = "".join(said).strip() or None
        value: Any = words
        if inner:
            value = {**inner, "#text": words} if words else inner
        around = self._open[-1][0]
        if name not in around:
            around[name] = value
        elif isinstance(around[name], list):
            around[name].append(value)
        else:
            around[name] = [around[name], value]


def _declared(*_: object) -> None:
    raise Hostile("it declares entities")
