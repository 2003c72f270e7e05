"""Folds a text to one spelling and cuts it into sentences and parts, so that a fault stays with its thing."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from checklists.judgement.lexicon import Wording


@dataclass(frozen=True)
class Part:
    """One part of a sentence: half-open [start, end) in the folded text."""

    start: int
    end: int
    sentence: int


@dataclass(frozen=True)
class Reading:
    """A folded text with its parts."""

    text: str
    parts: tuple[Part, ...]

    def part(self, position: int) -> int:
        """The number of the part in which a position lies."""
        for number, part in enumerate(self.parts):
            if position < part.end:
                return number
        return max(0, len(self.parts) - 1)

    @cached_property
    def sentences(self) -> tuple[tuple[int, int], ...]:
        """Half-open spans of the sentences."""
        spans: dict[int, tuple[int, int]] = {}
        for part in self.parts:
            start, _ = spans.get(part.sentence, (part.start, 0))
            spans[part.sentence] = (start, part.end)
        return tuple(spans.values())


class Reader:
    """Reads texts by one Wording; immutable."""

    def __init__(self, wording: Wording) -> None:
        stops, commas = re.escape(wording.stops), re.escape(",，;；:：")
        self._printed = _Printed()
        self._variants = wording.variants
        self._frames = tuple(map(re.compile, wording.frames))
        self._left = re.compile(
            f"^[{stops}{commas}]+|[{stops}{commas}]+$|(?<=[{stops}])[{stops}{commas}]+|[{commas}]+(?=[{stops}])"
        )
        self._variant = re.compile("|".join(map(re.escape, sorted(wording.variants, key=len, reverse=True))))
        stops, commas = re.escape(wording.stops), re.escape(wording.commas)
        joints = "|".join(map(re.escape, sorted(wording.joints, key=len, reverse=True)))
        self._sentence = re.compile(f"[{stops}]+|(?<![0-9.])[0-9]{{1,2}}[、.](?![0-9])")
        ends = "|".join(map(re.escape, sorted(wording.ends, key=len, reverse=True)))
        begins = "|".join(map(re.escape, sorted(wording.begins, key=len, reverse=True)))
        # A list of hazards (出口锁闭、未设报警) is cut at its enumeration commas, a list of things (铁水、钢水) is not.
        self._wrong = re.compile("|".join(map(re.escape, (*wording.negations, *wording.ends))))
        self._part = re.compile(f"[{commas}]+|(?:(?:{ends})、|、(?={begins}))|(?={joints})")

    def fold(self, text: str) -> str:
        """The text in one spelling: half width, lower case, no blanks, known slips and dialect words undone."""
        return self._variant.sub(lambda found: self._variants[found.group()], self._plain(text))

    def read(self, text: str) -> Reading:
        """The folded text without officials' frame (who came, which law), cut into sentences and parts.

        Sentences end at full stops and list numbers, parts at commas and joints (但, 而且).
        """
        folded = self.fold(self._unframed(self._plain(text)))
        parts: list[Part] = []
        start = 0
        edges = [(found.start(), found.end()) for found in self._sentence.finditer(folded)]
        for number, (stop, begin) in enumerate([*edges, (len(folded), len(folded))]):
            parts.extend(self._cut(folded, start, stop, number))
            start = begin
        return Reading(folded, tuple(parts) or (Part(0, len(folded), 0),))

    def _plain(self, text: str) -> str:
        plain = unicodedata.normalize("NFKC", text.replace("\n", "。")).lower()
        return plain.translate(self._printed).replace("co2", "二氧化碳")

    def _unframed(self, plain: str) -> str:
        """A plain text without what officials write around a finding, and without the stops that then stand alone."""
        bare = plain
        for frame in self._frames:
            bare = frame.sub("", bare)
        return self._left.sub("", bare) if bare != plain else plain

    def _cut(self, folded: str, start: int, stop: int, sentence: int) -> list[Part]:
        parts: list[Part] = []
        begin = start
        for found in self._part.finditer(folded, start, stop):
            # What ends a part stays in it; the comma behind does not.
            edge = found.end() - 1 if found.group().endswith("、") else found.start()
            if edge > begin:
                parts.extend(self._listed(folded, begin, edge, sentence))
            begin = max(begin, found.end())
        if stop > begin:
            parts.extend(self._listed(folded, begin, stop, sentence))
        return parts

    def _listed(self, folded: str, start: int, stop: int, sentence: int) -> Iterator[Part]:
        """The findings of a list (灯不亮、除尘器没有泄爆): cut where something is wrong on either side."""
        begin = start
        for comma in re.finditer("、", folded[start:stop]):
            place = start + comma.start()
            following = folded.find("、", place + 1, stop)
            behind = folded[place + 1 : following if following >= 0 else stop]
            if self._wrong.search(folded, begin, place) and self._wrong.search(behind):
                yield Part(begin, place, sentence)
                begin = place + 1
        yield Part(begin, stop, sentence)


class _Printed(dict[int, int | None]):
    """For str.translate: blanks and control characters go, all else stays; each character is looked at once."""

    def __missing__(self, code: int) -> int | None:
        self[code] = kept = None if unicodedata.category(chr(code))[0] in "CZ" else code
        return kept


def places(word: str, text: str) -> list[int]:
    """Every position at which a word begins in a text."""
    found, position = [], text.find(word)
    while position >= 0:
        found.append(position)
        position = text.find(word, position + 1)
    return found


def any_of(words: Iterable[str]) -> re.Pattern[str]:
    """A pattern of any of the words, the longest first; without words one that nothing matches."""
    return re.compile("|".join(map(re.escape, sorted(words, key=len, reverse=True))) or "(?!)")
