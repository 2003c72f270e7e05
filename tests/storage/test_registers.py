"""The registers: what runs out first stands first, and a renewed certificate replaces the old one."""

from __future__ import annotations

from datetime import date

import pytest

from storage import registers
from storage.faults import Conflict
from storage.scope import EVERYTHING
from storage.unit_of_work import OpenUnit, UnitOfWork
from tests.storage.ground import Ground, plant


def certificate(unit: UnitOfWork, ground: Ground, number: str, until: str) -> int:
    return registers.enter(
        unit, enterprise_id=ground.enterprise, register="certificate", title="焊接", holder="张铁军", number=number,
        valid_until=date.fromisoformat(until), by=ground.officer,
    )  # fmt: skip


def test_what_runs_out_first_stands_first_and_what_never_does_last(open_unit: OpenUnit) -> None:
    with open_unit() as unit:
        ground = plant(unit)
        for until in ("2025-01-01", "2023-07-01", "2024-01-01"):
            certificate(unit, ground, until, until)
        registers.enter(
            unit, enterprise_id=ground.enterprise, register="certificate", title="无期限", by=ground.officer
        )
        shown = registers.entries(unit, EVERYTHING, "certificate")
        assert [str(one.valid_until) for one in shown] == ["2023-07-01", "2024-01-01", "2025-01-01", "None"]


def test_a_renewed_certificate_replaces_the_old_one_of_its_number_in_its_enterprise(open_unit: OpenUnit) -> None:
    with open_unit() as unit:
        ground = plant(unit)
        certificate(unit, ground, "T1", "2023-07-01")
        registers.enter(
            unit, enterprise_id=ground.other, register="certificate", title="焊接", number="T1", by=ground.officer
        )
        renewed = certificate(unit, ground, "T1", "2026-07-01")
        shown = {one.id: str(one.valid_until) for one in registers.entries(unit, EVERYTHING, "certificate")}
        assert shown[renewed] == "2026-07-01"
        assert sorted(shown.values()) == ["2026-07-01", "None"]


def test_an_entry_is_withdrawn_once(open_unit: OpenUnit) -> None:
    with open_unit() as unit:
        ground = plant(unit)
        one = certificate(unit, ground, "T1", "2023-07-01")
        registers.withdraw(unit, one, by=ground.officer)
        assert registers.entries(unit, EVERYTHING, "certificate") == ()
        with pytest.raises(Conflict):
            registers.withdraw(unit, one, by=ground.officer)


@pytest.mark.parametrize(("day", "over"), [("2023-06-30", False), ("2023-07-01", False), ("2023-07-02", True)])
def test_it_is_over_the_day_after_its_last_one(open_unit: OpenUnit, day: str, over: bool) -> None:
    with open_unit() as unit:
        certificate(unit, plant(unit), "T1", "2023-07-01")
        (one,) = registers.entries(unit, EVERYTHING, "certificate")
        assert one.expired(date.fromisoformat(day)) is over
