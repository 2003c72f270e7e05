"""What the tests of faults ask of a record."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Engine, event, func, select

from dialogs.messages import InboundMessage, Outbound, Sender
from storage.database import open_engine, units
from storage.tables import audit, inbox, outbox, sessions
from storage.unit_of_work import Clock, OpenUnit
from tests.conftest import CountedCodes
from tests.transcripts.stage import Stage

WANG = Sender(channel="web", address="王建国")


def said(text: str, id_: str, sender: Sender = WANG) -> InboundMessage:
    """One text, as its platform delivers it."""
    return InboundMessage(id=id_, sender=sender, kind="text", text=text)


def words(letters: tuple[Any, ...]) -> str:
    """What was answered."""
    return "\n".join(Outbound.model_validate(letter.body).text for letter in letters)


def count(open_unit: OpenUnit, table: Any, *conditions: Any) -> int:
    """How many rows."""
    with open_unit() as unit:
        return int(unit.execute(select(func.count()).select_from(table).where(*conditions)).scalar_one())


def all_counts(open_unit: OpenUnit) -> tuple[int, ...]:
    """How much there is of everything that a message leaves behind."""
    return tuple(count(open_unit, table) for table in (inbox, outbox, sessions, audit))


def standing(open_unit: OpenUnit) -> Any:
    """Where the conversation under way stands."""
    with open_unit() as unit:
        return unit.execute(select(sessions.c.state).where(sessions.c.status == "active")).scalar_one()


@contextmanager
def second_engine(stage: Stage, address: str, *pragmas: str) -> Iterator[tuple[Engine, OpenUnit]]:
    """Another process's engine on the same file, with these pragmas."""

    def prepare(connection: Any, _: object) -> None:
        for one in pragmas:
            connection.execute(f"PRAGMA {one}")

    engine = open_engine(address)
    event.listen(engine, "connect", prepare)
    clock: Clock = stage.clock
    try:
        yield engine, units(engine, clock, CountedCodes(), b"a secret of the tests")
    finally:
        engine.dispose()
