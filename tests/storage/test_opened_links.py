"""A link belongs to the browser that opened it first."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import insert, select

from storage import people
from storage.faults import Conflict
from storage.opened_links import open_link
from storage.tables import opened_links
from storage.unit_of_work import OpenUnit, UnitOfWork
from tests.conftest import SetClock


def opened(unit: UnitOfWork, browser: str, nonce: str = "N1") -> bool:
    return open_link(
        unit, nonce, browser=browser, role_id=1, person_id=1, expires=unit.now + timedelta(days=1)
    )  # fmt: skip


@pytest.fixture(autouse=True)
def somebody(open_unit: OpenUnit) -> None:
    with open_unit() as unit:
        people.grant(unit, people.add_person(unit, "刘明"), "county", region="360702", by=None)
        unit.commit()


def test_the_first_browser_has_it(open_unit: OpenUnit) -> None:
    with open_unit() as unit:
        assert opened(unit, "mine")
        assert opened(unit, "mine")
        assert not opened(unit, "theirs")
        assert opened(unit, "theirs", "N2")


def test_what_has_expired_is_forgotten(open_unit: OpenUnit, clock: SetClock) -> None:
    with open_unit() as unit:
        opened(unit, "mine")
        unit.commit()
    clock.move(days=1)
    with open_unit() as unit:
        opened(unit, "mine", "N2")
        assert unit.execute(select(opened_links.c.nonce)).scalars().all() == ["N2"]


def test_two_browsers_in_one_instant_do_not_both_have_it(open_unit: OpenUnit) -> None:
    """Where both have looked before either wrote, the key lets one of them in."""
    with open_unit() as unit:
        opened(unit, "mine")
        late = insert(opened_links).values(
            nonce="N1", role_id=1, browser="theirs", opened_at=unit.now, expires_at=unit.now
        )
        with pytest.raises(Conflict):
            unit.execute(late)
