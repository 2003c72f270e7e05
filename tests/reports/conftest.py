"""An empty record on SQLite."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hand_made_ledger import Ledger

from storage.database import open_engine, units
from storage.unit_of_work import OpenUnit, UnitOfWork
from tests.conftest import Fresh
from tests.databases import Databases


@pytest.fixture
def database(fresh: Fresh, databases: Databases, tmp_path: Path) -> Iterator[OpenUnit]:
    """Opens units of work on an empty SQLite record; the clock stands at 1 August 2023."""
    engine = databases.quick(open_engine(fresh("sqlite", tmp_path / "record.db")))
    yield units(engine, lambda: datetime(2023, 8, 1, tzinfo=UTC), lambda length: "A" * length, b"a secret of the tests")
    engine.dispose()


@pytest.fixture
def unit(database: OpenUnit) -> Iterator[UnitOfWork]:
    with database() as opened:
        yield opened


@pytest.fixture
def ledger(unit: UnitOfWork) -> Ledger:
    return Ledger(unit)
