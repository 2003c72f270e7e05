"""People, their roles, and where they are reached."""

from __future__ import annotations

import pytest

from storage import enterprises, people, reaching
from storage.faults import Conflict
from storage.unit_of_work import OpenUnit
from tests.conftest import SetClock
from tests.storage.ground import plant


def test_an_address_is_one_binding_however_often_it_writes(open_unit: OpenUnit) -> None:
    with open_unit() as unit:
        first = reaching.bound(unit, "wechat", "default", "openid")
        assert reaching.bound(unit, "wechat", "default", "openid") == first
        assert reaching.bound(unit, "wechat", "another", "openid").id != first.id
        assert reaching.bound(unit, "telegram", "default", "openid").id != first.id
        assert first.person_id is None


def test_nobody_takes_an_address_from_somebody(open_unit: OpenUnit) -> None:
    with open_unit() as unit:
        ground = plant(unit)
        binding = reaching.bound(unit, "web", "default", "a")
        reaching.bind(unit, binding.id, ground.principal)
        with pytest.raises(Conflict):
            reaching.bind(unit, binding.id, ground.officer)


def test_a_closed_address_that_writes_again_is_a_new_one_with_nobody_behind(open_unit: OpenUnit) -> None:
    with open_unit() as unit:
        ground = plant(unit)
        old = reaching.bound(unit, "web", "default", "a")
        reaching.bind(unit, old.id, ground.principal)
        reaching.unbind(unit, old.id, by=ground.principal)
        new = reaching.bound(unit, "web", "default", "a")
        assert (new.id != old.id, new.person_id) == (True, None)
        assert reaching.bindings_of(unit, ground.principal) == ()


def test_a_person_is_reached_where_they_wrote_last(open_unit: OpenUnit, clock: SetClock) -> None:
    with open_unit() as unit:
        ground = plant(unit)
        for channel in ("web", "telegram", "wechat"):
            reaching.bind(unit, reaching.bound(unit, channel, "default", "a").id, ground.principal)
        reaching.seen(unit, reaching.bound(unit, "telegram", "default", "a").id)
        unit.commit()
    clock.move(hours=1)
    with open_unit() as unit:
        reaching.seen(unit, reaching.bound(unit, "wechat", "default", "a").id)
        assert [one.channel for one in reaching.bindings_of(unit, ground.principal)] == ["wechat", "telegram", "web"]


def test_the_same_role_twice_is_one_and_a_revoked_one_is_none(open_unit: OpenUnit) -> None:
    with open_unit() as unit:
        ground = plant(unit)
        again = people.grant(unit, ground.principal, "principal", enterprise_id=ground.enterprise, by=None)
        assert [role.id for role in people.person(unit, ground.principal).roles] == [again]
        people.revoke(unit, again, by=None)
        assert people.person(unit, ground.principal).roles == ()
        assert people.colleagues(unit, ground.enterprise, "principal") == ()
        with pytest.raises(Conflict):
            people.revoke(unit, again, by=None)


def test_officials_of_an_enterprise_are_those_whose_region_and_sectors_hold_it(open_unit: OpenUnit) -> None:
    with open_unit() as unit:
        ground = plant(unit)
        roles = {}
        for name, role, region, sectors in (
            ("市", "city", "360700", ()), ("邻县", "county", "360703", ()),
            ("工贸科", "department", "360702", ("industry",)),
            ("矿山科", "department", "360702", ("mine",)), ("市工贸科", "department", "360700", ("industry",)),
        ):  # fmt: skip
            department = (
                enterprises.add_department(unit, name, region, "county", sectors) if role == "department" else None
            )
            roles[name] = people.add_person(unit, name)
            people.grant(unit, roles[name], role, region=region, department_id=department, by=None)
        ids = {person: name for name, person in roles.items()} | {ground.official: "县"}

        def told(*names: str) -> set[str]:
            return {ids[person] for person in people.regulators_of(unit, ground.enterprise, *names)}

        assert told() == {"县", "市", "工贸科", "市工贸科"}
        assert told("county", "department") == {"县", "工贸科", "市工贸科"}
        assert told("city") == {"市"}
