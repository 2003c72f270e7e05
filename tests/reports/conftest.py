"""An empty record on SQLite, and the content this room needs."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hand_made_ledger import Ledger

from checklists.content import Content
from checklists.gathering import load
from storage import tables
from storage.database import open_engine, units
from storage.unit_of_work import OpenUnit, UnitOfWork


@pytest.fixture
def database(tmp_path: Path) -> Iterator[OpenUnit]:
    """Opens units of work on an empty SQLite record; the clock stands at 1 August 2023."""
    engine = open_engine(f"sqlite:///{tmp_path}/record.db")
    tables.metadata.create_all(engine)
    yield units(engine, lambda: datetime(2023, 8, 1, tzinfo=UTC), lambda length: "A" * length)
    engine.dispose()


@pytest.fixture
def unit(database: OpenUnit) -> Iterator[UnitOfWork]:
    with database() as opened:
        yield opened


@pytest.fixture
def ledger(unit: UnitOfWork) -> Ledger:
    return Ledger(unit)


@pytest.fixture(scope="session")
def content() -> Content:
    return load()
