"""One holder at a time, and the next when that one lets go."""

from __future__ import annotations

from storage.lease import lease
from tests.conftest import Database


def test_one_process_at_a_time(database: Database) -> None:
    alone = database.kind == "sqlite"  # one process there
    with lease(database.engine, "polling") as first:
        with lease(database.engine, "polling") as second, lease(database.engine, "other") as other:
            assert (first, second, other) == (True, alone, True)
        with lease(database.engine, "polling") as again:
            assert again is alone
    with lease(database.engine, "polling") as after:
        assert after
