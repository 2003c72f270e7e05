"""Photos to be read: taken by one, settled once, forgotten with the conversation or after a day."""

from __future__ import annotations

import io
from datetime import timedelta
from pathlib import Path

import pytest
from PIL import Image

from storage import media, reaching, readings
from storage.unit_of_work import OpenUnit
from tests.conftest import SetClock

KEEPS = timedelta(minutes=2)


@pytest.fixture
def asked(open_unit: OpenUnit, media_folder: Path) -> int:
    """A photo somebody wants read."""
    data = io.BytesIO()
    Image.new("RGB", (32, 24), "red").save(data, "PNG")
    with open_unit() as unit:
        binding = reaching.bound(unit, "web", "default", "a")
        photo = media.accept(unit, media_folder, data.getvalue(), owner_binding=binding.id).id
        readings.ask(unit, media_id=photo, binding_id=binding.id)
        unit.commit()
    return photo


def test_one_process_has_it_at_a_time(open_unit: OpenUnit, asked: int, clock: SetClock) -> None:
    with open_unit() as unit:
        (one,) = readings.take_due(unit, KEEPS)
        assert (one.media_id, one.tries) == (asked, 0)
        assert readings.take_due(unit, KEEPS) == ()
        unit.commit()
    clock.now += KEEPS
    with open_unit() as unit:
        (again,) = readings.take_due(unit, KEEPS)
        assert again.tries == 1


def test_asking_anew_forgets_what_was_read(open_unit: OpenUnit, asked: int) -> None:
    with open_unit() as unit:
        (one,) = readings.take_due(unit, KEEPS)
        readings.settle(unit, one.id, {"holder": "赵玉海"})
        found = readings.reading(unit, asked)
        assert found is not None
        assert (found.state, found.found) == ("done", {"holder": "赵玉海"})
        readings.ask(unit, media_id=asked, binding_id=one.binding_id)
        fresh = readings.reading(unit, asked)
        assert fresh is not None
        assert (fresh.state, fresh.found) == ("waiting", None)


def test_an_identity_number_stays_a_day_at_most(open_unit: OpenUnit, asked: int, clock: SetClock) -> None:
    clock.now += readings.KEPT + timedelta(minutes=1)
    with open_unit() as unit:
        assert readings.sweep(unit) == 1
        assert readings.reading(unit, asked) is None
