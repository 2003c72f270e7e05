"""People and their roles; where they are reached stands in storage.reaching."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, FromClause, Select, and_, bindparam, select

from storage import reaching
from storage.changes import add, change, note
from storage.lots import as_list, each_of, found_in
from storage.prepared import Prepared
from storage.private_post import Address
from storage.reaching import Binding
from storage.scope import EVERYTHING, NOTHING, Scope, region_prefix
from storage.sharing import Ahead, Asking
from storage.tables import bindings, departments, enterprises, persons, roles
from storage.unit_of_work import UnitOfWork

OF_ENTERPRISE = ("principal", "safety_director", "safety_officer", "staff")
REGULATORS = ("county", "department", "city")


_ROLES = (
    roles.c.id.label("role_id"), roles.c.role, roles.c.enterprise_id, roles.c.region, roles.c.department_id,
    departments.c.sectors,
)  # fmt: skip


_OTHER = bindings.alias("live")


def _at(table: FromClause, address: ColumnElement[Any]) -> ColumnElement[bool]:
    return and_(
        table.c.channel == bindparam("on"), table.c.account == bindparam("ours"), table.c.address == address,
        table.c.revoked_at.is_(None),
    )  # fmt: skip


def _speaking(which: ColumnElement[bool]) -> Select[Any]:
    return (
        select(*reaching.ADDRESS, persons.c.name, *_ROLES)
        .select_from(bindings)
        .outerjoin(persons, persons.c.id == bindings.c.person_id)
        .outerjoin(roles, (roles.c.person_id == persons.c.id) & roles.c.revoked_at.is_(None))
        .outerjoin(departments, departments.c.id == roles.c.department_id)
        .where(which)
        .order_by(roles.c.id)
    )


def _among(dialect: str) -> ColumnElement[bool]:
    """One of the live bindings at these addresses, each looked up by itself."""
    each = select(each_of(dialect, "many", bindings.c.address.type).label("at")).subquery("each")
    live = select(_OTHER.c.id).where(_at(_OTHER, each.c.at)).scalar_subquery()
    return found_in(dialect, bindings.c.id, select(live).select_from(each))


_SPEAKER = Prepared(_speaking(_at(bindings, bindparam("theirs"))), own=True)
_SPEAKERS = Prepared(lambda dialect: _speaking(_among(dialect)))
_PERSON = Prepared(
    select(persons.c.name, *_ROLES)
    .select_from(persons)
    .outerjoin(roles, (roles.c.person_id == persons.c.id) & roles.c.revoked_at.is_(None))
    .outerjoin(departments, departments.c.id == roles.c.department_id)
    .where(persons.c.id == bindparam("one"))
    .order_by(roles.c.id)
)  # fmt: skip


@dataclass(frozen=True)
class Role:
    """What a person may do, and for whom."""

    id: int
    role: str
    enterprise_id: int | None
    region: str | None
    department_id: int | None
    sectors: tuple[str, ...] = ()

    @property
    def scope(self) -> Scope:
        """What this role may see. Staff see their own enterprise's duties, not its ledger: see `sees_ledger`."""
        if self.role == "administrator":
            return EVERYTHING
        if self.enterprise_id is not None:
            return Scope(enterprise_id=self.enterprise_id)
        if self.region is None:
            return NOTHING
        return Scope(region=region_prefix(self.region), sectors=self.sectors, department_id=self.department_id)

    @property
    def sees_ledger(self) -> bool:
        """Staff report hazards but do not see what others reported."""
        return self.role != "staff"


@dataclass(frozen=True)
class Person:
    """Somebody who enrolled."""

    id: int
    name: str
    roles: tuple[Role, ...]

    def role(self, *names: str) -> Role | None:
        """The person's first role of one of these names."""
        for role in self.roles:  # a plain loop: a morning asks this some times for each of a million people
            if role.role in names:
                return role
        return None


def speaker(unit: UnitOfWork, channel: str, account: str, address: str) -> tuple[Binding, Person | None]:
    """The binding of an address, made when it is seen for the first time, and who has enrolled there."""
    rows = unit.rows(_SPEAKER, on=channel, ours=account, theirs=address)
    if not rows:
        return reaching.bound(unit, channel, account, address), None
    one = reaching.read(rows[0])
    return one, _person(one.person_id, rows) if one.person_id is not None else None


def foresee(channel: str, account: str, sheets: Mapping[str, Ahead]) -> Asking:
    """Read ahead who speaks at these addresses."""
    found: dict[str, list[Any]] = {address: [] for address in sheets}
    rows = yield _SPEAKERS, {"on": channel, "ours": account, "many": as_list(sheets)}
    for row in rows:
        found[row.address].append(row)
    for address, theirs in found.items():
        sheets[address][_SPEAKER, channel, account, address] = theirs


def foreseen_at(sheet: Ahead, at: Address) -> tuple[int | None, int | None]:
    """The binding of an address and the person behind it, as far as `foresee` found them."""
    rows = sheet[_SPEAKER, at.channel, at.account, at.address]
    return (rows[0].id, rows[0].person_id) if rows else (None, None)


def person(unit: UnitOfWork, person_id: int) -> Person:
    """A person with the roles that are not revoked, the oldest first."""
    return _person(person_id, unit.rows(_PERSON, one=person_id))


def known(unit: UnitOfWork, person_id: int) -> bool:
    """Whether there is a person of that id."""
    return unit.execute(select(persons.c.id).where(persons.c.id == person_id)).first() is not None


