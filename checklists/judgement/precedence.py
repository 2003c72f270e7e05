"""How far each standard is from an enterprise's sector, when the words have had their say."""

from __future__ import annotations

import math
from collections.abc import Mapping

from checklists.content import Content
from checklists.judgement.lexicon import Lexicon
from checklists.judgement.sector_guess import Guessed
from checklists.judgement.versions import Serving
from checklists.sector import Sector

BEHIND = 1.0
UNLIKELY = 1.0
"""How far off a standard is that the words do not speak of at all, where no sector was told."""


class Precedence:
    """Distances of standards: 0 for the sector's own and for those the words speak of, more for others; immutable."""

    def __init__(self, content: Content, lexicon: Lexicon) -> None:
        self._content = content
        self._first = lexicon.precedence.first
        self._fields = lexicon.precedence.fields

    def away(
        self, sector: Sector | None, text: str, serves: Mapping[str, Serving], guessed: Guessed
    ) -> dict[str, float]:
        """By prefix of the standards to look at, the distance 0..1."""
        spoken = {prefix for prefix, words in self._first.items() if any(word in text for word in words)}
        if sector is None or not sector.standards:
            return self._guessed(sector, text, serves, spoken, guessed)
        own = [prefix for prefix in sector.standards if prefix in serves]
        if not own:
            own = [prefix for prefix in serves if set(self._chain(prefix)) & set(sector.standards)]
        others = [*self._content.sectors.always, *self._first]
        result = {prefix: 0.0 if prefix in spoken else BEHIND for prefix in others if prefix in serves}
        return result | dict.fromkeys(own, 0.0)

    def foreign(self, text: str) -> frozenset[tuple[str, str]]:
        """The fields within standards, by prefix and name, that a text leaves out while it speaks of another."""
        found: set[tuple[str, str]] = set()
        for prefix, fields in self._fields.items():
            spoken = {name for name, words in fields.items() if any(word in text for word in words)}
            found |= {(prefix, name) for name in fields if spoken and name not in spoken}
        return frozenset(found)

    def _guessed(
        self,
        sector: Sector | None,
        text: str,
        serves: Mapping[str, Serving],
        spoken: set[str],
        guessed: Guessed,
    ) -> dict[str, float]:
        if sector is not None:
            looked_at = set(self._content.sectors.always) | set(self._first)
            return {prefix: 0.0 if prefix in spoken else BEHIND for prefix in serves if prefix in looked_at}
        named = {
            prefix
            for one in self._content.sectors.sectors
            if any(word in text for word in (one.name, *one.words))
            for prefix in one.standards
        }
        return {
            prefix: 0.0 if prefix in spoken | named else UNLIKELY * (1.0 - math.sqrt(guessed.likely.get(prefix, 0.0)))
            for prefix in serves
        }

    def _chain(self, prefix: str) -> tuple[str, ...]:
        standard = self._content.standards[prefix]
        return (prefix, standard.replaced_by or "")
