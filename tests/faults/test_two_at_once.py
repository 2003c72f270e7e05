"""Two of everything: two who sign the same hazard, two schedulers, two copies of a message days apart."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TypeVar

import pytest
from sqlalchemy import select

from checklists.errors import TryLater
from dialogs.messages import Sender
from scheduler.tick import tick
from storage.database import looks
from storage.tables import audit, due_runs, hazard_events, hazards, inbox, outbox
from tests.conftest import Database, SetClock
from tests.faults.looking import all_counts, count, said, words
from tests.transcripts.stage import Stage

pytestmark = pytest.mark.unwatched
T = TypeVar("T")

REPORTED = """
@吴刚
> 隐患
> 跳过
> 喷涂车间
> 喷涂车间有限空间作业没有审批，也没有通风检测
> 跳过
> 1
> 1
> 台账
> 1
> 2
>photo red
> 好了
> 停了作业，补了审批制度
> 1
@孙海
> 台账
> 1
> 1
@周敏
> 台账
> 1
> 1
"""


def together(*works: Callable[[], T]) -> list[T]:
    """Do these in the same instant."""
    barrier = Barrier(len(works))

    def one(work: Callable[[], T]) -> T:
        barrier.wait()
        return work()

    with ThreadPoolExecutor(len(works)) as pool:
        return list(pool.map(one, works))


def test_two_people_who_sign_in_the_same_instant_close_it_once(stage: Stage) -> None:
    stage.replay(REPORTED)
    first, second = Sender(channel="web", address="孙海"), Sender(channel="web", address="周敏")
    told = together(
        lambda: words(stage.gateway.handle(said("1", "s-1", first))),
        lambda: words(stage.gateway.handle(said("1", "s-2", second))),
    )
    for sender, heard in zip((first, second), told, strict=True):
        if "没有" in heard:  # told that it did not count: the same again from the ledger
            stage.replay(f"@{sender.address}\n> 台账\n> 1\n> 1\n> 1")
    with stage.open_unit() as unit:
        (one,) = unit.execute(select(hazards)).all()
        kinds = [row.kind for row in unit.execute(select(hazard_events).order_by(hazard_events.c.id))]
    assert one.status == "signed_off"
    assert kinds.count("signed") == 2
    assert kinds.count("signed_off") == 1
    assert count(stage.open_unit, audit, audit.c.action == "hazard.signed_off") == 1
    assert count(stage.open_unit, audit, audit.c.action == "hazard.signed") == 1


def test_two_schedulers_over_two_days_say_each_thing_once(stage: Stage, database: Database, clock: SetClock) -> None:
    clock.now = clock.now.replace(hour=1, minute=5)
    look = looks(database.engine, clock, "x".__mul__)

    def one_of_two() -> None:
        while True:
            try:
                tick(stage.content, database.open_unit, look, stage.media_folder)
                return
            except TryLater:  # as the alarm does, which rings again in a minute
                continue

    tick(stage.content, database.open_unit, look, stage.media_folder)
    for _ in range(2):
        clock.move(days=1)
        together(one_of_two, one_of_two)
    with stage.open_unit() as unit:
        letters = unit.execute(select(outbox).where(outbox.c.kind.in_(("reminder", "digest")))).all()
        keys = [row.key for row in unit.execute(select(due_runs))]
    days = [(one.person_id, one.created_at.date()) for one in letters if one.kind == "reminder"]
    assert letters
    assert len(set(days)) == len(days)
    assert len(set(keys)) == len(keys)


def test_a_message_delivered_again_after_a_restart_and_days_later_has_one_effect(stage: Stage, clock: SetClock) -> None:
    stage.replay("@王建国\n> 登记\n> 5")
    first = stage.gateway.handle(said("登记一条", "m-1"))
    stage.replay("@王建国\n> 动火安全")
    before = all_counts(stage.open_unit)
    for days in (0, 3, 40):
        clock.move(days=days)
        stage.restart()
        assert words(stage.gateway.handle(said("登记一条", "m-1"))) == words(first)
        copies = together(*[lambda: words(stage.gateway.handle(said("登记一条", "m-1")))] * 3)
        assert set(copies) == {words(first)}
    assert all_counts(stage.open_unit) == before
    assert count(stage.open_unit, inbox, inbox.c.message_id == "m-1") == 1


def test_taps_out_of_order_and_of_days_ago_are_refused_in_words_and_change_nothing(
    stage: Stage, clock: SetClock
) -> None:
    stage.replay("@王建国\n> 自查\n> 1")
    old = stage.tap("1")
    stage.gateway.handle(old)
    where = stage.replay("@王建国\n> 继续")
    late = [old.model_copy(update={"id": f"late-{number}"}) for number in range(6)]
    clock.move(days=5)
    with stage.open_unit() as unit:
        before = unit.execute(select(hazards.c.id)).all()
    for one in late:
        assert stage.gateway.handle(one)
    assert stage.replay("@王建国\n> 继续").splitlines()[1:3] == where.splitlines()[1:3]
    with stage.open_unit() as unit:
        assert unit.execute(select(hazards.c.id)).all() == before
