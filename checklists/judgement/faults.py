"""Finds what is said to be wrong: a fault word that no negation undoes, or a negation before what should be there."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from checklists.judgement.denial import Span, denied, denying, governed, to_come
from checklists.judgement.lexicon import Faults, Wording
from checklists.judgement.reading import Reading, any_of, places
from checklists.standard import Fault

REACH = 16
"""Characters over which a negation reaches forward: 没有按规定定期检查."""

PLACE = 4
"""Characters within which a place is said to be the proper one: 没放在厂里的专用库."""

NAMES_A_GUARD: frozenset[Fault] = frozenset({"exceeded", "leaking", "accumulated"})
"""Kinds whose words name what a guard is against: 超压自动切断, 泄漏报警."""


NO_ACT: frozenset[Fault] = frozenset({"exceeded", "expired"})
"""Kinds whose words cannot be what should have been done: 没超限 is well, 没有封闭 may not be."""


@dataclass(frozen=True)
class Found:
    """A fault said at [start, end) of the folded text, in the part of that number."""

    kind: Fault
    start: int
    end: int
    part: int


@dataclass(frozen=True)
class Faulty:
    """What is wrong in a text, in which parts it is said that all is well, and where a fault is said not to be."""

    found: tuple[Found, ...]
    assured: frozenset[int]
    denied: tuple[Span, ...] = ()
    governed: Mapping[int, int] = field(default_factory=dict)
    """By each place right behind a negation, or behind small words behind it, where the negation begins."""
    firm: frozenset[int] = frozenset()
    """The parts that say that all is well, not only that something was done (签了)."""


class FaultFinder:
    """Finds faults by the lexicons; immutable."""

    def __init__(self, faults: Faults, wording: Wording) -> None:
        self._bad = [(word, kind) for kind, words in faults.kinds.items() for word in words.bad]
        self._lacking = [(word, kind) for kind, words in faults.kinds.items() for word in words.lacking]
        self._acts = frozenset(word for word, _ in self._lacking)
        acts = "|".join(map(re.escape, sorted({word for word, _ in self._lacking}, key=len, reverse=True)))
        self._act = re.compile(f"(?:{'|'.join(map(re.escape, wording.adverbs))})*(?:{acts})")
        named = (word for kind in sorted(NAMES_A_GUARD) for word in faults.kinds[kind].bad)
        guards = f"(?:会|就会|能|可|可以)?(?:{any_of(wording.guards).pattern})"
        self._guarded = re.compile(f"(?:{any_of(tuple(named)).pattern}){guards}")
        self._device = any_of(wording.devices)
        self._although = any_of(wording.although)
        self._things = frozenset(wording.things)
        self._placed = frozenset(wording.placed)
        self._proper = re.compile(f".{{0,{PLACE}}}?(?:{any_of(wording.proper).pattern})")
        self._missing = frozenset(wording.missing)
        self._masked = re.compile("|".join(sorted(faults.not_faults, key=len, reverse=True)))
        self._not_negation = any_of(wording.not_negations)
        self._negation = any_of(wording.negations)
        self._seeing = frozenset(wording.seeing)
        self._fillers = re.compile(f"(?:{'|'.join(map(re.escape, wording.fillers))})*")
        things = "|".join(map(re.escape, sorted({word for word, _ in self._lacking if len(word) > 1}, key=len)))
        done = f"(?:已经|已|都|均)(?:{things})|(?:{things}|签|装|配|测)(?:了|有|好|齐|过了)"
        words = f"(?:{any_of(wording.assurances).pattern})(?!{'|'.join(map(re.escape, wording.no_assurance))})"
        self._firm = re.compile(words)
        self._assurances = re.compile(f"{words}|{done}")
        self._denying = denying(wording)
        self._undone = any_of((*(word for word, _ in self._lacking if len(word) > 1), *wording.devices))

    def find(self, reading: Reading) -> Faulty:
        """All faults of a text in the order of their places."""
        found: list[Found] = []
        assured: set[int] = set()
        firm: set[int] = set()
        none: list[Span] = []
        behind: dict[int, int] = {}
        for number, part in enumerate(reading.parts):
            text = reading.text[part.start : part.end]
            faults, well, spans = self._in_part(text)
            if well and (spans or self._firm.search(text)):
                firm.add(number)
            places_behind = governed(text, self._negations(text), self._denying)
            behind |= {part.start + place: part.start + start for place, start in places_behind.items()}
            none.extend((part.start + start, part.start + end) for start, end in spans)
            found.extend(Found(kind, part.start + start, part.start + end, number) for kind, start, end in faults)
            if well:
                assured.add(number)
        return Faulty(
            tuple(sorted(found, key=lambda one: one.start)), frozenset(assured), tuple(none), behind, frozenset(firm)
        )

    def _in_part(self, text: str) -> tuple[list[tuple[Fault, int, int]], bool, tuple[Span, ...]]:
        masked = [found.span() for found in self._masked.finditer(text)]
        masked += [found.span() for found in self._guarded.finditer(text)]
        negations = list(self._negations(text))
        used: set[int] = set()
        found: list[tuple[Fault, int, int]] = []
        bad_words = self._bad_words(text, masked)
        wrong = [(start, end, kind) for start, end, _, kind in bad_words]
        none = denied(text, wrong, negations, self._undone, self._denying)
        undone = bool(none)
        none = (*none, *to_come(text, self._denying))
        for start, end, word, kind in bad_words:
            if any(left <= start < right for left, right in none):
                continue
            negation = self._undoing(text, start, negations)
            if negation is None or (kind == "misplaced" and self._out_of_place(word, text[end:])):
                found.append((kind, start, end))
            elif word not in self._acts:  # 没断电 leaves undone what should have been done
                used.add(negation)
                undone = True
                if kind in NO_ACT and self._denying.tail.fullmatch(text, end):
                    none = (*none, (negations[negation][0], end))
        bad = tuple(found)
        assurance = [one.span() for one in self._assurances.finditer(text)]
        for index, (start, end) in enumerate(negations):
            if index in used or any(left <= start and end <= right for _, left, right in bad):
                continue
            if any(left <= start < right for left, right in none):
                continue
            if any(left <= start < right for left, right in assurance):
                undone = True
                continue
            before = len(found)
            found.extend(self._lacks(text, start, end))
            if len(found) == before or self._misses_a_thing(text, end):
                found.append(("absent" if text[start:end] in self._missing else "broken", start, end))
        well = undone or (
            not self._although.search(text)
            and any(
                not any(right <= left <= right + REACH // 2 or start <= left < right for start, right in negations)
                for left, _ in assurance
            )
        )
        return found, well and not found, none

    def _bad_words(self, text: str, masked: list[Span]) -> list[tuple[int, int, str, Fault]]:
        """Where words for faults stand that are no part of a longer one, nor of a name in which they mean nothing."""
        every = [(start, start + len(word), word, kind) for word, kind in self._bad for start in places(word, text)]
        within = [*masked, *((start, end) for start, end, _, _ in every)]
        return [
            one for one in every
            if not any(left <= one[0] and one[1] <= right and right - left > len(one[2]) for left, right in within)
        ]  # fmt: skip

    def _out_of_place(self, word: str, after: str) -> bool:
        """Whether not to be there is wrong: 没设在排放口, 没放在单独作业间, other than 没放在通道上."""
        return word in self._placed or self._proper.match(after) is not None

    def _lacks(self, text: str, start: int, end: int) -> Iterator[tuple[Fault, int, int]]:
        """The acts that a negation at [start, end) undoes; a word for a thing is one only where no act comes first."""
        acts = [
            (place, word, kind) for word, kind in self._lacking if 0 <= (place := text.find(word, end)) - end <= REACH
        ]
        first = min((place for place, _, _ in acts), default=0)
        for place, word, kind in acts:
            if place == first or word not in self._things:
                yield kind, start, place + len(word)

    def _misses_a_thing(self, text: str, end: int) -> bool:
        """Whether what follows a negation is a thing (没有检测报警装置) and not an act (没有按规定检测)."""
        act = self._act.match(text, end)
        return act is None or self._device.search(text, end) is not None

    def _negations(self, text: str) -> Iterator[tuple[int, int]]:
        masked = [found.span() for found in self._not_negation.finditer(text)]
        for found in self._negation.finditer(text):
            if not any(left <= found.start() < right for left, right in masked):
                yield found.span()

    def _undoing(self, text: str, start: int, negations: list[tuple[int, int]]) -> int | None:
        for index, (left, right) in enumerate(negations):
            if right > start:
                continue
            gap = text[right:start]
            if text[left:right] in self._seeing or any(text.startswith(word, left) for word in self._seeing):
                return index
            if self._fillers.fullmatch(gap):
                return index
        return None
