"""What the words in a table mean: regions, sectors, kinds, roles, departments."""

from __future__ import annotations

from dataclasses import dataclass, field

from checklists.content import Content
from checklists.plan import Plan
from checklists.sector import KindOfEnterprise, Sector
from dialogs.folding import folded
from storage import enterprises
from storage.scope import EVERYTHING, region_prefix
from storage.unit_of_work import UnitOfWork


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

    @classmethod
    def of(cls, unit: UnitOfWork, content: Content) -> Lookups:
        """Gather them."""
        known: dict[str, Region] = {}
        for plan in content.plans.values():
            known[plan.region] = Region(plan.region, plan.region_name, "city")
            known |= {code: Region(code, name, "county") for code, name in plan.counties}
        for code, name in enterprises.counties(unit, EVERYTHING):
            known[code] = Region(code, name, "county")
        return cls(content, known)

    def region(self, words: str) -> Region | None:
        """By six digits, by name, or by a name without its last sign (区, 县, 市) where only one fits."""
        said = folded(words)
        if said in self.regions:
            return self.regions[said]
        named = [one for one in self.regions.values() if one.name == said]
        near = named or [one for one in self.regions.values() if self.short(one.name) == self.short(said)]
        return near[0] if len(near) == 1 else None

    def short(self, name: str) -> str:
        """The name of a place as people say it, without the sign that says what it is (市, 区, 县)."""
        return name.rstrip("".join(self.content.texts.words["place_ends"]))

    def city_of(self, region: Region) -> Region | None:
        """The city a county belongs to, or the city itself; None where nobody knows it."""
        return self.regions.get(f"{region.code[:4]}00")

    def sector(self, words: str) -> Sector | None:
        """By id, name, or any of its words."""
        return self.content.sectors.meant(folded(words)) if words else None

    def kind(self, words: str) -> KindOfEnterprise | None:
        """By id or name."""
        return next((one for one in self.content.sectors.kinds if words in (one.id, one.name)), None)

    def role(self, words: str) -> str | None:
        """By its id, its name, or any word for it."""
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
