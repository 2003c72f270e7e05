"""People from a table: each gets a role, and a code with which they reach it from their phone."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.imports.checking import broken, checked_code, nearest
from bot.imports.companies import Companies
from bot.imports.headings import Headings
from bot.imports.lookups import Lookups, Region, headings
from bot.imports.offices import Offices
from bot.imports.table import Fault, Row
from checklists.content import Content
from dialogs.conversations.enrol import JOIN
from dialogs.named_checks import passes
from storage import enterprises, invitations, people
from storage.people import OF_ENTERPRISE
from storage.unit_of_work import UnitOfWork

NEEDED = ("name", "role")
GOOD_FOR = timedelta(days=60)
_MORE = re.compile(r"[0-9０-９]{5}|[、，,;；/]")
"""In what is more than one person's name: two of them, or a telephone number behind."""


@dataclass(frozen=True)
class Member:
    """One row understood."""

    row: int
    name: str
    role: str
    uscc: str
    company: str
    region: Region | None
    department: str


@dataclass(frozen=True)
class Joined:
    """Somebody entered, with the code that lets them in and where they belong."""

    name: str
    role: str
    body: str
    code: str
    until: datetime


def columns_of(content: Content) -> Headings:
    """The columns of the table with the headings they may have."""
    return headings(content, "people")


def understand(rows: Iterable[Row], lookups: Lookups) -> tuple[list[Member], list[Fault], list[int]]:
    """Every row as a member, every fault of every row, and the rows that only repeat another."""
    members: list[Member] = []
    faults: list[Fault] = []
    again: list[int] = []
    seen: set[Member] = set()
    for row in rows:
        here = len(faults)
        faults.extend(broken(row, lookups.content.texts))
        if len(faults) > here:
            continue
        member = _member(row, lookups, faults)
        if len(faults) == here:
            same = replace(member, row=0)
            if same in seen:
                again.append(row.number)
            else:
                seen.add(same)
                members.append(member)
    return members, faults, again


@dataclass(frozen=True)
class Entered:
    """Those entered, how many were there already, and which departments were made for them."""

    joined: tuple[Joined, ...]
    there: int
    departments: tuple[str, ...]


def enter(unit: UnitOfWork, members: Iterable[Member], lookups: Lookups) -> tuple[Entered, list[Fault]]:
    """Enter all of them into the open transaction; the caller commits only where no fault came back.

    Somebody of the same name in the same role at the same body (of a department, that very one) is there already and
    keeps what they have. A department nobody knows is made: this is the table that says which there are.
    """
    joined: list[Joined] = []
    faults: list[Fault] = []
    there = 0
    offices, companies = Offices(unit, lookups), Companies(unit, lookups.content.texts)
    for member in members:
        site = None
        if member.role in OF_ENTERPRISE:
            site, fault = companies.meant(member.row, member.uscc, member.company)
            if fault is not None:
                faults.append(fault)
                continue
        region, office = member.region, None
        if region is not None:
            enterprises.add_region(unit, region.code, region.name, region.level)
            if member.department:
                office = offices.own_id(member.department, region)
        if _is_there(unit, member, site.id if site else None, office):
            there += 1
            continue
        person = people.add_person(unit, member.name)
        people.grant(
            unit, person, member.role, enterprise_id=site.id if site else None,
            region=region.code if region and not site else None, department_id=office, by=None,
        )  # fmt: skip
        code = invitations.invite(unit, JOIN, valid=GOOD_FOR, by=person)
        body = site.name if site else member.department or (region.name if region else "")
        joined.append(Joined(member.name, member.role, body, code.code, code.expires_at))
    return Entered(tuple(joined), there, tuple(offices.made)), faults


def _is_there(unit: UnitOfWork, member: Member, enterprise_id: int | None, office: int | None) -> bool:
    if enterprise_id is not None:
        return any(name == member.name for _, name, _ in people.colleagues(unit, enterprise_id, member.role))
    place = member.region.code if member.region is not None else None
    return any(name == member.name for _, name in people.officials_at(unit, member.role, place, office))


def _member(row: Row, lookups: Lookups, faults: list[Fault]) -> Member:
    texts = lookups.content.texts

    def fault(column: str, said: str) -> None:
        faults.append(Fault(row.number, column, said))

    for column in NEEDED:
        if not row[column]:
            fault(column, texts("import.fault.empty"))
    if row["name"] and (not (2 <= len(row["name"]) <= 20 and passes("name", row["name"])) or _MORE.search(row["name"])):
        fault("name", texts("import.fault.person_name"))
    role = lookups.role(row["role"]) or ""
    if row["role"] and not role:
        names = tuple(words[0] for key, words in texts.words.items() if key.startswith("import.role."))
        fault("role", texts("import.fault.role", written=row["role"], known=nearest(row["role"], names, texts)))
    uscc, company, region = "", "", None
    if role in OF_ENTERPRISE:
        # 单位 is a department's heading and, in a table of enterprises' people, the enterprise's.
        company = row["company"] or ("" if row["uscc"] else row["department"])
        uscc = checked_code(row, texts, fault) if row["uscc"] else ""
        if not row["uscc"] and not company:
            fault("uscc", texts("import.fault.no_enterprise"))
    elif role and role != "administrator":
        region = lookups.region(row["region"]) if row["region"] else lookups.home
        if not row["region"] and not region:
            fault("region", texts("import.fault.no_region"))
        elif region is None:
            known = nearest(row["region"], lookups.near, texts)
            fault("region", texts("import.fault.region", written=row["region"], known=known))
        if role == "department" and not row["department"]:
            fault("department", texts("import.fault.no_department"))
        if len(row["department"]) > 80:
            fault("department", texts("import.fault.long", most=80))
    return Member(row.number, row["name"], role, uscc, company, region, row["department"] if region else "")
