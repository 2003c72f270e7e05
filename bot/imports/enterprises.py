"""Enterprises from a table, with what their signboards say where it has such columns."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from bot.imports.lookups import Lookups, Region
from bot.imports.offices import Offices
from bot.imports.table import Fault, Row
from checklists.problems import did_you_mean
from dialogs.named_checks import passes
from storage import enterprises
from storage.scope import EVERYTHING
from storage.signboards import put_signboard, signboards_of
from storage.unit_of_work import UnitOfWork

NEEDED = ("name", "uscc", "region", "sector")
_LONGEST = {"name": 120, "address": 200, "department": 80, "unit": 80, "leader": 60, "officer": 60}
PHONES = ("principal_phone", "leader_phone", "officer_phone")
BOARD = ("unit", "principal_phone", "leader", "leader_phone", "officer", "officer_phone")
"""The columns of the signboard 责任公示牌, by the names storage.signboards gives them."""
_PHONE = re.compile(r"[+0-9(][0-9 ()\-]{5,28}")
_BETWEEN = re.compile(r"[、,，;；/\s]+")

Each = Callable[[Iterable[Row]], Iterable[Row]]
"""Wraps the rows to show how far the work has come."""


@dataclass(frozen=True)
class Site:
    """One row understood."""

    row: int
    name: str
    uscc: str
    region: Region
    sector: str
    kinds: tuple[str, ...]
    headcount: int | None
    address: str
    department: str
    board: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Entered:
    """How many were entered, how many were in the record already under the same name, how many boards changed, and
    which departments were made for them."""

    new: int
    there: int
    boards: int
    departments: tuple[str, ...]


def understand(
    rows: Iterable[Row], lookups: Lookups, columns: dict[str, tuple[str, ...]]
) -> tuple[list[Site], list[Fault]]:
    """Every row as a site, and every fault of every row."""
    sites: list[Site] = []
    faults: list[Fault] = []
    seen: dict[str, int] = {}
    for row in rows:
        here = len(faults)
        site = _site(row, lookups, columns, faults)
        if site.uscc and site.uscc in seen:
            faults.append(
                Fault(row.number, columns["uscc"][0], f"row {seen[site.uscc]} has the same code", "remove one of them")
            )
        seen.setdefault(site.uscc, row.number)
        if len(faults) == here:
            sites.append(site)
    return sites, faults


def enter(
    unit: UnitOfWork, sites: Iterable[Site], lookups: Lookups, columns: dict[str, tuple[str, ...]]
) -> tuple[Entered, list[Fault]]:
    """Enter all of them into the open transaction; the caller commits only where no fault came back.

    A code that is in the record under the same name is left as it is, so that a table can be read twice; only what
    the table says of its signboard is taken over. A department nobody knows is made, unless the record has one there
    whose name is so close that this one is a slip of it.
    """
    faults: list[Fault] = []
    new = there = boards = 0
    risky = {}
    offices = Offices(unit, lookups)
    for site in sites:
        known = enterprises.by_code(unit, site.uscc)
        if known is not None:
            there += 1
            if known.name != site.name:
                faults.append(
                    Fault(site.row, "", f"the code {site.uscc} belongs to {known.name} in the record", "check both")
                )
            else:
                boards += _board(unit, known.id, site)
            continue
        region = site.region
        meant = offices.taken_for(site.department, region) if site.department else ""
        if meant:
            faults.append(_slip(site, meant, columns))
            continue
        if region.code not in risky:
            enterprises.add_region(unit, region.code, region.name, region.level)
            risky[region.code] = lookups.plans_for(unit, region.code)
        office = offices.id_of(site.department, region) if site.department else None
        entered = enterprises.add_enterprise(
            unit, name=site.name, uscc=site.uscc, region=region.code, sector=site.sector, kinds=site.kinds,
            headcount=site.headcount, address=site.address, department_id=office,
            high_risk=any(plan.is_high_risk(site.sector, frozenset(site.kinds)) for plan in risky[region.code]),
        )  # fmt: skip
        new += 1
        boards += _board(unit, entered, site)
    return Entered(new, there, boards, tuple(offices.made)), faults


def _slip(site: Site, meant: str, columns: dict[str, tuple[str, ...]]) -> Fault:
    return Fault(
        site.row, columns["department"][0], f"{site.region.name} has no department {site.department!r}",
        f"did you mean {meant!r}? If it is another one, enter one of its people first (`import people`)",
    )  # fmt: skip


def _board(unit: UnitOfWork, enterprise_id: int, site: Site) -> int:
    """Take over what the table says of the signboard; 1 where that changes anything."""
    if not site.board:
        return 0
    there = next(iter(signboards_of(unit, EVERYTHING, (enterprise_id,))), None)
    if there is not None and all(getattr(there, name) == value for name, value in site.board):
        return 0
    put_signboard(unit, enterprise_id, dict(site.board), by=None)
    return 1


def _site(row: Row, lookups: Lookups, columns: dict[str, tuple[str, ...]], faults: list[Fault]) -> Site:
    def fault(column: str, rule: str, remedy: str) -> None:
        faults.append(Fault(row.number, columns[column][0], rule, remedy))

    for column in NEEDED:
        if not row[column]:
            fault(column, "is empty", "fill it in")
    for column, longest in _LONGEST.items():
        if len(row[column]) > longest:
            fault(column, f"has more than {longest} characters", "shorten it")
    uscc = (passes("uscc", row["uscc"]) or "") if row["uscc"] else ""
    if row["uscc"] and not uscc:
        fault("uscc", f"{row['uscc']!r} is no valid code", "compare its 18 characters with the business licence")
    region = lookups.region(row["region"]) if row["region"] else None
    if row["region"] and region is None:
        names = [one.name for one in lookups.regions.values()]
        fault("region", f"nobody knows the region {row['region']!r}", did_you_mean(row["region"], names))
    sector = lookups.sector(row["sector"])
    if row["sector"] and sector is None:
        names = [one.name for one in lookups.content.sectors.sectors]
        fault("sector", f"nobody knows the sector {row['sector']!r}", did_you_mean(row["sector"], names))
    kinds = [(words, lookups.kind(words)) for words in _BETWEEN.split(row["kinds"]) if words]
    for words, kind in kinds:
        if kind is None:
            names = [one.name for one in lookups.content.sectors.kinds]
            fault("kinds", f"nobody knows {words!r}", did_you_mean(words, names))
    heads = row.plain("headcount").removesuffix("人").replace(",", "")
    if heads and not (heads.isascii() and heads.isdecimal() and 0 < int(heads[:7]) <= 200_000):
        fault("headcount", f"{row['headcount']!r} is no number of people", "write a whole number from 1 to 200000")
        heads = ""
    for column in PHONES:
        if row[column] and not _PHONE.fullmatch(row.plain(column)):
            fault(column, f"{row[column]!r} is no telephone number", "write digits, blanks and hyphens only")
    return Site(
        row.number, row["name"], uscc, region or Region("", "", ""), sector.id if sector else "",
        tuple(kind.id for _, kind in kinds if kind is not None), int(heads) if heads else None, row["address"],
        row["department"],
        tuple((column, row.plain(column) if column in PHONES else row[column]) for column in BOARD if row[column]),
    )  # fmt: skip
