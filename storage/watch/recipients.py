"""Who could be reminded of something, in portions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from types import MappingProxyType

from sqlalchemy import ColumnElement, and_, or_, select

from storage.lots import among, listed
from storage.people import OF_ENTERPRISE, Person, Role
from storage.scope import Scope, in_region, within
from storage.tables import departments, enterprises, persons, roles
from storage.unit_of_work import UnitOfWork

NOBODY: Mapping[int, Person] = MappingProxyType({})
_ROLE = tuple(roles.c[name] for name in ("id", "person_id", "role", "enterprise_id", "region", "department_id"))


def recipients(
    unit: UnitOfWork, scope: Scope, *, role_names: Collection[str], after: int = 0, limit: int = 500
) -> tuple[Person, ...]:
    """The next people by growing id, at most `limit`, who hold one of those roles within the scope, each with such
    roles; nobody when there are no more.

    Roles that were revoked, and those at an enterprise that has closed, do not count.
    """
    query = (
        select(*_ROLE, persons.c.name, departments.c.sectors)
        .select_from(
            roles.outerjoin(enterprises, enterprises.c.id == roles.c.enterprise_id)
            .join(persons, persons.c.id == roles.c.person_id)
            .outerjoin(departments, departments.c.id == roles.c.department_id)
        )
        .where(roles.c.revoked_at.is_(None), roles.c.role.in_(role_names), _within(scope), roles.c.person_id > after)
        .order_by(roles.c.person_id, roles.c.id)
    )
    most = limit + 1
    while True:
        rows = listed(unit, query.limit(most))
        names: dict[int, str] = {}
        held: dict[int, list[Role]] = {}
        for number, person_id, role, enterprise_id, region, department_id, name, sectors in rows:
            if person_id not in held:
                names[person_id], held[person_id] = name, []
            held[person_id].append(Role(number, role, enterprise_id, region, department_id, tuple(sectors or ())))
        if len(rows) == most:  # the last one's roles may go on beyond
            held.popitem()
        if held or not rows:
            found = [Person(person_id, names[person_id], tuple(theirs)) for person_id, theirs in held.items()]
            return tuple(found[:limit])
        most *= 2  # one person alone with more roles than that


def people_of(
    unit: UnitOfWork, scope: Scope, enterprise_ids: Collection[int], read: Mapping[int, Person] = NOBODY
) -> dict[int, tuple[Person, ...]]:
    """The people of each of these enterprises with their roles there; enterprises without people are left out.

    `read` are people of `recipients`, read in this transaction: whoever holds that one role only is not made anew.
    """
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
        whole = read.get(person_id)
        if whole is not None and len(whole.roles) == 1 and whole.roles[0].id == number:
            there[person_id] = whole
            continue
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
