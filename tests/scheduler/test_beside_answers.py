"""While the clock counts, whoever answers a question goes on; what it then claims is claimed once all the same."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from threading import Event, current_thread, main_thread

import pytest
from county import County, only_inspections
from sqlalchemy import event, select

from scheduler.tick import TickResult
from storage import reaching, tables

DIGEST, ROUND = "2023-05-15 08:30", "2023-05-05 09:00"


@contextmanager
def counting(county: County, table: str, at: str) -> Iterator[Future[TickResult]]:
    """The clock's step in another thread, held while it reads that table, until this one is left."""
    reading, go_on = Event(), Event()

    def held(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        if current_thread() is not main_thread() and f"FROM {table}" in statement and statement.startswith("SELECT"):
            reading.set()
            assert go_on.wait(60)

    event.listen(county.engine, "before_cursor_execute", held)
    try:
        with ThreadPoolExecutor(1) as pool:
            rung = pool.submit(county.tick, at)
            assert reading.wait(60)
            yield rung
            assert not rung.done()
            go_on.set()
    finally:
        go_on.set()
        event.remove(county.engine, "before_cursor_execute", held)


def answer(county: County) -> None:
    """What any message does: it writes, and is durable."""
    with county.open_unit() as unit:
        reaching.bound(unit, "web", "default", "王建国")
        unit.commit()


def queued(county: County) -> list[str]:
    with county.open_unit() as unit:
        return list(unit.execute(select(tables.outbox.c.kind).order_by(tables.outbox.c.id)).scalars())


@pytest.mark.parametrize("table", ["hazards", "enterprises"])
def test_somebody_is_answered_while_a_digest_is_counted(county: County, table: str) -> None:
    county.schedule = county.content.schedule
    county.person("李局", "county", region="371002")
    county.enterprise()
    county.days("2023-05-13", "2023-05-14")
    with counting(county, table, DIGEST) as rung:
        answer(county)
    assert rung.result().digests == 1
    assert queued(county) == ["digest"]
    assert county.tick("2023-05-15 08:31").digests == 0


@pytest.mark.parametrize("table", ["hazards", "inspections"])
def test_somebody_is_answered_while_the_morning_is_worked_out(county: County, table: str) -> None:
    county.put_in_force(only_inspections())
    county.person("王强", "principal", county.enterprise())
    county.tick("2023-05-04 09:00")
    with counting(county, table, ROUND) as rung:
        answer(county)
    assert rung.result().reminders == 1
    assert queued(county) == ["reminder"]


def test_what_another_scheduler_claimed_while_this_one_counted_is_not_said_again(county: County) -> None:
    county.put_in_force(only_inspections())
    county.person("王强", "principal", county.enterprise())
    county.tick("2023-05-04 09:00")
    with counting(county, "inspections", ROUND) as rung:
        assert county.tick(ROUND).reminders == 1  # from here, where nothing is held
    assert rung.result().reminders == 0
    assert queued(county) == ["reminder"]
