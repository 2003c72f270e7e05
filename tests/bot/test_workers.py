"""The queue for the record: what waits together is durable together, in order, and everybody gets their own."""

from __future__ import annotations

import threading
from itertools import count, groupby

import anyio
import pytest

from bot.workers import Workers
from storage import reaching
from storage.beside import counted
from storage.foreseen import Said
from storage.private_post import Address
from storage.unit_of_work import OpenUnit, UnitOfWork

pytestmark = pytest.mark.anyio


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.mark.parametrize("one_writer", [True, False])
async def test_everybody_gets_their_own_answer_or_their_own_fault(open_unit: OpenUnit, one_writer: bool) -> None:
    workers, found = Workers(open_unit, one_writer=one_writer), dict[int, object]()

    def work(number: int, inner: OpenUnit) -> int:
        with inner() as unit:
            reaching.bound(unit, "web", "default", f"person {number}")
            if number % 7 == 3:
                raise ValueError(str(number))
            unit.commit()
        return number

    async def ask(number: int) -> None:
        try:
            found[number] = await workers.together(lambda inner: work(number, inner))
        except ValueError as error:
            found[number] = str(error)

    async with anyio.create_task_group() as tasks:
        for number in range(40):
            tasks.start_soon(ask, number)
    assert found == {number: str(number) if number % 7 == 3 else number for number in range(40)}


async def test_what_waits_shares_a_commit_and_keeps_its_order(open_unit: OpenUnit) -> None:
    workers, order, free = Workers(open_unit, one_writer=True), list[int](), threading.Event()
    units: list[object] = []

    def work(number: int, inner: OpenUnit) -> None:
        with inner() as unit:
            units.append(unit._outer)
            order.append(number)
            unit.commit()

    async with anyio.create_task_group() as tasks:
        tasks.start_soon(workers.record, free.wait)
        await anyio.sleep(0)
        for number in range(100):
            tasks.start_soon(workers.together, lambda inner, number=number: work(number, inner))
        await anyio.sleep(0.05)
        free.set()
    assert order == list(range(100))
    assert len({id(one) for one in units}) <= 3


async def test_nobody_waits_long_for_those_who_share_the_commit(open_unit: OpenUnit) -> None:
    """Where a message takes a quarter of a second, four share a commit and not as many as wait."""
    now = 0.0
    workers, free = Workers(open_unit, one_writer=True, ticks=lambda: now), threading.Event()
    units: list[object] = []

    def work(inner: OpenUnit) -> None:
        nonlocal now
        with inner() as unit:
            now += 0.25
            units.append(unit._outer)
            unit.commit()

    async with anyio.create_task_group() as tasks:
        tasks.start_soon(workers.record, free.wait)
        await anyio.sleep(0)
        for _ in range(40):
            tasks.start_soon(workers.together, work)
        await anyio.sleep(0.05)
        free.set()
    sizes = [len(list(those)) for _, those in groupby(units, key=id)]
    assert sizes == [8, *[4] * 8]


async def test_who_comes_alone_after_many_is_answered_too(open_unit: OpenUnit) -> None:
    """The commit behind one of many waits a moment for as many; where nobody comes it goes without them."""
    workers, found = Workers(open_unit, one_writer=True), list[int]()
    with anyio.fail_after(20):
        async with anyio.create_task_group() as tasks:
            for number in range(30):
                tasks.start_soon(workers.together, lambda inner, number=number: found.append(number))
        for number in (30, 31, 32):
            await workers.together(lambda inner, number=number: found.append(number))
    assert found == list(range(33))


async def test_other_work_comes_in_its_turn(open_unit: OpenUnit) -> None:
    """A page that looks something up is not kept waiting by a stream of messages."""
    workers = Workers(open_unit, one_writer=True)
    with anyio.fail_after(20):
        async with anyio.create_task_group() as tasks:
            for _ in range(200):
                tasks.start_soon(workers.together, lambda inner: None)
            assert await workers.record(lambda: "looked up") == "looked up"


async def test_an_answer_does_not_wait_for_pages_that_only_look(open_unit: OpenUnit) -> None:
    workers, free = Workers(open_unit, one_writer=True), threading.Event()

    def work(inner: OpenUnit) -> str:
        with inner() as unit:
            reaching.bound(unit, "web", "default", "李安")
            unit.commit()
        return "answered"

    async with anyio.create_task_group() as tasks:
        for _ in range(5):  # more than there are threads for them
            tasks.start_soon(workers.look, lambda: free.wait(60))
        await anyio.sleep(0)
        with anyio.fail_after(30):
            assert await workers.together(work) == "answered"
            assert await workers.record(lambda: "recorded") == "recorded"
        free.set()


@pytest.mark.parametrize("one_writer", [True, False])
async def test_what_is_asked_for_is_counted_beside_and_then_all_is_done_once(
    open_unit: OpenUnit, one_writer: bool
) -> None:
    workers, begun = Workers(open_unit, one_writer=one_writer, look=open_unit), list[str]()

    def work(inner: OpenUnit) -> tuple[int, int]:
        with inner() as unit:
            begun.append("begun")
            reaching.bound(unit, "web", "default", "李安")
            first = counted(unit, "first", lambda looking: 1 if looking is not unit else 0)
            second = counted(unit, "second", lambda looking: 2)
            unit.commit()
        return first, second

    assert await workers.together(work, said("李安")) == (1, 2)
    assert len(begun) == 3


async def test_who_asks_for_something_else_each_time_is_answered_at_last(open_unit: OpenUnit) -> None:
    workers, number = Workers(open_unit, one_writer=True, look=open_unit), count()

    def work(inner: OpenUnit) -> str:
        with inner() as unit:
            return counted(unit, next(number), lambda looking: "within" if looking is unit else "beside")

    with anyio.fail_after(30):
        assert await workers.together(work, said("李安")) == "within"


async def test_a_counting_that_fails_is_told_to_who_asked_and_to_nobody_else(open_unit: OpenUnit) -> None:
    workers = Workers(open_unit, one_writer=True, look=open_unit)

    def fails(looking: UnitOfWork) -> int:
        raise ZeroDivisionError

    def work(inner: OpenUnit) -> str:
        with inner() as unit:
            try:
                return str(counted(unit, "share", fails))
            except ZeroDivisionError:
                return "told"

    async with anyio.create_task_group() as tasks:
        for number in range(5):
            tasks.start_soon(workers.together, lambda inner: None, said(f"person {number}"))
        assert await workers.together(work, said("李安")) == "told"
    assert await workers.together(lambda inner: "next", said("李安")) == "next"


def said(who: str) -> Said:
    return Said(Address("web", "default", who), f"of {who}")
