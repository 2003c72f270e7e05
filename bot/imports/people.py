"""People from a table: each gets a role, and a code with which they reach it from their phone."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.imports.lookups import Lookups, Region
from bot.imports.offices import Offices
from bot.imports.table import Fault, Row
from checklists.problems import did_you_mean
from dialogs.conversations.enrol import JOIN
from dialogs.named_checks import passes
from storage import enterprises, invitations, people
from storage.people import OF_ENTERPRISE
from storage.unit_of_work import UnitOfWork

NEEDED = ("name", "role")
GOOD_FOR = timedelta(days=60)


@dataclass(frozen=True)
class Member:
    """One row understood."""

    row: int
    name: str
    role: str
    uscc: str
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


def understand(
    rows: Iterable[Row], lookups: Lookups, columns: dict[str, tuple[str, ...]]
) -> tuple[list[Member], list[Fault]]:
    """Every row as a member, and every fault of every row."""
    members: list[Member] = []
    faults: list[Fault] = []
    seen: dict[tuple[str, ...], int] = {}
    for row in rows:
        here = len(faults)
        member = _member(row, lookups, columns, faults)
        same = (member.name, member.role, member.uscc, member.region.code if member.region else "", member.department)
        if same in seen:
            faults.append(Fault(row.number, "", f"row {seen[same]} says the same", "remove one of them"))
        seen.setdefault(same, row.number)
        if len(faults) == here:
            members.append(member)
    return members, faults


@dataclass(frozen=True)
class Entered:
    """Those entered, how many were there already, and which departments were made for them."""

    joined: tuple[Joined, ...]
    there: int
    departments: tuple[str, ...]


def enter(
    unit: UnitOfWork, members: Iterable[Member], lookups: Lookups, columns: dict[str, tuple[str, ...]]
) -> tuple[Entered, list[Fault]]:
    """Enter all of them into the open transaction; the caller commits only where no fault came back.

    Somebody of the same name in the same role at the same body (of a department, that very one) is there already and
    keeps what they have. A department nobody knows is made: this is the table that says which there are.
    """
    joined: list[Joined] = []
    faults: list[Fault] = []
    there = 0
    offices = Offices(unit, lookups)
    for member in members:
        site = enterprises.by_code(unit, member.uscc) if member.uscc else None
        if member.uscc and site is None:
            faults.append(
                Fault(
                    member.row, columns["uscc"][0], "no enterprise of the record has this code",
                    "import the enterprises first",
                )
            )  # fmt: skip
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


def _member(row: Row, lookups: Lookups, columns: dict[str, tuple[str, ...]], faults: list[Fault]) -> Member:
    def fault(column: str, rule: str, remedy: str) -> None:
        faults.append(Fault(row.number, columns[column][0], rule, remedy))

    for column in NEEDED:
        if not row[column]:
            fault(column, "is empty", "fill it in")
    if row["name"] and not 2 <= len(row["name"]) <= 20:
        fault("name", f"{row['name']!r} is no name", "write 2 to 20 characters")
    role = lookups.role(row["role"]) or ""
    if row["role"] and not role:
        texts = lookups.content.texts
        names = [words[0] for key, words in texts.words.items() if key.startswith("import.role.")]
        fault("role", f"nobody knows the role {row['role']!r}", did_you_mean(row["role"], names))
    uscc, region = "", None
    if role in OF_ENTERPRISE:
        uscc = passes("uscc", row["uscc"]) or ""
        if not uscc:
            fault("uscc", f"{row['uscc']!r} is no valid code", "give the enterprise's 18 characters")
    elif role and role != "administrator":
        region = lookups.region(row["region"])
        if not row["region"]:
            fault("region", "is empty", f"write the {columns['region'][0]} of the office, a county or city")
        elif region is None:
            names = [one.name for one in lookups.regions.values()]
            fault("region", f"nobody knows the region {row['region']!r}", did_you_mean(row["region"], names))
        if role == "department" and not row["department"]:
            fault("department", "is empty", "name the department")
        if len(row["department"]) > 80:
            fault("department", "has more than 80 characters", "shorten it")
    return Member(row.number, row["name"], role, uscc, region, row["department"] if region else "")
