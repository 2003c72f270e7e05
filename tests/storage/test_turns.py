"""Who comes back at once does not go before those who wait."""

from __future__ import annotations

import threading
import time
from pathlib import Path

import pytest
from sqlalchemy import Connection, event, func, insert, select, text

from storage import gate, tables
from storage.database import open_engine
from storage.turns import Turns


def test_whoever_has_waited_longest_is_next() -> None:
    turns, order = Turns(), list[str]()

    def one(name: str) -> None:
        assert turns.take(20)
        order.append(name)
        turns.give()

    assert turns.take(0)
    waiting = []
    for number, name in enumerate(("first", "second", "third"), start=1):
        waiting.append(threading.Thread(target=one, args=(name,)))
        waiting[-1].start()
        while turns.waiting < number:
            time.sleep(0.001)
    turns.give()
    assert turns.take(20)
    order.append("who came back")
    turns.give()
    for each in waiting:
        each.join()
    assert order == ["first", "second", "third", "who came back"]


def test_a_turn_that_does_not_come_is_given_up() -> None:
    turns = Turns()
    assert turns.take(0)
    assert not turns.take(0.01)
    turns.give()
    assert turns.take(0)


def test_every_end_of_a_transaction_gives_the_turn_back(tmp_path: Path) -> None:
    engine = open_engine(f"sqlite:///{tmp_path / 'turns.sqlite3'}")
    tables.metadata.create_all(engine)
    with engine.connect() as connection:
        connection.execute(text("SELECT 1"))  # neither committed nor rolled back
    with engine.connect() as connection:
        connection.execute(insert(tables.regions).values(code="371002", name="环山区", level="county"))
        connection.rollback()
        connection.execute(insert(tables.regions).values(code="371002", name="环山区", level="county"))
        connection.commit()
        assert connection.execute(select(func.count()).select_from(tables.regions)).scalar_one() == 1
    left = engine.connect()
    left.execute(text("SELECT 1"))
    left.detach()  # never handed back to the pool
    left.close()
    with engine.begin() as connection:
        connection.execute(text("SELECT 1"))
    engine.dispose()


def test_the_next_begins_when_the_commit_is_done_and_not_before(tmp_path: Path) -> None:
    engine = open_engine(f"sqlite:///{tmp_path / 'turns.sqlite3'}")
    seen: list[str] = []

    def begun(said: str) -> None:
        """SQLite carries a statement out."""
        if said.startswith("BEGIN"):
            seen.append(said)

    event.listen(engine, "connect", lambda driver, _: driver.set_trace_callback(begun))

    def another() -> None:
        with engine.begin():
            pass

    def committing(_: Connection) -> None:
        """SQLAlchemy is about to commit."""
        time.sleep(0.05)
        seen.append("COMMIT")

    event.listen(engine, "commit", committing, once=True)
    with engine.begin():
        waiting = threading.Thread(target=another)
        waiting.start()
        time.sleep(0.05)
    waiting.join()
    assert seen == ["BEGIN IMMEDIATE", "COMMIT", "BEGIN IMMEDIATE"]
    engine.dispose()


def test_a_command_is_let_in_beside_a_server_that_never_rests(tmp_path: Path) -> None:
    """Between its coming and its beginning the server has at most the transactions that were on their way."""
    address = f"sqlite:///{tmp_path / 'turns.sqlite3'}"
    host, guest = open_engine(address), open_engine(address, guest=True)
    with host.begin():  # it has served before: whoever opens a file first turns its log on, which waits for nobody
        pass
    committed, ends = 0, threading.Event()

    def serve() -> None:
        nonlocal committed
        while not ends.is_set():
            with host.begin():
                time.sleep(0.003)
            committed += 1

    server = threading.Thread(target=serve)
    server.start()
    waited = []
    for _ in range(10):
        before = committed
        with guest.begin():
            waited.append(committed - before)
        time.sleep(0.01)
    ends.set()
    server.join()
    assert max(waited) <= 10, waited
    for engine in (host, guest):
        engine.dispose()


def test_a_guest_that_was_stopped_at_the_gate_does_not_stop_the_server(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gate, "LOOKS", 3)
    engine = open_engine(f"sqlite:///{tmp_path / 'turns.sqlite3'}")
    with gate.closed(f"{tmp_path / 'turns.sqlite3'}-turn"), engine.begin() as connection:
        assert connection.execute(text("SELECT 1")).scalar_one() == 1
    engine.dispose()
