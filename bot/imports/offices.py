"""The departments a table names: those of the record, and those it makes, each said by name."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from dataclasses import dataclass, field

from bot.imports.lookups import Lookups, Region
from storage import enterprises
from storage.unit_of_work import UnitOfWork

CLOSE = 0.75
"""How alike two names are, of 1, for one to be taken for a slip of the other: 应急局 and 应急管理局 just so."""


@dataclass
class Offices:
    """The departments of the open transaction. `made` tells apart which were entered since, in that order.

    Only what was on record before counts as a name that was meant: a first table into an empty record may name its
    departments as it likes, and two of them may be alike.
    """

    unit: UnitOfWork
    lookups: Lookups
    made: list[str] = field(default_factory=list)
    _there: dict[str, tuple[str, ...]] = field(default_factory=dict)
    _ids: dict[tuple[str, str], int] = field(default_factory=dict)

    def taken_for(self, name: str, region: Region) -> str:
        """The department of the record that a name nobody knows there seems to mean; "" where there is none."""
        city = self._city(region)
        if any(name in self._names(place) for place in (region, city) if place is not None):
            return ""
        where = tuple(self._places(name, region))
        # Without the place, in which all names of one county are alike: 章贡区水利局 is not 章贡区林业局.
        said = self._bare(name, where)
        alike = {self._bare(there, where): there for place in reversed(where) for there in self._names(place)}
        near = difflib.get_close_matches(said, alike, n=1, cutoff=CLOSE)
        return alike[near[0]] if near else ""

    def id_of(self, name: str, region: Region) -> int:
        """The department of that name in the county, or in its city; entered where it is new.

        One whose name begins with the city's is the city's: 某市应急管理局 supervises enterprises in every county.
        """
        if (region.code, name) not in self._ids:
            self._ids[region.code, name] = self._entered(name, region)
        return self._ids[region.code, name]

    def own_id(self, name: str, region: Region) -> int:
        """The department of that name of just that place; entered where it is new, though its name be close to one on
        record: `made` then says which."""
        if (region.code, name) not in self._ids:
            shown = name if name.startswith(region.name) else f"{region.name} {name}"
            if name not in self._names(region):
                meant = self.taken_for(name, region)
                slip = self.lookups.content.texts("import.office_slip", name=shown, meant=meant)
                self.made.append(slip if meant else shown)
            self._ids[region.code, name] = enterprises.add_department(self.unit, name, region.code, region.level)
        return self._ids[region.code, name]

    def _entered(self, name: str, region: Region) -> int:
        where = region
        city = self._city(region)
        if city is not None and (name.startswith(city.name) or name in self._names(city)):
            where = city
            enterprises.add_region(self.unit, city.code, city.name, city.level)
        before = self._names(where)
        shown = name if name.startswith(where.name) else f"{where.name} {name}"
        if name not in before and shown not in self.made:
            self.made.append(shown)
        return enterprises.add_department(self.unit, name, where.code, where.level)

    def _places(self, name: str, region: Region) -> Iterator[Region]:
        """The places whose department it can be: one that says its county's or city's name is of no other."""
        city = self._city(region)
        if city is None or name.startswith(region.name):
            yield region
        elif name.startswith(city.name):
            yield city
        else:
            yield from (region, city)

    def _city(self, region: Region) -> Region | None:
        """The city above a county; None for a city itself."""
        city = self.lookups.city_of(region)
        return city if city is not None and city.code != region.code else None

    def _names(self, region: Region) -> tuple[str, ...]:
        """The departments on record there before the table was entered."""
        if region.code not in self._there:
            there = enterprises.departments_of(self.unit, region.code)
            self._there[region.code] = tuple(one.name for one in there)
        return self._there[region.code]

    def _bare(self, name: str, where: tuple[Region, ...]) -> str:
        """A department's name without the place it begins with, written out or short."""
        for place in where:
            for said in (place.name, self.lookups.short(place.name)):
                if said and name.startswith(said) and name != said:
                    return name.removeprefix(said)
        return name
