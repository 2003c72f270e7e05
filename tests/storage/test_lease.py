"""One holder at a time, and the next when that one lets go."""

from __future__ import annotations

import time

from storage.lease import lease
from tests.conftest import Database


def test_one_process_at_a_time(database: Database) -> None:
    alone = database.kind == "sqlite"  # one process there
    with lease(database.engine, "polling") as first:
        with lease(database.engine, "polling") as second, lease(database.engine, "other") as other:
            assert (first, second, other) == (True, alone, True)
        with lease(database.engine, "polling") as again:
            assert again is alone
    assert any(taken(database) for _ in range(200)), "the server frees it when it sees that the session is gone"


def taken(database: Database) -> bool:
    with lease(database.engine, "polling") as held:
        if not held:
            time.sleep(0.05)
        return held
