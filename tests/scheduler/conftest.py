"""The county of the scheduler's tests, on each engine."""

from __future__ import annotations

from dataclasses import replace
from datetime import time
from pathlib import Path
from typing import Protocol

import pytest
from county import County, beijing
from sqlalchemy import Engine

from checklists.content import Content
from checklists.schedule import Digest, Schedule
from storage import enterprises


class Database(Protocol):
    """What this room needs of the shared fixture."""

    engine: Engine


def without_digests(real: Schedule) -> Schedule:
    """The real schedule, but digests on Sundays at a minute to nine in the evening: drawing them takes a second."""
    return real.model_copy(update={"digest": Digest(weekday=7, at=time(20, 59))})


@pytest.fixture
def county(database: Database, media_folder: Path, content: Content) -> County:
    """An empty county without plans, whose clock stands on 30 April 2023, not yet ticked."""
    one = County(
        database.engine,
        replace(content, plans={}),
        media_folder,
        beijing("2023-04-30 09:00"),
        without_digests(content.schedule),
    )
    with one.open_unit() as unit:
        enterprises.add_region(unit, "371000", "小城", "city")
        enterprises.add_region(unit, "371002", "环山区", "county")
        unit.commit()
    return one
