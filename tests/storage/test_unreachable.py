"""Who counts as out of reach, and whom each official is shown."""

from __future__ import annotations

from storage import enterprises, held, outbox, people, reaching
from storage.scope import EVERYTHING, NOTHING, Scope
from storage.unit_of_work import OpenUnit, UnitOfWork
from storage.unreachable import count, unreachable
from tests.conftest import SetClock

CITY, COUNTY, OTHER = Scope(region="3607"), Scope(region="360702"), Scope(region="360703")


def _somebody(unit: UnitOfWork, name: str, role: str, *, bound: bool = True, **where: object) -> int:
    person = people.add_person(unit, name)
    people.grant(unit, person, role, by=None, **where)  # type: ignore[arg-type]
    if bound:
        reaching.bind(unit, reaching.bound(unit, "wechat", "wx", name).id, person)
    return person


def _ended(unit: UnitOfWork, person: int, status: str) -> None:
    letter = outbox.put(unit, {"text": "提醒"}, kind="reminder", person_id=person)
    assert letter is not None
    if status == "held":
        held.hold(unit, letter, "no allowance")
    else:
        outbox.settle(unit, letter, status)


def test_everybody_whom_nothing_reaches_is_listed_to_those_who_look_after_them(
    open_unit: OpenUnit, clock: SetClock
) -> None:
    with open_unit() as unit:
        for code, name, level in (
            ("360700", "甲市", "city"),
            ("360702", "乙县", "county"),
            ("360703", "丙县", "county"),
        ):
            enterprises.add_region(unit, code, name, level)
        works = enterprises.add_enterprise(
            unit, name="宏达", uscc="91360702000000019E", region="360702", sector="industry"
        )
        mine = enterprises.add_enterprise(unit, name="永兴", uscc="91360703000000027P", region="360703", sector="mine")
        _somebody(unit, "没绑", "principal", bound=False, enterprise_id=works)
        _somebody(unit, "员工", "staff", bound=False, enterprise_id=works)
        well = _somebody(unit, "通的", "safety_director", enterprise_id=works)
        lost = _somebody(unit, "丢的", "safety_officer", enterprise_id=works)
        waits = _somebody(unit, "等的", "principal", enterprise_id=mine)
        _somebody(unit, "丙县官", "county", bound=False, region="360703")
        _somebody(unit, "甲市官", "city", bound=False, region="360700")
        for person, ends in ((well, ("failed", "sent")), (lost, ("sent", "dropped")), (waits, ("held",))):
            for status in ends:
                _ended(unit, person, status)
        unit.commit()
    with open_unit() as unit:
        assert [(one.name, one.body, one.why) for one in unreachable(unit, COUNTY, limit=9)] == [
            ("没绑", "宏达", "no_address"), ("丢的", "宏达", "not_delivered"),
        ]  # fmt: skip
        assert unreachable(unit, OTHER, limit=9) == ()
    clock.move(days=3, seconds=1)
    with open_unit() as unit:
        assert [(one.name, one.why) for one in unreachable(unit, OTHER, limit=9)] == [("等的", "not_fetched")]
        assert [one.name for one in unreachable(unit, CITY, limit=9)] == ["没绑", "丢的", "等的", "丙县官"]
        assert [one.name for one in unreachable(unit, CITY, limit=2, after=2)] == ["等的", "丙县官"]
        assert [count(unit, one) for one in (CITY, COUNTY, OTHER, NOTHING, EVERYTHING)] == [4, 2, 1, 0, 5]
        sectors = Scope(region="3607", sectors=("industry",), department_id=1)
        assert [one.name for one in unreachable(unit, sectors, limit=9)] == ["没绑", "丢的"]
