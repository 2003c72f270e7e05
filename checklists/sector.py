"""Sectors and kinds of enterprises, and which judgement standards each of them consults."""

from __future__ import annotations

from checklists.record import Identifier, Record, Words


class Sector(Record):
    """A sector; `standards` are prefixes in the order in which they are consulted."""

    id: Identifier
    name: Words
    standards: tuple[Identifier, ...] = ()
    words: tuple[Words, ...] = ()


class KindOfEnterprise(Record):
    """A special kind within sectors (金属冶炼, 粉尘涉爆 …); no sectors means within any. `fields` are the fields within
    standards (工贸-轻工) whose clauses are written for it, where its name does not tell them."""

    id: Identifier
    name: Words
    sectors: tuple[Identifier, ...] = ()
    fields: tuple[Words, ...] = ()


class Sectors(Record):
    """The whole list; `always` are standards consulted for everybody (fire, special equipment, gas)."""

    always: tuple[Identifier, ...] = ()
    sectors: tuple[Sector, ...]
    kinds: tuple[KindOfEnterprise, ...] = ()

    def named(self, sector_id: str) -> Sector:
        """The sector of that id; KeyError when there is none."""
        for sector in self.sectors:
            if sector.id == sector_id:
                return sector
        raise KeyError(sector_id)

    def meant(self, words: str) -> Sector | None:
        """The sector meant by an id, a name or one of its words; None when nobody can tell."""
        for sector in self.sectors:
            if words in (sector.id, sector.name):
                return sector
        near = [
            (word == words, min(len(word), len(words)), sector)
            for sector in self.sectors
            for word in (sector.name, *sector.words)
            if word in words or words in word
        ]
        # 水上客运 is no 客运 of the road: the word itself comes first, then the longest.
        return max(near, key=lambda one: one[:2])[2] if near else None
