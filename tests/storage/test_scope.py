"""Who may see what: one enterprise, a region by the prefix of its code, some sectors only, everything."""

from __future__ import annotations

import pytest

from storage import enterprises, hazards, people, registers, whistles
from storage.people import Role
from storage.scope import EVERYTHING, NOTHING, Scope, region_prefix
from storage.unit_of_work import OpenUnit
from tests.storage.ground import DAY, enter, plant

REGIONS = {"章贡的家具厂": "360702", "南康的矿": "360703", "威海的厂": "371002"}
SECTORS = {"章贡的家具厂": "industry", "南康的矿": "mine", "威海的厂": "industry"}


@pytest.mark.parametrize(
    ("code", "prefix"),
    [("360702", "360702"), ("360700", "3607"), ("360000", "36"), ("110100", "1101"), ("360710", "360710")],
)  # fmt: skip
def test_a_region_is_the_prefix_its_parts_share(code: str, prefix: str) -> None:
    assert region_prefix(code) == prefix


@pytest.mark.parametrize(
    ("scope", "seen"),
    [
        (NOTHING, ()),
        (EVERYTHING, ("章贡的家具厂", "南康的矿", "威海的厂")),
        (Scope(region=""), ("章贡的家具厂", "南康的矿", "威海的厂")),
        (Scope(region="3607"), ("章贡的家具厂", "南康的矿")),
        (Scope(region="360702"), ("章贡的家具厂",)),
        (Scope(region="360799"), ()),
        (Scope(region="37"), ("威海的厂",)),
        (Scope(region="36070"), ("章贡的家具厂", "南康的矿")),
        (Scope(region="3607", sectors=("mine", "coal")), ("南康的矿",)),
        (Scope(region="3607", sectors=("coal",)), ()),
        (Scope(enterprise_id=1), ("章贡的家具厂",)),
        (Scope(enterprise_id=99), ()),
    ],
)
def test_every_read_stays_within_its_scope(open_unit: OpenUnit, scope: Scope, seen: tuple[str, ...]) -> None:
    with open_unit() as unit:
        person = people.add_person(unit, "李安")
        for number, (name, region) in enumerate(REGIONS.items()):
            one = enterprises.add_enterprise(
                unit, name=name, uscc=f"{number:018d}", region=region, sector=SECTORS[name]
            )
            hazard = hazards.report(
                unit, enterprise_id=one, source="self", level="general", words=name, place="门口", found_by=None
            )
            registers.enter(unit, enterprise_id=one, register="drill", title=name, happened_on=DAY, by=person)
            found = hazards.hazard(unit, hazard.id, scope)
            assert (found is not None) == (name in seen)
            assert bool(hazards.events(unit, hazard.id, scope)) == (name in seen)
            assert (enterprises.enterprise(unit, one, scope) is not None) == (name in seen)
        assert {one.words for one in hazards.ledger(unit, scope)} == set(seen)
        assert sum(hazards.counts_by_status(unit, scope).values()) == len(seen)
        assert hazards.count(unit, scope) == len(seen)
        assert {one.title for one in registers.entries(unit, scope, "drill")} == set(seen)
        assert {one.name for one in enterprises.found(unit, scope, "的")} == set(seen)


def test_enterprises_people_see_no_report_about_anybody(open_unit: OpenUnit) -> None:
    with open_unit() as unit:
        for region in ("360702", "371002"):
            whistles.blow(
                unit, b"secret", enterprise_id=None, enterprise_words="某厂", region=region, place="河边", words=region,
                judgement=None, person_id=None, reporter_kind="public", photos=(), day=DAY,
            )  # fmt: skip
        enter(unit)
        assert whistles.reported(unit, Scope(enterprise_id=1)) == ()
        assert whistles.reported(unit, NOTHING) == ()
        assert [one.words for one in whistles.reported(unit, Scope(region="3607"))] == ["360702"]
        assert len(whistles.reported(unit, EVERYTHING)) == 2


@pytest.mark.parametrize(
    ("role", "scope"),
    [
        (Role(1, "principal", 7, None, None), Scope(enterprise_id=7)),
        (Role(1, "county", None, "360702", None), Scope(region="360702")),
        (Role(1, "city", None, "360700", None), Scope(region="3607")),
        (
            Role(1, "department", None, "360702", 3, ("mine",)),
            Scope(region="360702", sectors=("mine",), department_id=3),
        ),
        (Role(1, "administrator", None, None, None), EVERYTHING),
        (Role(1, "county", None, None, None), NOTHING),
    ],
)
def test_what_a_role_may_see(role: Role, scope: Scope) -> None:
    assert role.scope == scope


def test_a_scope_narrows_only_inwards() -> None:
    assert Scope(region="3607", sectors=("mine",)).narrowed("360702") == Scope(region="360702", sectors=("mine",))
    assert EVERYTHING.narrowed("3607") == Scope(region="3607")
    for outside in (Scope(region="360702"), Scope(region="3710"), Scope(enterprise_id=1), NOTHING):
        assert outside.narrowed("3607") == NOTHING


def test_an_enterprise_is_found_by_part_of_its_name_and_not_by_a_wildcard(open_unit: OpenUnit) -> None:
    with open_unit() as unit:
        plant(unit)
        assert [one.name for one in enterprises.found(unit, EVERYTHING, "宏达")] == ["赣州宏达家具有限公司"]
        for wild in ("%", "_", "赣州%公司", "\\"):
            assert enterprises.found(unit, EVERYTHING, wild) == ()
