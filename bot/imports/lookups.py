"""What the words in a table mean: regions, sectors, kinds, roles, departments."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property

from checklists.content import Content
from checklists.plan import Plan
from checklists.sector import KindOfEnterprise, Sector
from dialogs.folding import folded
from storage import enterprises
from storage.scope import EVERYTHING, region_prefix
from storage.unit_of_work import UnitOfWork

_BETWEEN_ROLES = re.compile(r"[、，,;；/兼（）()]")


@dataclass(frozen=True)
class Region:
    """A city or county by its code."""

    code: str
    name: str
    level: str


@dataclass
class Lookups:
    """The names known: those of the plans' cities and counties, and those in the record already."""

    content: Content
    regions: dict[str, Region] = field(default_factory=dict)
    near: tuple[str, ...] = ()
    """The names of the places where a plan is in force; of all known where none is."""
    home: Region | None = None
    """The region of rows that name none, where whoever gives the table says it."""
    _regions_said: dict[str, Region | None] = field(default_factory=dict)
    _sectors_said: dict[str, tuple[Sector, ...]] = field(default_factory=dict)
    """What was looked up before: fifty thousand rows name twenty places."""

    @classmethod
    def of(cls, unit: UnitOfWork, content: Content) -> Lookups:
        """Gather them."""
        known: dict[str, Region] = {}
        for plan in content.plans.values():
            known[plan.region] = Region(plan.region, plan.region_name, "city")
            known |= {code: Region(code, name, "county") for code, name in plan.counties}
        for code, name in enterprises.counties(unit, EVERYTHING):
            known[code] = Region(code, name, "county")
        prefixes = tuple(region_prefix(one.region) for one in enterprises.campaigns(unit))
        near = tuple(one.name for code, one in known.items() if code.startswith(prefixes))
        return cls(content, known, near or tuple(one.name for one in known.values()))

    def region(self, words: str) -> Region | None:
        """By six digits, by name, or by a name without its last sign (区, 县, 市) where only one fits; also with the
        city in front (赣州市章贡区) and a town behind."""
        if words not in self._regions_said:
            self._regions_said[words] = self._region(folded(words))
        return self._regions_said[words]

    def _region(self, said: str) -> Region | None:
        if said in self.regions:
            return self.regions[said]
        if sum(one.name in said for one in self.regions.values() if one.level == "county") > 1:
            return None
        for near in (
            [one for one in self.regions.values() if one.name == said],
            [one for one in self.regions.values() if self.short(one.name) == self.short(said)],
            [one for one in self.regions.values() if one.level == "county" and self._names(said, one)],
        ):
            if near:
                return near[0] if len(near) == 1 else None
        return None

    def _names(self, said: str, county: Region) -> bool:
        """Whether an address begins with that county, its city and what stands before it left out."""
        city = self.city_of(county)
        for name in () if city is None else (city.name, city.name[:-1]):
            _, met, behind = said.rpartition(name)
            if met and behind.startswith(county.name):
                return True
        return said.startswith(county.name)

    def short(self, name: str) -> str:
        """The name of a place as people say it, without the sign that says what it is (市, 区, 县)."""
        return name.rstrip("".join(self.content.texts.words["place_ends"]))

    def city_of(self, region: Region) -> Region | None:
        """The city a county belongs to, or the city itself; None where nobody knows it."""
        return self.regions.get(f"{region.code[:4]}00")

    def sectors(self, words: str) -> tuple[Sector, ...]:
        """The sector meant by an id, a name or a word for it, or by the longest word that stands in what is written;
        several where nobody can tell which, none where nobody knows it.

        Longest, since 非金属矿物制品业 is no 非金属矿, and 家具店 makes no 家具.
        """
        if words not in self._sectors_said:
            self._sectors_said[words] = self._sectors(folded(words))
        return self._sectors_said[words]

    def _sectors(self, said: str) -> tuple[Sector, ...]:
        if said in self._unclear:
            return ()
        exact = [sector for word, sector in self._trades if word == said]
        inside = [(len(word), sector) for word, sector in self._trades if len(word) > 1 and word in said]
        longest = max((length for length, _ in inside), default=0)
        near = (
            exact
            or [sector for length, sector in inside if length == longest]
            or [sector for word, sector in self._trades if len(said) > 1 and said in word]
        )
        return tuple({sector.id: sector for sector in near}.values())

    def names_of(self, sector: Sector) -> tuple[str, ...]:
        """What a sector is called by its name, so that nothing need be said of how it was read."""
        return (sector.id, sector.name, self._chinese[sector.id])

    @cached_property
    def _trades(self) -> tuple[tuple[str, Sector], ...]:
        """Every word for a sector: its own, and what clerks write in tables, as they are compared."""
        written = self.content.texts.words
        return tuple(
            (folded(word), sector)
            for sector in self.content.sectors.sectors
            for word in (
                *self.names_of(sector),
                *sector.words,
                *written.get(f"import.sector.{sector.id}", ()),
            )
        )

    @cached_property
    def _unclear(self) -> frozenset[str]:
        return frozenset(map(folded, self.content.texts.words["import.sector_unclear"]))

    def kind(self, words: str) -> KindOfEnterprise | None:
        """By id, name or a word for it."""
        return self._kinds.get(folded(words))

    @cached_property
    def _kinds(self) -> dict[str, KindOfEnterprise]:
        return {folded(word): one for one in reversed(self.content.sectors.kinds) for word in self.words_for(one)}

    def words_for(self, kind: KindOfEnterprise) -> tuple[str, ...]:
        """What a kind of enterprise is called in tables, as a word and as a heading."""
        written = self.content.texts.words.get(f"import.kind.{kind.id}", ())
        return (kind.name, kind.id, self._chinese[kind.id], *written)

    @cached_property
    def _chinese(self) -> dict[str, str]:
        """Sectors' and kinds' Chinese names: tables are Chinese whatever the interface speaks."""
        listed = self.content.on_paper.sectors
        return {one.id: one.name for one in listed.sectors} | {one.id: one.name for one in listed.kinds}

    def role(self, words: str) -> str | None:
        """By its id, its name, or any word for it; several words (法人、总经理) where all of them mean the same."""
        meant = {self._role(one) for one in _BETWEEN_ROLES.split(words) if one.strip()}
        whole = self._role(words)
        return whole or (meant.pop() if len(meant) == 1 else None)

    def _role(self, words: str) -> str | None:
        said, texts = folded(words), self.content.texts
        roles = [key.removeprefix("import.role.") for key in texts.words if key.startswith("import.role.")]
        for role in roles:
            if said in (role, folded(texts(f"role.{role}")), *map(folded, texts.words[f"import.role.{role}"])):
                return role
        return None

    def plans_for(self, unit: UnitOfWork, region: str) -> tuple[Plan, ...]:
        """The plans in force for a region, on whichever day."""
        return tuple(
            self.content.plans[one.plan]
            for one in enterprises.campaigns(unit)
            if one.plan in self.content.plans and region.startswith(region_prefix(one.region))
        )


def headings(content: Content, table: str) -> dict[str, tuple[str, ...]]:
    """The columns of a table with the headings they may have, in the template's order."""
    prefix = f"import.{table}."
    return {key.removeprefix(prefix): words for key, words in content.texts.words.items() if key.startswith(prefix)}
