"""Two processes, of which one dies: what it was sending or fetching is taken over soon, and no reminder is sent twice."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from sqlalchemy import Engine, text

from bot.lifeline import GONE_SECONDS, Lifeline
from bot.workers import Workers
from checklists.errors import TryLater
from storage import awaited_photos, held, inbox, outbox, private_post, reaching
from storage.database import open_engine, units
from storage.lifesign import LifeSign
from storage.unit_of_work import OpenUnit
from tests.bot.post_office import Post, Postman
from tests.conftest import CountedCodes, Database, SetClock

pytestmark = pytest.mark.anyio
SECRET = b"a secret of the tests"
MINUTE = timedelta(minutes=1)


@dataclass
class Process:
    """One of several over the same record, with its sign of life."""

    engine: Engine
    open_unit: OpenUnit
    sign: LifeSign = field(init=False)
    line: Lifeline = field(init=False)
    now: float = 0.0

    def __post_init__(self) -> None:
        self.sign = LifeSign(self.engine)
        self.line = Lifeline(self.open_unit, self.sign, Workers(self.open_unit, one_writer=False), lambda: self.now)

    def claims(self, *letters: int) -> None:
        with self.open_unit() as unit:
            assert all(outbox.claim(unit, one) for one in letters)
            unit.commit()

    def awaits(self, address: str, message_id: str) -> int:
        with self.open_unit() as unit:
            photo = awaited_photos.expect(
                unit, channel="wechat", account="gh_1", address=address, message_id=message_id, url="", media="name",
                first_try=MINUTE,
            )  # fmt: skip
            unit.commit()
        return photo.id

    def fetches(self) -> list[int]:
        with self.open_unit() as unit:
            taken = awaited_photos.take_due(unit, "wechat", "gh_1", MINUTE)
            unit.commit()
        return sorted(one.id for one in taken)

    def puts_off(self, photo: int) -> None:
        with self.open_unit() as unit:
            awaited_photos.postpone(unit, photo, MINUTE)
            unit.commit()

    def looks(self, *, after: float = 0.0) -> int:
        self.now += after
        return self.line.beat()


@pytest.fixture
def processes(database: Database, clock: SetClock) -> Iterator[tuple[Process, Process]]:
    made = []
    for _ in range(2):
        engine = open_engine(database.engine.url.render_as_string(hide_password=False))
        made.append(Process(engine, units(engine, clock, CountedCodes(), SECRET)))
        made[-1].sign.show()
    yield made[0], made[1]
    for one in made:
        one.sign.hide()
        one.engine.dispose()


def private(post: Post, open_unit: OpenUnit) -> int:
    with open_unit() as unit:
        letter = private_post.put(unit, {"text": "收到"}, "reply", reaching.bound(unit, "web", "x", "y").id, None)
        unit.commit()
    return letter


async def test_what_a_dead_process_was_sending_is_taken_over_within_seconds(
    processes: tuple[Process, Process], database: Database
) -> None:
    one, other = processes
    post = Post(other.open_unit)
    notice, reminder = (
        post.put(text, post.person(("wechat", address)), kind)
        for text, address, kind in (("通知", "w1", "notice"), ("提醒", "w2", "reminder"))
    )
    one.claims(notice, reminder, private(post, other.open_unit))
    assert [other.looks(), other.looks(after=3600)] == [0, 0], "it lives, however long it takes"
    one.sign.hide()
    assert other.looks() == 0, "it may only have lost its session"
    if database.kind == "sqlite":  # has one process, whose next start settles it
        assert other.looks(after=3600) == 0
        return
    assert other.looks(after=GONE_SECONDS) == 3
    assert [post.letter(letter).status for letter in (notice, reminder)] == ["waiting", "failed"]
    assert post.letter(notice).attempts == 0
    wechat = Postman("wechat")
    await post.delivery(wechat).step()
    assert wechat.handed == [("w1", "通知")]
    assert other.looks(after=GONE_SECONDS) == 0


async def test_photos_a_dead_process_was_fetching_are_tried_by_another_within_seconds(
    processes: tuple[Process, Process], database: Database
) -> None:
    one, other = processes
    with one.open_unit() as unit:
        sheet = {"sessions": [{"status": "active", "state": {}}], "left": []}
        private_post.keep_sheet(unit, private_post.Address("wechat", "gh_1", "o-reporter"), sheet)
        unit.commit()
    known, reporters, refused = (one.awaits(*said) for said in (("o-1", "m-1"), ("o-reporter", "m-2"), ("o-3", "m-3")))
    one.puts_off(refused)
    assert [other.looks(), other.looks(after=3600), other.fetches()] == [0, 0, []], "it lives, however long it takes"
    one.sign.hide()
    assert [other.looks(), other.fetches()] == [0, []]
    if database.kind == "sqlite":  # has one process, whose next start takes them up
        assert [other.looks(after=3600), other.fetches()] == [0, []]
        return
    assert other.looks(after=GONE_SECONDS) == 2
    assert other.fetches() == sorted([known, reporters]), "the platform's own waiting time stays"
    assert [other.looks(after=GONE_SECONDS), other.fetches()] == [0, []], "they are its own now"


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_whoever_only_lost_its_session_keeps_what_it_is_sending(processes: tuple[Process, Process]) -> None:
    one, other = processes
    post = Post(other.open_unit)
    letter = post.put("提醒", post.person(("wechat", "w1")), "reminder")
    one.claims(letter)
    with other.open_unit() as unit:
        unit.execute(text("SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory'"))
    for process in (other, one):  # as when the server is started anew
        with pytest.raises(TryLater):
            process.looks()
        assert process.looks() == 0
    assert other.looks(after=GONE_SECONDS) == 0
    assert post.letter(letter).status == "sending"


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_a_message_that_was_held_meanwhile_is_whose_answer_takes_it_along(processes: tuple[Process, Process]) -> None:
    one, other = processes
    post = Post(other.open_unit)
    letter = post.put("通知", post.person(("wechat", "w1")))
    one.claims(letter)
    with one.open_unit() as unit:
        held.hold(unit, letter, "nothing may be pushed")
        unit.commit()
    one.sign.hide()
    other.looks()
    with other.open_unit() as unit:
        where = reaching.bound(unit, "wechat", "default", "w1").id
        taken = inbox.take(unit, "wechat", "default", "m1", binding_id=where, kind="text", body={})
        held.take_along(unit, [letter], taken)
        unit.commit()
    assert other.looks(after=GONE_SECONDS) == 0
    assert post.letter(letter).status == "sending"
