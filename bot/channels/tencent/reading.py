"""Reads the XML of a callback. Whatever is wrong with it, one error comes out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from xml.parsers import expat

# What wechatpy parses with: it refuses entities, which closes expansion and inclusion.
import xmltodict  # type: ignore[import-untyped]

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

    Raises Hostile for whatever is not `<xml>` with elements below it.
    """
    try:
        cleaned = body.translate(None, _CONTROL)
        _look_over(cleaned)
        found = xmltodict.parse(cleaned, encoding="utf-8", process_namespaces=False)["xml"]
    except Hostile:
        raise
    except Exception as error:  # expat, xmltodict and codecs raise whatever they like
        raise Hostile(f"no XML of theirs: {type(error).__name__}") from None
    if not isinstance(found, dict):
        raise Hostile("<xml> is empty")
    return Fields(found)


def _look_over(body: bytes) -> None:
    """Raise Hostile for a body that would be costly to build, or declares entities; cheap, since it builds nothing."""
    elements = depth = 0

    def opened(_name: str, _attributes: object) -> None:
        nonlocal elements, depth
        elements, depth = elements + 1, depth + 1
        if elements > MOST_ELEMENTS or depth > DEEPEST:
            raise Hostile("too many elements")

    def closed(_name: str) -> None:
        nonlocal depth
        depth -= 1

    def declared(*_: object) -> None:
        raise Hostile("it declares entities")

    parser = expat.ParserCreate("utf-8")
    parser.StartElementHandler, parser.EndElementHandler = opened, closed
    parser.EntityDeclHandler = declared
    parser.Parse(body, True)
