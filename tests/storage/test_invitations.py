"""Invitation codes: good until used, expired or revoked."""

from __future__ import annotations

from datetime import timedelta

import pytest

from storage import invitations
from storage.faults import Conflict
from storage.unit_of_work import OpenUnit
from tests.conftest import SetClock
from tests.storage.ground import plant


@pytest.mark.parametrize("typed", ["C000000001", "c000000001", " C00000 0001 ", "C0000-00001"])
def test_a_code_is_found_however_it_is_typed(open_unit: OpenUnit, typed: str) -> None:
    with open_unit() as unit:
        one = invitations.invite(unit, "staff", enterprise_id=plant(unit).enterprise, by=None)
        assert invitations.invitation(unit, typed) == one
        assert invitations.invitation(unit, "C000000002") is None


def test_a_code_is_good_for_so_many_uses(open_unit: OpenUnit) -> None:
    with open_unit() as unit:
        ground = plant(unit)
        one = invitations.invite(unit, "staff", enterprise_id=ground.enterprise, uses=2, by=None)
        for _ in range(2):
            assert one.state(unit.now) == "good"
            invitations.use(unit, one, by=ground.officer)
            one = invitations.invitation(unit, one.code) or one
        assert one.state(unit.now) == "used"


@pytest.mark.parametrize(("hours", "state"), [(0, "good"), (23.99, "good"), (24, "expired"), (48, "expired")])
def test_a_code_is_good_for_so_long(open_unit: OpenUnit, clock: SetClock, hours: float, state: str) -> None:
    with open_unit() as unit:
        one = invitations.invite(
            unit, "staff", enterprise_id=plant(unit).enterprise, valid=timedelta(hours=24), by=None
        )
        clock.move(hours=hours)
        assert one.state(clock()) == state


def test_a_revoked_code_is_worthless_at_once_even_to_somebody_in_the_middle_of_it(open_unit: OpenUnit) -> None:
    with open_unit() as unit:
        ground = plant(unit)
        one = invitations.invite(unit, "staff", enterprise_id=ground.enterprise, by=None)
        invitations.revoke(unit, one, by=ground.principal)
        with pytest.raises(Conflict):
            invitations.use(unit, one, by=ground.officer)
        with pytest.raises(Conflict):
            invitations.revoke(unit, one, by=ground.principal)
        after = invitations.invitation(unit, one.code)
        assert after is not None
        assert after.state(unit.now) == "revoked"
