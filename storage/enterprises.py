"""Enterprises and the places they belong to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import bindparam, func, or_, select

from storage.changes import add, change
from storage.prepared import Prepared
from storage.scope import OF_ONE, Scope, region_prefix, region_within, within
from storage.tables import departments, enterprises, plans_in_force, regions
from storage.unit_of_work import UnitOfWork

_OWN = Prepared(select(enterprises).where(OF_ONE, enterprises.c.id == bindparam("one")), lasting=True)
_ALL_IN_FORCE = Prepared(select(plans_in_force).order_by(plans_in_force.c.id))
_IN_FORCE = Prepared(
    select(plans_in_force)
    .where(
        plans_in_force.c.begins <= bindparam("day", type_=plans_in_force.c.begins.type),
        plans_in_force.c.ends >= bindparam("day", type_=plans_in_force.c.ends.type),
    )
    .order_by(plans_in_force.c.id),
    lasting=True,
)


@dataclass(frozen=True)
class Enterprise:
    """One enterprise. `profile` holds what was asked once (hot_work: yes …); `high_risk` is the plan's judgement."""

    id: int
    name: str
    uscc: str
    region: str
    sector: str
    kinds: tuple[str, ...]
    headcount: int | None
    address: str
    department_id: int | None
    profile: Mapping[str, str]
    high_risk: bool


@dataclass(frozen=True)
class Department:
    """A department; `level` county or city, `sectors` those it supervises (none = all)."""

    id: int
    name: str
    region: str
    level: str
    sectors: tuple[str, ...]


@dataclass(frozen=True)
class Campaign:
    """A plan in force in a region: `begins` its first day, `ends` its last."""

    plan: str
    year: int
    region: str
    begins: date
    ends: date


def add_region(unit: UnitOfWork, code: str, name: str, level: str) -> None:
    """Add a region unless it is there."""
    if unit.execute(select(regions.c.code).where(regions.c.code == code)).first() is None:
        unit.execute(regions.insert().values(code=code, name=name, level=level))


def region_name(unit: UnitOfWork, code: str) -> str:
    """A region's name; its code when nobody entered it."""
    return str(unit.execute(select(regions.c.name).where(regions.c.code == code)).scalar_one_or_none() or code)


def department_name(unit: UnitOfWork, department_id: int) -> str:
    """A department's name."""
    return str(unit.execute(select(departments.c.name).where(departments.c.id == department_id)).scalar_one())


def counties(unit: UnitOfWork, scope: Scope) -> tuple[tuple[str, str], ...]:
    """(code, name) of the counties within a scope, by code."""
    query = select(regions.c.code, regions.c.name).where(regions.c.level == "county").order_by(regions.c.code)
    query = query.where(region_within(scope, regions.c.code))
    return tuple((row.code, row.name) for row in unit.execute(query))


def departments_of(unit: UnitOfWork, region: str) -> tuple[Department, ...]:
    """A county's or city's own departments, by name. That the region is the asker's to see is checked by the caller."""
    query = select(departments).where(departments.c.region == region).order_by(departments.c.name)
    return tuple(Department(row.id, row.name, row.region, row.level, tuple(row.sectors)) for row in unit.execute(query))


def add_department(
    unit: UnitOfWork, name: str, region: str, level: str, sectors: tuple[str, ...] = (), *, by: int | None = None
) -> int:
    """A department and the sectors it supervises (none = all); its id, the old one when it is there already."""
    there = select(departments.c.id).where(departments.c.region == region, departments.c.name == name)
    found = unit.execute(there).scalar_one_or_none()
    if found is not None:
        return int(found)
    values = {"name": name, "region": region, "level": level, "sectors": list(sectors)}
    return add(unit, departments, values, action="department.add", by=by)


def add_enterprise(
    unit: UnitOfWork,
    *,
    name: str,
    uscc: str,
    region: str,
    sector: str,
    kinds: tuple[str, ...] = (),
    headcount: int | None = None,
    address: str = "",
    department_id: int | None = None,
    profile: Mapping[str, str] | None = None,
    high_risk: bool = False,
    by: int | None = None,
) -> int:
    """A new enterprise; its id. The code must have been checked (dialogs.named_checks, import)."""
    values = {
        "name": name,
        "uscc": uscc,
        "region": region,
        "sector": sector,
        "kinds": list(kinds),
        "headcount": headcount,
        "address": address,
        "department_id": department_id,
        "profile": dict(profile or {}),
        "high_risk": high_risk,
        "created_at": unit.now,
    }
    return add(unit, enterprises, values, action="enterprise.add", by=by)


