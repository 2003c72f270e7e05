"""A permit goes its way once, in its time, and leaves its trail."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from checklists.errors import UserMistake
from storage import permits, registers
from storage.faults import Conflict
from storage.media.photos import path_of
from storage.permits import Application, Permit, Worker
from storage.scope import EVERYTHING, Scope
from storage.tables import audit, media, permit_photos
from storage.unit_of_work import OpenUnit, UnitOfWork
from tests.conftest import SetClock
from tests.storage.ground import Ground, plant

HOUR = timedelta(hours=1)


def asked(unit: UnitOfWork, ground: Ground) -> Permit:
    """Hot work for two hours from now on, asked for by the safety officer."""
    application = Application(
        ground.enterprise, "hot-work", "second", "喷漆房外", "补焊", unit.now, unit.now + 2 * HOUR, (Worker("张铁军", 7),),
        "李安", ("清走可燃物",),
    )  # fmt: skip
    return permits.apply(unit, application, by=ground.officer, role="safety_officer")


def again(unit: UnitOfWork, one: Permit) -> Permit:
    found = permits.permit(unit, one.id, EVERYTHING)
    assert found is not None
    return found


def test_from_asked_for_to_looked_at_again(open_unit: OpenUnit, clock: SetClock) -> None:
    with open_unit() as unit:
        ground = plant(unit)
        one = asked(unit, ground)
        permits.approve(unit, one, reported=True, by=ground.principal, role="principal")
        air = {"oxygen": "20.9", "combustible": "0"}
        permits.begin(unit, again(unit, one), photos=(), air=air, by=ground.officer, role="safety_officer")
        permits.finish(unit, again(unit, one), photos=(), by=ground.officer, role="safety_officer")
        with pytest.raises(UserMistake):
            permits.close(unit, again(unit, one), not_before=unit.now + HOUR, photos=(), by=ground.officer, role=None)
        permits.close(unit, again(unit, one), not_before=unit.now, photos=(), by=ground.officer, role=None)
        assert again(unit, one).status == "closed"
        trail = permits.events(unit, one.id, EVERYTHING)
        assert [(event.kind, event.person) for event in trail] == [
            ("applied", "李安"), ("approved", "王建国"), ("reported", "王建国"), ("begun", "李安"), ("done", "李安"),
            ("closed", "李安"),
        ]  # fmt: skip
        assert trail[3].data == air
        rows = unit.execute(select(audit.c.action).where(audit.c.entity == "permits").order_by(audit.c.id)).scalars()
        assert list(rows) == [f"permit.{kind}" for kind in ("applied", "approved", "begun", "done", "closed")]


def test_it_is_approved_once(open_unit: OpenUnit) -> None:
    with open_unit() as unit:
        ground = plant(unit)
        one = asked(unit, ground)
        permits.approve(unit, one, reported=False, by=ground.principal, role="principal")
        with pytest.raises(Conflict):
            permits.approve(unit, one, reported=False, by=ground.principal, role="principal")
        with pytest.raises(Conflict):
            permits.refuse(unit, one, reason="风大", by=ground.principal, role="principal")


def test_out_of_its_time_nothing_begins(open_unit: OpenUnit, clock: SetClock) -> None:
    with open_unit() as unit:
        ground = plant(unit)
        one = asked(unit, ground)
        permits.approve(unit, one, reported=False, by=ground.principal, role="principal")
        early = again(unit, one)
        unit.commit()
    early = replace(early, asked=replace(early.asked, begins_at=clock.now + HOUR))
    with open_unit() as unit, pytest.raises(UserMistake) as refused:
        permits.begin(unit, early, photos=(), air={}, by=ground.officer, role=None)
    assert refused.value.key == "permit.too_early"
    clock.move(hours=2)  # the last moment no longer belongs to it
    with open_unit() as unit:
        late = again(unit, one)
        assert late.state(unit.now) == "lapsed"
        with pytest.raises(UserMistake) as refused:
            permits.begin(unit, late, photos=(), air={}, by=ground.officer, role=None)
        assert refused.value.key == "permit.over"
        assert permits.live(unit, EVERYTHING) == ()


def test_what_was_begun_and_ran_out_stands_among_the_unclosed_until_it_is_closed(
    open_unit: OpenUnit, clock: SetClock
) -> None:
    with open_unit() as unit:
        ground = plant(unit)
        one = asked(unit, ground)
        permits.approve(unit, one, reported=False, by=ground.principal, role="principal")
        permits.begin(unit, again(unit, one), photos=(), air={}, by=ground.officer, role=None)
        with pytest.raises(UserMistake):
            permits.cancel(unit, again(unit, one), reason="下雨", by=ground.officer, role=None)
        assert permits.unclosed(unit, EVERYTHING) == ()
        unit.commit()
    clock.move(hours=2)
    with open_unit() as unit:
        (late,) = permits.unclosed(unit, EVERYTHING)
        assert late.state(unit.now) == "over"
        permits.finish(unit, late, photos=(), by=ground.officer, role=None)
        assert [found.status for found in permits.unclosed(unit, EVERYTHING)] == ["done"]


def test_another_enterprise_and_another_county_see_nothing_of_it(open_unit: OpenUnit) -> None:
    with open_unit() as unit:
        ground = plant(unit)
        one = asked(unit, ground)
        begin, end = unit.now - HOUR, unit.now + HOUR
        permits.approve(unit, one, reported=False, by=ground.principal, role="principal")
        for scope, sees in (
            (Scope(enterprise_id=ground.enterprise), True), (Scope(region="360702"), True),
            (Scope(enterprise_id=ground.other), False), (Scope(region="360703"), False), (Scope(), False),
            (Scope(region="360702", sectors=("mine",)), False),
        ):  # fmt: skip
            assert bool(permits.permit(unit, one.id, scope)) is sees
            assert bool(permits.live(unit, scope)) is sees
            assert bool(permits.between(unit, scope, begin, end)) is sees
            assert bool(permits.events(unit, one.id, scope)) is sees
        found = permits.by_code(unit, one.code)
        assert found is not None
        assert found.number == "ZY2023-00001"


def test_its_photos_are_seen_by_whose_scope_holds_it(open_unit: OpenUnit, tmp_path: Path) -> None:
    folder = tmp_path
    with open_unit() as unit:
        ground = plant(unit)
        one = asked(unit, ground)
        values = {"sha256": "0" * 64, "path": "a.jpg", "thumbnail": "b.jpg", "width": 1, "height": 1, "size": 1}
        photo = unit.execute(media.insert().values(**values, created_at=unit.now).returning(media.c.id)).scalar_one()
        unit.execute(permit_photos.insert().values(permit_id=one.id, media_id=photo, stage="before"))
        (folder / "a.jpg").write_bytes(b"x")
        assert path_of(unit, folder, photo, scopes=[Scope(region="360702")]) == folder / "a.jpg"
        assert path_of(unit, folder, photo, scopes=[Scope(enterprise_id=ground.other)]) is None


def test_a_certificate_counts_only_for_its_work_and_while_it_lasts(open_unit: OpenUnit) -> None:
    with open_unit() as unit:
        ground = plant(unit)
        for holder, work, until in (
            ("张铁军", "welding", "2023-06-30"), ("张铁军", "welding", "2024-06-30"), ("李电工", "electrician", "2024-06-30"),
            ("马到期", "welding", "2023-06-11"), ("钱无期", "welding", None),
        ):  # fmt: skip
            registers.enter(
                unit, enterprise_id=ground.enterprise, register="certificate", title=work, holder=holder,
                valid_until=date.fromisoformat(until) if until else None, details={"work": work}, by=ground.officer,
            )  # fmt: skip
        scope, day = Scope(enterprise_id=ground.enterprise), date(2023, 6, 12)
        held = registers.certified(unit, scope, ("welding",), day)
        assert [(one.holder, str(one.valid_until)) for one in held] == [("张铁军", "2024-06-30")]
        assert registers.certified(unit, scope, ("welding",), day, date(2024, 7, 1)) == ()
        assert registers.certified(unit, Scope(enterprise_id=ground.other), ("welding",), day) == ()
