"""The people of the sample county, and those of them whom a visitor of the demo may be."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from bot.sample.ground import Ground
from bot.sample.identity import person_names
from bot.sample.places import Places
from bot.web.demo_person import DemoPerson
from checklists.content import Content
from checklists.texts import Texts
from storage import enterprises, people, reaching
from storage.figures.bodies import department_named
from storage.people import Person
from storage.scope import EVERYTHING
from storage.unit_of_work import UnitOfWork
from storage.upkeep.planting import plant

CHANNEL, ACCOUNT = "web", "default"
KEYS = ("principal", "safety_director", "safety_officer", "staff", "county", "department", "city", "administrator")
"""The roles a visitor may have, in the order in which they are shown; a stranger comes last."""
STRANGER = "stranger"
MORE = ("principal", "safety_officer", "county", "department")
"""Roles of which others can be picked up too: at the first enterprise of each further sector, and in each office."""
MOST = 12


@dataclass(frozen=True)
class Somebody:
    """A planted person with their one role, and the address they are reached at."""

    id: int
    name: str
    role: str
    enterprise_id: int | None
    department_id: int | None
    binding_id: int


@dataclass(frozen=True)
class Folk:
    """Everybody, the people of each enterprise together in the order of the enterprises, then the officials."""

    everybody: tuple[Somebody, ...]
    by_enterprise: dict[int, tuple[Somebody, ...]]

    def at(self, enterprise_id: int, *roles: str) -> Somebody:
        """The first of these roles at an enterprise; its principal where nobody has it."""
        there = self.by_enterprise[enterprise_id]
        return next(one for role in (*roles, "principal") for one in there if one.role == role)

    def has(self, enterprise_id: int, role: str) -> bool:
        """Whether somebody has that role there."""
        return any(one.role == role for one in self.by_enterprise[enterprise_id])

    def official(self, role: str) -> Somebody:
        """The first official of that role."""
        return next(one for one in self.everybody if one.role == role and one.enterprise_id is None)

    def of_department(self, department_id: int) -> Somebody:
        """The official of a department."""
        return next(one for one in self.everybody if one.department_id == department_id)


def plant_people(ground: Ground, places: Places) -> Folk:
    """A principal everywhere, safety people at most, staff at some, and the officials; all reached on channel web."""
    dice = ground.chance("people")
    granted = ground.moment(dice, ground.begin) - timedelta(days=30)
    rows = [*_of_enterprises(ground, places), *_officials(ground, places)]
    drawn = person_names(ground.stock, dice)
    names = [next(drawn) for _ in rows]
    ids = plant(ground.unit, "persons", [{"name": name, "created_at": granted} for name in names])
    plant(
        ground.unit,
        "roles",
        [{"person_id": person, "granted_at": granted, **row} for person, row in zip(ids, rows, strict=True)],
    )
    addresses = _addresses(places, ids, rows)
    bound = plant(
        ground.unit,
        "bindings",
        [
            {"channel": CHANNEL, "account": ACCOUNT, "address": address, "person_id": person, "created_at": granted}
            for person, address in zip(ids, addresses, strict=True)
        ],
    )
    everybody = tuple(
        Somebody(person, name, row["role"], row.get("enterprise_id"), row.get("department_id"), binding)
        for person, name, row, binding in zip(ids, names, rows, bound, strict=True)
    )
    together: dict[int, tuple[Somebody, ...]] = {}
    for one in everybody:
        if one.enterprise_id is not None:
            together[one.enterprise_id] = (*together.get(one.enterprise_id, ()), one)
    return Folk(everybody, together)


def _addresses(places: Places, ids: Sequence[int], rows: Sequence[Mapping[str, Any]]) -> list[str]:
    """Where everybody is reached: those whom a visitor may be by role and number, the rest by their id."""
    firsts: dict[str, int] = {}
    for one in places.enterprises:
        firsts.setdefault(one.sector, one.id)
    shown_sites = {None, *firsts.values()}
    counts: Counter[str] = Counter()
    found = []
    for person, row in zip(ids, rows, strict=True):
        role, site = row["role"], row.get("enterprise_id")
        own = site in (None, places.enterprises[0].id)
        first = own and not counts[role]
        if first or (role in MORE and site in shown_sites and counts[role] < MOST):
            counts[role] += 1
            found.append(_address(role if first else f"{role}-{counts[role]}"))
        else:
            found.append(f"sample-{person}")
    return found


def demo_people(unit: UnitOfWork, content: Content) -> tuple[DemoPerson, ...]:
    """Those whose phone a visitor may pick up, read from the record; nobody where no county was planted."""
    texts = content.texts
    shown = []
    for key in KEYS:
        one = _demo_person(unit, texts, key)
        if one is None:
            return ()
        shown.append(one)
    stranger = DemoPerson(STRANGER, texts("sample.stranger"), texts("sample.stranger_role"), _address(STRANGER))
    others = (f"{role}-{number}" for role in MORE for number in range(2, MOST + 1))
    return (*shown, stranger, *(one for key in others if (one := _demo_person(unit, texts, key)) is not None))


def own_enterprise(unit: UnitOfWork) -> int:
    """The demo's own enterprise: the one whose principal a visitor meets first."""
    person = reaching.bound(unit, CHANNEL, ACCOUNT, _address("principal")).person_id
    found = people.person(unit, person).roles[0].enterprise_id if person is not None else None
    assert found is not None  # noqa: S101  (plant_people puts a principal there)
    return found


def _demo_person(unit: UnitOfWork, texts: Texts, key: str) -> DemoPerson | None:
    binding = reaching.bound(unit, CHANNEL, ACCOUNT, _address(key))
    if binding.person_id is None:
        return None
    person = people.person(unit, binding.person_id)
    body = _body(unit, person)
    label = texts("sample.person", role=texts(f"role.{person.roles[0].role}"), body=body)
    return DemoPerson(key, person.name, label.strip(), binding.address, body)


def _address(key: str) -> str:
    return f"demo-{key}"


def _body(unit: UnitOfWork, person: Person) -> str:
    """What a person belongs to: the enterprise, the department, the region."""
    role = person.roles[0]
    if role.enterprise_id is not None:
        site = enterprises.enterprise(unit, role.enterprise_id, EVERYTHING)
        return site.name if site is not None else ""
    if role.department_id is not None:
        return department_named(unit, role.department_id).name
    return enterprises.region_name(unit, role.region) if role.region else ""


def _of_enterprises(ground: Ground, places: Places) -> list[dict[str, Any]]:
    dice = ground.chance("roles")
    rows: list[dict[str, Any]] = []
    for number, site in enumerate(places.enterprises):
        whole = number == 0
        roles = ["principal"]
        roles += ["safety_director"] if whole or dice.random() < 0.3 else []
        roles += ["safety_officer"] if whole or dice.random() < 0.8 else []
        roles += ["staff"] if whole or dice.random() < 0.2 else []
        rows += [{"role": role, "enterprise_id": site.id} for role in roles]
    return rows


def _officials(ground: Ground, places: Places) -> list[dict[str, Any]]:
    regions = {"county": ground.county[0], "city": ground.plan.region}
    of_departments = [
        {"role": "department", "region": regions[office.level], "department_id": office.id} for office in places.offices
    ]
    return [
        {"role": "county", "region": regions["county"]},
        {"role": "county", "region": regions["county"]},
        *of_departments,
        {"role": "city", "region": regions["city"]},
        {"role": "administrator"},
    ]