def enterprise(unit: UnitOfWork, enterprise_id: int, scope: Scope) -> Enterprise | None:
    """The enterprise of that id, if the scope holds it."""
    if scope.enterprise_id is not None and not scope.everything:
        found = unit.rows(_OWN, one=enterprise_id, own=scope.enterprise_id)
        return _enterprise(found[0]) if found else None
    row = unit.execute(select(enterprises).where(enterprises.c.id == enterprise_id, within(scope))).one_or_none()
    return _enterprise(row) if row is not None else None


def by_code(unit: UnitOfWork, uscc: str) -> Enterprise | None:
    """The enterprise of that unified social credit code. Takes no scope: it is how somebody enrols at all."""
    row = unit.execute(select(enterprises).where(enterprises.c.uscc == uscc)).one_or_none()
    return _enterprise(row) if row is not None else None


def enterprise_page(
    unit: UnitOfWork, scope: Scope, words: str = "", *, after: int = 0, limit: int = 50
) -> tuple[Enterprise, ...]:
    """Enterprises of the scope behind the one of that id, in order of entry; `words` stand in name or credit code."""
    query = select(enterprises).where(within(scope), enterprises.c.id > after)
    if words:
        pattern = "%" + words.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
        query = query.where(
            or_(enterprises.c.name.like(pattern, escape="\\"), enterprises.c.uscc == words.strip().upper())
        )
    return tuple(map(_enterprise, unit.execute(query.order_by(enterprises.c.id).limit(limit))))


def found(unit: UnitOfWork, scope: Scope, words: str, limit: int = 9) -> tuple[Enterprise, ...]:
    """Enterprises within the scope whose name holds these words, the shortest names first."""
    pattern = "%" + words.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
    query = select(enterprises).where(within(scope), enterprises.c.name.like(pattern, escape="\\"))
    rows = unit.execute(query.order_by(func.length(enterprises.c.name), enterprises.c.id).limit(limit))
    return tuple(map(_enterprise, rows))


def sectors(unit: UnitOfWork, scope: Scope) -> tuple[tuple[str, int], ...]:
    """Sectors of the open enterprises within the scope with how many there are, the most first."""
    count = func.count(enterprises.c.id)
    query = (
        select(enterprises.c.sector, count.label("sites"))
        .where(within(scope), enterprises.c.closed_at.is_(None))
        .group_by(enterprises.c.sector)
        .order_by(count.desc(), enterprises.c.sector)
    )
    return tuple((row.sector, row.sites) for row in unit.execute(query))


def set_profile(unit: UnitOfWork, one: Enterprise, profile: Mapping[str, str], *, by: int | None) -> None:
    """Keep what was asked once about the enterprise."""
    change(
        unit,
        enterprises,
        one.id,
        expect={},
        put={"profile": {**one.profile, **profile}},
        action="enterprise.profile",
        by=by,
    )


def put_in_force(unit: UnitOfWork, campaign: Campaign, *, by: int | None = None) -> None:
    """Put a plan in force for a region and year, once."""
    there = select(plans_in_force.c.id).where(
        plans_in_force.c.plan == campaign.plan,
        plans_in_force.c.year == campaign.year,
        plans_in_force.c.region == campaign.region,
    )
    if unit.execute(there).first() is None:
        values = {
            "plan": campaign.plan,
            "year": campaign.year,
            "region": campaign.region,
            "begins": campaign.begins,
            "ends": campaign.ends,
        }
        add(unit, plans_in_force, values, action="plan.in_force", by=by)


def campaigns(unit: UnitOfWork, day: date | None = None) -> tuple[Campaign, ...]:
    """The plans in force, on that day if one is given."""
    rows = unit.rows(_ALL_IN_FORCE) if day is None else unit.rows(_IN_FORCE, day=day)
    return tuple(Campaign(row.plan, row.year, row.region, row.begins, row.ends) for row in rows)


def campaigns_for(unit: UnitOfWork, region: str, day: date) -> tuple[Campaign, ...]:
    """The plans in force on that day for an enterprise of that region."""
    return tuple(one for one in campaigns(unit, day) if region.startswith(region_prefix(one.region)))


def ever_in_force(unit: UnitOfWork, plan: str, region: str) -> bool:
    """Whether a plan is, was or will be in force where that region lies, in any year."""
    return any(one.plan == plan and region.startswith(region_prefix(one.region)) for one in campaigns(unit))


def _enterprise(row: Any) -> Enterprise:
    return Enterprise(
        row.id,
        row.name,
        row.uscc,
        row.region,
        row.sector,
        tuple(row.kinds),
        row.headcount,
        row.address,
        row.department_id,
        row.profile,
        row.high_risk,
    )
