"""Hot work that nobody finished, and a site nobody looked at again, are said at once, in the night too."""

from __future__ import annotations

import pytest
from county import County, beijing, small_plan

from storage import permits
from storage.permits import Application, Permit, Worker
from storage.scope import EVERYTHING
from storage.unit_of_work import UnitOfWork

RARELY = {"every": "campaign", "basis": "二"}


@pytest.fixture
def begun(county: County) -> int:
    """Hot work from 20:00 to 22:00, begun in time, reported to the county."""
    county.put_in_force(small_plan(deadlines=[], checklists=[], led_inspection=RARELY, drill=RARELY))
    county.tick("2023-06-12 09:00")
    mine = county.enterprise()
    boss, worker = county.person("王强", "principal", mine), county.person("赵刚", "staff", mine)
    county.person("刘明", "county", region="371002")
    asked = Application(
        mine, "hot-work", "first", "主井口", "割管子", beijing("2023-06-12 20:00"), beijing("2023-06-12 22:00"),
        (Worker("张铁军"),), "李安", ("清走可燃物",),
    )  # fmt: skip
    county.now = beijing("2023-06-12 19:30")
    with county.open_unit() as unit:
        one = permits.apply(unit, asked, by=worker, role="staff")
        permits.approve(unit, one, reported=True, by=boss, role="principal")
        unit.commit()
    county.now = beijing("2023-06-12 20:00")
    with county.open_unit() as unit:
        permits.begin(unit, found(unit, one.id), photos=(), air={}, by=worker, role="staff")
        unit.commit()
    return one.id


def found(unit: UnitOfWork, permit_id: int) -> Permit:
    one = permits.permit(unit, permit_id, EVERYTHING)
    assert one is not None
    return one


def said(county: County, at: str) -> list[str]:
    county.tick(at)
    return [letter.split("[")[0].strip() for letter in county.letters()]


def test_work_out_of_time_is_said_at_once_then_after_two_hours_then_to_the_officials(
    county: County, begun: int
) -> None:
    assert said(county, "2023-06-12 21:59") == []
    late = said(county, "2023-06-12 22:00")
    assert [one[6:9] for one in late] == ["赵刚:", "王强:"]
    assert "时间已过，还没报收工" in late[0]
    assert said(county, "2023-06-12 22:01") == []
    assert "时间已过2小时" in said(county, "2023-06-13 00:00")[0]
    whom = [one[6:8] for one in said(county, "2023-06-13 22:00")]
    assert whom == ["赵刚", "王强", "刘明"]
    assert said(county, "2023-06-15 22:00") == []


def test_after_the_watch_somebody_is_asked_to_look_again(county: County, begun: int) -> None:
    county.now = beijing("2023-06-12 21:00")
    with county.open_unit() as unit:
        permits.finish(unit, found(unit, begun), photos=(), by=1, role="staff")
        unit.commit()
    assert said(county, "2023-06-12 21:29") == []
    assert "看够30分钟了" in said(county, "2023-06-12 21:30")[0]
    # Nothing is said about its time, which ran out meanwhile: the work is done.
    assert said(county, "2023-06-12 22:05") == []
    assert "余火会复燃" in said(county, "2023-06-12 23:30")[0]
    with county.open_unit() as unit:
        permits.close(unit, found(unit, begun), not_before=county.now, photos=(), by=1, role="staff")
        unit.commit()
    assert said(county, "2023-06-13 21:30") == []


def test_what_was_slept_through_is_said_once(county: County, begun: int) -> None:
    assert len(said(county, "2023-06-13 03:00")) == 2
    assert said(county, "2023-06-13 03:01") == []
