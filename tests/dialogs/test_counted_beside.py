"""What officials ask to have counted is counted beside the others' answers: the same words, one effect, and nobody
waits for it but who asked."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import anyio
import pytest
from anyio import create_task_group, to_thread
from sqlalchemy import Engine, event, select

from bot.channels.handling import said
from bot.workers import Workers
from checklists.content import Content
from checklists.judgement.judge import Judge
from dialogs.gateway import Along, Gateway
from dialogs.messages import InboundMessage, Outbound, Sender
from storage.beside import CountFirst, found_by, knowing
from storage.database import looks
from storage.findings import Found
from storage.outbox import Letter
from storage.tables import inbox, outbox
from storage.unit_of_work import OpenUnit
from tests.conftest import Database, SetClock
from tests.transcripts.stage import Stage

TRANSCRIPTS = Path(__file__).parents[1] / "transcripts"
OFFICIAL, OTHER = "刘明", "王建国"


@dataclass(frozen=True)
class PutBack(Gateway):
    """The real gateway, carried out anew after each counting."""

    look: OpenUnit = None  # type: ignore[assignment]
    asked: set[str] = field(default_factory=set)

    def handle(
        self, message: InboundMessage, open_unit: OpenUnit | None = None, along: Along = lambda *_: None, tries: int = 1
    ) -> tuple[Letter, ...]:
        beside: dict[object, Found] = {}
        while True:
            try:
                return super().handle(message, knowing(open_unit or self.open_unit, beside), along, tries)
            except CountFirst as first:
                name, *_ = first.key  # type: ignore[misc]
                self.asked.add(name)
                beside[first.key] = found_by(self.look, first)


@dataclass
class PutBackStage(Stage):
    """A stage whose messages are put back."""

    look: OpenUnit = None  # type: ignore[assignment]
    asked: set[str] = field(default_factory=set)

    def restart(self) -> None:
        super().restart()
        one = self.gateway
        self.gateway = PutBack(
            one.content, one.judge, one.conversations, one.open_unit, one.secret, one.links, look=self.look,
            asked=self.asked,
        )  # fmt: skip


@pytest.fixture
def look(database: Database, clock: SetClock) -> OpenUnit:
    return looks(database.engine, clock, "x".__mul__, b"a secret of the tests")


@pytest.mark.parametrize(
    ("transcript", "counted"),
    [
        ("area", {"area"}),
        ("documents", {"document", "pages"}),
        ("officials_supervise", {"listings", "ranking"}),
        ("signals", {"signals"}),
        ("submission", {"form", "copy"}),
    ],
)
def test_the_words_are_the_same_as_counted_within(
    content: Content, judge: Judge, database: Database, two_towns: None, media_folder: Path, clock: SetClock,
    look: OpenUnit, transcript: str, counted: set[str],
) -> None:  # fmt: skip
    stage = PutBackStage(content, judge, database.open_unit, media_folder, clock, look=look)
    written = (TRANSCRIPTS / f"{transcript}.txt").read_text(encoding="utf-8")
    assert stage.replay(written).splitlines() == written.splitlines()
    assert stage.asked >= counted


@contextmanager
def held(engine: Engine) -> Iterator[tuple[threading.Event, threading.Event]]:
    """The figures of a digest are not read before the second event; the first says that somebody wants to."""
    reading, go_on = threading.Event(), threading.Event()

    def waits(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        if "count(" in statement and "hazards" in statement:
            reading.set()
            assert go_on.wait(60)

    event.listen(engine, "before_cursor_execute", waits)
    try:
        yield reading, go_on
    finally:
        go_on.set()
        event.remove(engine, "before_cursor_execute", waits)


def test_another_is_answered_while_a_digest_is_counted_and_its_askers_next_word_comes_behind_it(
    stage: Stage, database: Database, look: OpenUnit
) -> None:
    workers = Workers(stage.open_unit, one_writer=database.kind == "sqlite", look=look)
    order: list[str] = []

    def message(number: str, who: str, **more: str) -> InboundMessage:
        return InboundMessage.model_validate({"id": number, "sender": Sender(channel="web", address=who), **more})

    async def send(one: InboundMessage) -> None:
        letters = await workers.together(lambda inner: stage.gateway.handle(one, inner), said(one))
        order.append(f"{one.id}: {Outbound.model_validate(letters[0].body).text.splitlines()[0]}")

    async def talk() -> None:
        asks = message("asks", OFFICIAL, kind="choice", token="m.area")
        with anyio.fail_after(60), held(database.engine) as (reading, go_on):
            async with create_task_group() as tasks:
                tasks.start_soon(send, asks)
                assert await to_thread.run_sync(reading.wait, 30)
                tasks.start_soon(send, asks)  # the platform brings it once more
                tasks.start_soon(send, message("next", OFFICIAL, kind="text", text="帮助"))
                await send(message("other", OTHER, kind="text", text="菜单"))
                await send(message("other too", OTHER, kind="text", text="菜单"))
                assert [one.partition(":")[0] for one in order] == ["other", "other too"]
                go_on.set()

    anyio.run(talk)
    assert [one.partition(":")[0] for one in order[2:]] == ["asks", "asks", "next"]
    assert "周报" in order[2]
    assert order[2] == order[3]
    with stage.open_unit() as unit:
        taken = unit.execute(select(inbox.c.message_id).order_by(inbox.c.id)).scalars().all()
        answers = unit.execute(select(outbox.c.id)).all()
    assert taken == ["other", "other too", "asks", "next"]
    assert len(answers) == 4
