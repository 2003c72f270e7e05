"""Who could be reminded of something, in portions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection

from sqlalchemy import ColumnElement, and_, or_, select

from storage.lots import among, listed
from storage.people import OF_ENTERPRISE, Person, Role
from storage.scope import Scope, in_region, within
from storage.tables import departments, enterprises, persons, roles
from storage.unit_of_work import UnitOfWork

_ROLE = tuple(roles.c[name] for name in ("id", "person_id", "role", "enterprise_id", "region", "department_id"))


def recipients(
    unit: UnitOfWork, scope: Scope, *, role_names: Collection[str], after: int = 0, limit: int = 500
) -> tuple[Person, ...]:
    """The next `limit` people by growing id who hold one of those roles within the scope, each with such roles.

    Roles that were revoked, and those at an enterprise that has closed, do not count.
    """
    live = and_(roles.c.revoked_at.is_(None), roles.c.role.in_(role_names), _within(scope))
    joined = roles.outerjoin(enterprises, enterprises.c.id == roles.c.enterprise_id)
    ids = select(roles.c.person_id).select_from(joined).where(live, roles.c.person_id > after)
    page = unit.execute(ids.distinct().order_by(roles.c.person_id).limit(limit)).scalars().all()
    if not page:
        return ()
    query = (
        select(*_ROLE, persons.c.name, departments.c.sectors)
        .select_from(
            joined.join(persons, persons.c.id == roles.c.person_id).outerjoin(
                departments, departments.c.id == roles.c.department_id
            )
        )
        .where(live, among(unit, roles.c.person_id, page))
        .order_by(roles.c.id)
    )
    names: dict[int, str] = {}
    held: dict[int, list[Role]] = defaultdict(list)
    for number, person_id, role, enterprise_id, region, department_id, name, sectors in listed(unit, query):
        names[person_id] = name
        held[person_id].append(Role(number, role, enterprise_id, region, department_id, tuple(sectors or ())))
    return tuple(Person(person_id, names[person_id], tuple(held[person_id])) for person_id in page)


def people_of(unit: UnitOfWork, scope: Scope, enterprise_ids: Collection[int]) -> dict[int, tuple[Person, ...]]:
    """The people of each of these enterprises with their roles there; enterprises without people are left out."""
    query = (
        select(*_ROLE, persons.c.name)
        .join(persons, persons.c.id == roles.c.person_id)
        .join(enterprises, enterprises.c.id == roles.c.enterprise_id)
        .where(
            within(scope),
            among(unit, roles.c.enterprise_id, enterprise_ids),
            roles.c.revoked_at.is_(None),
            roles.c.role.in_(OF_ENTERPRISE),
        )
        .order_by(roles.c.id)
    )
    found: dict[int, dict[int, Person]] = defaultdict(dict)
    for number, person_id, role, enterprise_id, region, department_id, name in listed(unit, query):
        there = found[enterprise_id]
        before = there[person_id].roles if person_id in there else ()
        one = Role(number, role, enterprise_id, region, department_id)
        there[person_id] = Person(person_id, name, (*before, one))
    return {enterprise_id: tuple(people.values()) for enterprise_id, people in found.items()}


def _within(scope: Scope) -> ColumnElement[bool]:
    at_enterprise = and_(roles.c.enterprise_id.is_not(None), enterprises.c.closed_at.is_(None), within(scope))
    if scope.everything:
        return or_(at_enterprise, roles.c.enterprise_id.is_(None))
    if scope.region is None:
        return at_enterprise
    return or_(at_enterprise, and_(roles.c.enterprise_id.is_(None), in_region(roles.c.region, scope.region)))
