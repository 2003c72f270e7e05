"""What the sample county is made of, read from content/sample/county.yaml."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from pydantic import ValidationError

from checklists.errors import TellOperator
from checklists.gathering import HERE
from checklists.problems import Problem
from checklists.reading import read
from checklists.record import Identifier, Record, Words

Range = tuple[int, int]


class DepartmentStock(Record):
    """A department; its name may hold {county} and {city}."""

    name: Words
    level: Literal["county", "city"]
    sectors: tuple[Identifier, ...] = ()


class Trade(Record):
    """A sort of enterprise. `share` is how many there are of it beside the other trades' shares."""

    sector: Identifier
    kinds: tuple[Identifier, ...] = ()
    name: Words
    share: int
    heads: Range
    profile: dict[Identifier, Literal["yes", "no"]]


class Story(Record):
    """A hazard and how it is put right. No sectors: anywhere; no clause: an ordinary one. `funds` in yuan."""

    sectors: tuple[Identifier, ...] = ()
    kinds: tuple[Identifier, ...] = ()
    clause: str = ""
    place: Words
    words: Words
    measures: Words
    funds: int
    days: int
    contingency: Words
    scene: Identifier

    def fits(self, sector: str, kinds: tuple[str, ...]) -> bool:
        """Whether it could happen at such an enterprise."""
        return (not self.sectors or sector in self.sectors) and (not self.kinds or bool(set(kinds) & set(self.kinds)))


class Act(Record):
    """An act of the authorities, every so many days. `share`: which part of the amount `of_which` is."""

    kind: Identifier
    every: int
    enterprise: bool = False
    count: Range = (1, 1)
    amount: Range | None = None
    of_which: Range | None = None
    share: float = 0.0
    note: Words


class WhistleStock(Record):
    """What somebody reported; with a reply it was verified."""

    place: Words
    words: Words
    reply: str = ""


class Stock(Record):
    """The whole file."""

    surnames: tuple[Words, ...]
    given: tuple[Words, ...]
    places: tuple[Words, ...]
    brands: tuple[Words, ...]
    contractors: tuple[Words, ...]
    works: tuple[Words, ...]
    drills: tuple[Words, ...]
    trainings: tuple[Words, ...]
    addresses: Words
    streets: tuple[Words, ...]
    departments: tuple[DepartmentStock, ...]
    trades: tuple[Trade, ...]
    stories: tuple[Story, ...]
    findings: dict[Identifier, int]
    visit: Words
    acts: tuple[Act, ...]
    whistles: tuple[WhistleStock, ...]


def stock(directory: Path = HERE) -> Stock:
    """Read it; raises TellOperator naming file, line and fault."""
    document = read(directory / "sample" / "county.yaml")
    if isinstance(document, Problem):
        raise TellOperator(str(document))
    try:
        return Stock.model_validate(document.value)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        place = f"{document.file.name}:{document.line(first['loc'])}"
        raise TellOperator(f"{place}: {'.'.join(map(str, first['loc']))}: {first['msg']}; mend it.") from error
