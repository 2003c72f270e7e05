"""In whose name an official records something: a county, a city, or one of their departments."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import ColumnElement, Table, and_, select

from storage.figures.body import Level
from storage.people import Role
from storage.tables import departments
from storage.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class Office:
    """Whose act it is. `region` is the GB/T 2260 code of the county or city; no department means the region's own."""

    level: Level
    region: str
    department_id: int | None


def office_of(unit: UnitOfWork, role: Role) -> Office | None:
    """The office somebody acts for in that role; None for enterprises' people and administrators."""
    if role.department_id is not None:
        row = unit.execute(select(departments).where(departments.c.id == role.department_id)).one()
        return Office(row.level, row.region, row.id)
    if role.role in ("county", "city") and role.region is not None:
        return Office("county" if role.role == "county" else "city", role.region, None)
    return None


def of_office(table: Table, office: Office) -> ColumnElement[bool]:
    """The condition on spot_checks or actions: this office's own rows."""
    return and_(
        table.c.level == office.level,
        table.c.region == office.region,
        table.c.department_id == office.department_id
        if office.department_id is not None
        else table.c.department_id.is_(None),
    )
