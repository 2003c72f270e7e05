"""The picture at the site shows whether work may go on there, and nothing that is nobody's business."""

from __future__ import annotations

from datetime import timedelta

import pytest

from checklists.content import Content
from reports.permit_card import masked, permit_card
from storage import permits
from storage.permits import Application, Worker
from storage.scope import EVERYTHING
from storage.unit_of_work import OpenUnit
from tests.conftest import SetClock
from tests.storage.ground import plant


def test_a_card_is_valid_in_its_time_only(open_unit: OpenUnit, clock: SetClock, content: Content) -> None:
    with open_unit() as unit:
        ground = plant(unit)
        asked = Application(
            ground.enterprise, "hot-work", "second", "喷漆房外", "补焊立柱", unit.now, unit.now + timedelta(hours=2),
            (Worker("欧阳铁军", 1),), "李安", ("清走可燃物",),
        )  # fmt: skip
        one = permits.apply(unit, asked, by=ground.officer, role=None)
        card = permit_card(unit, content, one.code)
        assert card is not None
        assert not card.valid
        permits.approve(unit, one, reported=False, by=ground.principal, role="principal")
        unit.commit()
    with open_unit() as unit:
        card = permit_card(unit, content, one.code)
        assert card is not None
        assert (card.valid, card.workers, card.guardian, card.approver) == (True, ("欧***",), "李*", "王建国")
        assert "补焊" not in str(card)
        found = permits.permit(unit, one.id, EVERYTHING)
        assert found is not None
    clock.move(hours=2)
    with open_unit() as unit:
        card = permit_card(unit, content, one.code)
        assert card is not None
        assert (card.valid, card.state) == (False, "lapsed")
        assert permit_card(unit, content, "C" * 16) is None
        assert permit_card(unit, content, one.number) is None


@pytest.mark.parametrize(("name", "shown"), [("丁大勇", "丁**"), ("李安", "李*"), ("某", "某*")])
def test_names_are_masked(name: str, shown: str) -> None:
    assert masked(name) == shown
