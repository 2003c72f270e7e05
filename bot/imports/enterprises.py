"""Enterprises from a table, with what their signboards say where it has such columns."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from bot.imports.checking import Say, broken, checked_code, nearest
from bot.imports.headings import Headings
from bot.imports.lookups import Lookups, Region, headings
from bot.imports.offices import Offices
from bot.imports.table import Fault, Row
from bot.imports.telephone import trouble_with
from checklists.content import Content
from dialogs.folding import folded
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
_KIND = "kind:"
"""Before the id of a kind of enterprise, which may have a column of its own with √ and ×."""
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
    kind_from_sector: bool = False
    """Whether the word for its sector names a kind too, which then counts as one of its kinds: 家具 says both."""


@dataclass(frozen=True)
class Entered:
    """How many were entered, how many were in the record already under the same name, how many boards changed, and
    which departments were made for them."""

    new: int
    there: int
    boards: int
    departments: tuple[str, ...]


def columns_of(content: Content) -> Headings:
    """The columns of the table with the headings they may have; a kind of enterprise may have one of its own."""
    lookups = Lookups(content)
    kinds = {f"{_KIND}{one.id}": lookups.words_for(one) for one in content.sectors.kinds}
    return kinds | headings(content, "enterprises")


def understand(rows: Iterable[Row], lookups: Lookups) -> tuple[list[Site], list[Fault], list[int]]:
    """Every row as a site, every fault of every row, and the rows that only repeat another."""
    sites: list[Site] = []
    faults: list[Fault] = []
    again: list[int] = []
    seen: dict[str, Site] = {}
    for row in rows:
        here = len(faults)
        faults.extend(broken(row, lookups.content.texts))
        if len(faults) > here:
            continue
        site = _site(row, lookups, faults)
        first = seen.setdefault(site.uscc, site) if site.uscc else site
        if first is not site and replace(first, row=site.row) == site:
            again.append(row.number)
        elif first is not site:
            faults.append(Fault(row.number, "uscc", lookups.content.texts("import.fault.same_code", row=first.row)))
        elif len(faults) == here:
            sites.append(site)
    return sites, faults, again


def enter(unit: UnitOfWork, sites: Iterable[Site], lookups: Lookups) -> tuple[Entered, list[Fault]]:
    """Enter all of them into the open transaction; the caller commits only where no fault came back.

    A code that is in the record under the same name is left as it is, so that a table can be read twice; only what
    the table says of its signboard is taken over. A department nobody knows is made, unless the record has one there
    whose name is so close that this one is a slip of it.
    """
    texts = lookups.content.texts
    faults: list[Fault] = []
    new = there = boards = 0
    risky = {}
    offices = Offices(unit, lookups)
    for site in sites:
        known = enterprises.by_code(unit, site.uscc)
        if known is not None:
            there += 1
            if folded(known.name) != folded(site.name):
                said = texts("import.fault.other_name", code=site.uscc, name=known.name)
                faults.append(Fault(site.row, "uscc", said))
            else:
                boards += _board(unit, known.id, site)
            continue
        region = site.region
        meant = offices.taken_for(site.department, region) if site.department else ""
        if meant:
            said = texts("import.fault.office", region=region.name, written=site.department, meant=meant)
            faults.append(Fault(site.row, "department", said))
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
        boards += _board(unit, entered, site, new=True)
    return Entered(new, there, boards, tuple(offices.made)), faults


def _board(unit: UnitOfWork, enterprise_id: int, site: Site, *, new: bool = False) -> int:
    """Take over what the table says of the signboard; 1 where that changes anything."""
    if not site.board:
        return 0
    there = None if new else next(iter(signboards_of(unit, EVERYTHING, (enterprise_id,))), None)
    if there is not None and all(getattr(there, name) == value for name, value in site.board):
        return 0
    put_signboard(unit, enterprise_id, dict(site.board), by=None)
    return 1


def _site(row: Row, lookups: Lookups, faults: list[Fault]) -> Site:
    texts = lookups.content.texts

    def fault(column: str, said: str) -> None:
        faults.append(Fault(row.number, column, said))

    for column in NEEDED:
        if not row[column] and not (column == "region" and lookups.home):
            fault(column, texts("import.fault.empty"))
    for column, longest in _LONGEST.items():
        if len(row[column]) > longest:
            fault(column, texts("import.fault.long", most=longest))
    if row["name"] and not passes("name", row["name"]):
        fault("name", texts("import.fault.enterprise_name", written=row["name"]))
    uscc = checked_code(row, texts, fault) if row["uscc"] else ""
    region = lookups.region(row["region"]) if row["region"] else lookups.home
    if row["region"] and region is None:
        known = nearest(row["region"], lookups.near, texts)
        fault("region", texts("import.fault.region", written=row["region"], known=known))
    sector = _sector(row, lookups, faults) if row["sector"] else ""
    kinds = _kinds(row, lookups, fault)
    trade = lookups.kind(row["sector"]) if sector else None
    named = trade is not None and trade.id not in kinds and (not trade.sectors or sector in trade.sectors)
    if trade is not None and named:
        kinds = (*kinds, trade.id)
    heads = row.plain("headcount").removesuffix("人").replace(",", "")
    if heads and not (heads.isascii() and heads.isdecimal() and 0 < int(heads[:7]) <= 200_000):
        fault("headcount", texts("import.fault.headcount", written=row["headcount"]))
        heads = ""
    for column in PHONES:
        trouble = trouble_with(row.plain(column)) if row[column] else None
        if trouble is not None:
            fault(column, trouble.said(texts))
    return Site(
        row.number, row["name"], uscc, region or Region("", "", ""), sector, kinds, int(heads) if heads else None,
        row["address"], row["department"],
        tuple((column, row.plain(column) if column in PHONES else row[column]) for column in BOARD if row[column]),
        named,
    )  # fmt: skip


def _sector(row: Row, lookups: Lookups, faults: list[Fault]) -> str:
    texts, written = lookups.content.texts, row["sector"]
    meant = lookups.sectors(written)
    if len(meant) == 1:
        return meant[0].id
    if meant:
        either = texts("import.and").join(one.name for one in meant)
        faults.append(Fault(row.number, "sector", texts("import.fault.sectors", written=written, known=either)))
    else:
        every = texts("import.and").join(one.name for one in lookups.content.sectors.sectors)
        known = texts("import.fault.known_sectors", known=every)
        faults.append(Fault(row.number, "sector", texts("import.fault.sector", written=written), known))
    return ""


def _kinds(row: Row, lookups: Lookups, fault: Say) -> tuple[str, ...]:
    """The kinds named in their common column, and those ticked in columns of their own."""
    texts, every = lookups.content.texts, lookups.content.sectors.kinds
    found = []
    for words in filter(None, _BETWEEN.split(row["kinds"])):
        kind = lookups.kind(words)
        if kind is None and folded(words) in texts.words["import.unmarked"]:
            continue
        if kind is None:
            known = nearest(words, tuple(one.name for one in every), texts)
            fault("kinds", texts("import.fault.kind", written=words, known=known))
        else:
            found.append(kind.id)
    for column, written in row.cells.items():
        if written and column.startswith(_KIND):
            mark, kind = folded(written), lookups.kind(column.removeprefix(_KIND))
            if kind is not None and (mark in texts.words["import.marked"] or lookups.kind(written) is kind):
                found.append(kind.id)
            elif mark not in texts.words["import.unmarked"]:
                fault(column, texts("import.fault.mark", written=written))
    return tuple(dict.fromkeys(found))