def role(unit: UnitOfWork, role_id: int) -> Role:
    """The role of that id, revoked or not."""
    query = (
        select(roles, departments.c.sectors)
        .outerjoin(departments, departments.c.id == roles.c.department_id)
        .where(roles.c.id == role_id)
    )
    row = unit.execute(query).one()
    return Role(row.id, row.role, row.enterprise_id, row.region, row.department_id, tuple(row.sectors or ()))


def add_person(unit: UnitOfWork, name: str, *, by: int | None = None) -> int:
    """A new person; their id."""
    return add(unit, persons, {"name": name, "created_at": unit.now}, action="enrol", by=by)


def grant(
    unit: UnitOfWork,
    person_id: int,
    role: str,
    *,
    enterprise_id: int | None = None,
    region: str | None = None,
    department_id: int | None = None,
    by: int | None,
) -> int:
    """Give a person a role; its id. The same role for the same body twice is one role."""
    same = (
        roles.c.person_id == person_id,
        roles.c.role == role,
        roles.c.enterprise_id.is_not_distinct_from(enterprise_id),
        roles.c.region.is_not_distinct_from(region),
        roles.c.department_id.is_not_distinct_from(department_id),
        roles.c.revoked_at.is_(None),
    )
    there = unit.execute(select(roles.c.id).where(*same)).scalar_one_or_none()
    if there is not None:
        return int(there)
    values = {
        "person_id": person_id,
        "role": role,
        "enterprise_id": enterprise_id,
        "region": region,
        "department_id": department_id,
        "granted_at": unit.now,
    }
    return add(unit, roles, values, action="grant", by=by)


def revoke(unit: UnitOfWork, role_id: int, *, by: int | None) -> None:
    """Take a role away; raises Conflict when it is gone already."""
    change(unit, roles, role_id, expect={"revoked_at": None}, put={"revoked_at": unit.now}, action="revoke", by=by)


def colleagues(unit: UnitOfWork, enterprise_id: int, *role_names: str) -> tuple[tuple[int, str, str], ...]:
    """(person id, name, role) of an enterprise's people, in those roles or all."""
    query = (
        select(persons.c.id, persons.c.name, roles.c.role)
        .join(roles, roles.c.person_id == persons.c.id)
        .where(roles.c.enterprise_id == enterprise_id, roles.c.revoked_at.is_(None))
        .order_by(roles.c.id)
    )
    if role_names:
        query = query.where(roles.c.role.in_(role_names))
    return tuple((row.id, row.name, row.role) for row in unit.execute(query))


def officials_at(
    unit: UnitOfWork, role: str, region: str | None, department_id: int | None
) -> tuple[tuple[int, str], ...]:
    """(person id, name) of those who hold that role at just that office: a department's by the department, others by
    the place, administrators wherever they are."""
    office = (
        roles.c.department_id == department_id if role == "department" else roles.c.region.is_not_distinct_from(region)
    )
    query = (
        select(persons.c.id, persons.c.name)
        .join(roles, roles.c.person_id == persons.c.id)
        .where(roles.c.role == role, office, roles.c.enterprise_id.is_(None), roles.c.revoked_at.is_(None))
        .order_by(roles.c.id)
    )
    return tuple((row.id, row.name) for row in unit.execute(query))


def regulators_of(unit: UnitOfWork, enterprise_id: int, *role_names: str) -> tuple[int, ...]:
    """Ids of the officials whose scope holds this enterprise: its county, its department, its city."""
    place = unit.execute(
        select(enterprises.c.region, enterprises.c.sector).where(enterprises.c.id == enterprise_id)
    ).one()
    return regulators_in(unit, place.region, *role_names, sector=place.sector)


def regulators_in(unit: UnitOfWork, region: str, *role_names: str, sector: str = "") -> tuple[int, ...]:
    """Ids of the officials whose region holds that one and whose sectors, if limited, hold that sector."""
    query = (
        select(roles.c.person_id, roles.c.region, departments.c.sectors)
        .outerjoin(departments, departments.c.id == roles.c.department_id)
        .where(roles.c.role.in_(role_names or REGULATORS), roles.c.revoked_at.is_(None), roles.c.region.is_not(None))
        .order_by(roles.c.id)
    )
    return tuple(
        dict.fromkeys(
            row.person_id
            for row in unit.execute(query)
            if region.startswith(region_prefix(row.region)) and (not row.sectors or sector in row.sectors)
        )
    )


def name_of(unit: UnitOfWork, person_id: int | None) -> str:
    """A person's name; "" for nobody."""
    if person_id is None:
        return ""
    return str(unit.execute(select(persons.c.name).where(persons.c.id == person_id)).scalar_one())


def rename(unit: UnitOfWork, person_id: int, name: str) -> None:
    """Correct a name, with its audit row."""
    change(unit, persons, person_id, expect={}, put={"name": name}, action="rename", by=person_id)


def mark(unit: UnitOfWork, action: str, person_id: int) -> None:
    """An audit row about a person without a change of the record (logged in, left)."""
    note(unit, action, "persons", person_id, by=person_id)


def _person(person_id: int, rows: Sequence[Any]) -> Person:
    found = (
        Role(row.role_id, row.role, row.enterprise_id, row.region, row.department_id, tuple(row.sectors or ()))
        for row in rows
        if row.role_id is not None
    )
    return Person(person_id, rows[0].name, tuple(found))
