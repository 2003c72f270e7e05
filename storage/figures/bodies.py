"""Names and sectors of the bodies that report, for the heads of their tables."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select

from checklists.errors import UserMistake
from storage.figures.body import Level
from storage.scope import Scope, region_within
from storage.tables import departments, regions
from storage.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class RegionNamed:
    """A region by its GB/T 2260 code."""

    code: str
    name: str
    level: Level


@dataclass(frozen=True)
class DepartmentNamed:
    """A department with the region it works in and the sectors it answers for (empty = all)."""

    id: int
    name: str
    region: str
    level: Level
    sectors: tuple[str, ...]


def region_named(unit: UnitOfWork, code: str) -> RegionNamed:
    """The region of that code; raises UserMistake when the record has none."""
    row = unit.execute(select(regions).where(regions.c.code == code)).mappings().one_or_none()
    if row is None:
        raise UserMistake(f"No region has the code {code!r}; give the six digits of a county or city in the record.")
    return RegionNamed(row["code"], row["name"], row["level"])


def regions_named(unit: UnitOfWork) -> Mapping[str, str]:
    """The names of all regions by code."""
    return {row.code: row.name for row in unit.execute(select(regions.c.code, regions.c.name))}


def department_named(unit: UnitOfWork, department_id: int) -> DepartmentNamed:
    """The department of that id; raises UserMistake when the record has none."""
    row = unit.execute(select(departments).where(departments.c.id == department_id)).mappings().one_or_none()
    if row is None:
        raise UserMistake(f"No department has the id {department_id}; give the id of one in the record.")
    return DepartmentNamed(row["id"], row["name"], row["region"], row["level"], tuple(row["sectors"]))


def departments_of(unit: UnitOfWork, city: str) -> tuple[int, ...]:
    """The ids of a city's own departments, in order of entry."""
    query = select(departments.c.id).where(departments.c.region == city, departments.c.level == "city")
    return tuple(unit.execute(query.order_by(departments.c.id)).scalars())


def counties_within(unit: UnitOfWork, scope: Scope) -> tuple[RegionNamed, ...]:
    """The counties inside the scope's region, by code; none for a scope without a region."""
    statement = (
        select(regions)
        .where(regions.c.level == "county", region_within(scope, regions.c.code))
        .order_by(regions.c.code)
    )
    return tuple(RegionNamed(row["code"], row["name"], row["level"]) for row in unit.execute(statement).mappings())
