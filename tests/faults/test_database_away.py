"""The database cannot be written, or its server goes down and comes back: it is said, and nothing is lost."""

from __future__ import annotations

import asyncio
import os
import random
import subprocess
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.clock import system_now
from bot.codes import codes
from bot.delivery import Delivery
from bot.workers import Workers
from checklists.content import Content
from checklists.errors import TryLater
from checklists.judgement.judge import Judge
from storage.database import Engine, open_engine, units
from storage.inbox import taken
from storage.keys import Keys
from storage.tables import inbox, metadata
from storage.unit_of_work import UnitOfWork
from tests.conftest import CountedCodes, Database, SetClock
from tests.faults.checker import Killed, check
from tests.faults.crowd import Crowd
from tests.faults.found import Found
from tests.faults.looking import all_counts, count, said, second_engine, words
from tests.faults.over.wechat import OverWeChat, wechat
from tests.faults.rounds import Ground, settled
from tests.faults.works import KEY
from tests.postgres import binaries, server
from tests.transcripts.stage import Stage
from tests.transcripts.town import build

pytestmark = [pytest.mark.unwatched, pytest.mark.anyio]
BUSY = "系统正忙，这一条没有记录"


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_record_that_may_only_be_read_is_said_and_goes_on_when_it_may_be_written_again(
    stage: Stage, database: Database, tmp_path: Path
) -> None:
    stage.replay("@王建国\n> 登记\n> 5")
    before = all_counts(database.open_unit)
    with second_engine(stage, f"sqlite:///{tmp_path / 'ancha.sqlite3'}", "query_only=ON") as (_, read_only):
        letters = replace(stage.gateway, open_unit=read_only).handle(said("登记一条", "m-1"))
    assert words(letters).startswith("系统暂时办不了")
    assert all_counts(database.open_unit) == before
    assert words(stage.gateway.handle(said("登记一条", "m-1"))).startswith("培训什么内容？")


@dataclass
class Server:
    """A PostgreSQL server that can be stopped as by a power cut, and started."""

    address: str
    folder: Path

    def stop(self) -> None:
        self._control("-m", "immediate", "stop")

    def start(self) -> None:
        settings = f"-c listen_addresses='' -k {self.folder}"
        self._control("-l", str(self.folder / "log"), "-o", settings, "start")

    def _control(self, *words: str) -> None:
        as_user = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
        command = [*as_user, str(binaries() / "pg_ctl"), "-D", str(self.folder / "data"), "-w", *words]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd="/")


@pytest.fixture(scope="module")
def own_server() -> Iterator[Server]:
    with ExitStack() as stack:
        address = stack.enter_context(server(durable=True)).format(database="postgres")
        yield Server(address, Path(address.rpartition("host=")[2]))


@pytest.fixture
def engine(own_server: Server, content: Content) -> Iterator[Engine]:
    made = open_engine(own_server.address)
    metadata.drop_all(made)
    metadata.create_all(made)
    with units(made, SetClock(), CountedCodes(), b"a secret of the tests")() as unit:
        build(unit, content)
        unit.commit()
    yield made
    made.dispose()


class Interrupted(UnitOfWork):
    """A unit of work during whose commit something happens."""

    before: Callable[[], object] | None = None
    after: Callable[[], object] | None = None

    def commit(self) -> None:
        happens, Interrupted.before = Interrupted.before, None
        if happens is not None:
            happens()
        super().commit()
        happens, Interrupted.after = Interrupted.after, None
        if happens is not None:
            happens()
            raise TryLater("Try again in a moment: the answer to the commit was lost on its way.")


async def test_a_server_that_goes_down_at_any_moment_and_comes_back(
    own_server: Server, engine: Engine, content: Content, judge: Judge, tmp_path: Path, clock: SetClock,
    caplog: pytest.LogCaptureFixture,
) -> None:  # fmt: skip
    codes = CountedCodes()

    def open_unit() -> UnitOfWork:
        return Interrupted(engine, clock, codes, Keys(b"a secret of the tests"))

    stage = Stage(content, judge, open_unit, tmp_path / "media", clock)
    stage.replay("@王建国\n> 登记\n> 5")

    own_server.stop()
    assert words(stage.gateway.handle(said("登记一条", "m-1"))).startswith(BUSY)
    with pytest.raises(TryLater):
        await Delivery(open_unit, (), Workers(open_unit, one_writer=False)).step()
    own_server.start()
    assert count(open_unit, inbox, inbox.c.message_id == "m-1") == 0
    assert words(stage.gateway.handle(said("登记一条", "m-1"))).startswith("培训什么内容？")

    Interrupted.before = own_server.stop  # in the middle: what was written before the commit is nowhere
    assert words(stage.gateway.handle(said("动火安全", "m-2"))).startswith(BUSY)
    own_server.start()
    assert count(open_unit, inbox, inbox.c.message_id == "m-2") == 0
    asked = words(stage.gateway.handle(said("动火安全", "m-2")))

    Interrupted.after = lambda: (own_server.stop(), own_server.start())  # committed, and nobody heard of it
    assert words(stage.gateway.handle(said("昨天", "m-3"))).startswith(BUSY)
    assert count(open_unit, inbox, inbox.c.message_id == "m-3") == 1
    answered = words(stage.gateway.handle(said("昨天", "m-3")))
    assert answered not in (asked, "")
    assert "没有记录" not in answered
    with open_unit() as unit:
        ids = unit.execute(select(inbox.c.message_id).where(inbox.c.message_id.like("m-_")).order_by(inbox.c.id))
        assert ids.scalars().all() == ["m-1", "m-2", "m-3"]


def test_a_server_that_goes_down_within_a_transaction_is_away_and_no_fault_of_ours(
    own_server: Server, engine: Engine, clock: SetClock
) -> None:
    """What was begun cannot even be rolled back; it is said like any other time it is away."""

    def interrupted() -> None:
        with units(engine, clock, CountedCodes(), KEY)() as unit:
            assert inbox_of(unit, "m-1") is None
            own_server.stop()
            inbox_of(unit, "m-2")

    with pytest.raises(TryLater):
        interrupted()
    own_server.start()
    with units(engine, clock, CountedCodes(), KEY)() as unit:
        assert inbox_of(unit, "m-1") is None


def inbox_of(unit: UnitOfWork, message_id: str) -> int | None:
    return taken(unit, "wechat", "wx1", message_id)


def test_people_who_go_on_while_the_server_goes_down_and_comes_back_lose_nothing(
    own_server: Server, tmp_path: Path
) -> None:
    """A serving process over a server that is shut off three times, without asking anybody. No process dies here, so
    nothing may come twice."""
    with wechat() as one:
        ground = Ground(tmp_path, one, own_server.address.replace("/postgres?", "/{database}?"))
        found = asyncio.run(_shut_off(ground, own_server, random.Random(7)))
    assert not found.faults, f"{found}\n" + "\n".join(found.faults[:20])
    assert found.counts["acknowledged"] > 0


async def _shut_off(ground: Ground[OverWeChat], own: Server, dice: random.Random) -> Found:
    ground.prepare(6)
    served = await asyncio.to_thread(ground.served, False)
    crowd = Crowd(ground.over, 7, 6, lambda: served.url)
    going = asyncio.create_task(crowd.run())
    for _ in range(3):
        await asyncio.sleep(0.5 + dice.random())
        await asyncio.to_thread(own.stop)
        await asyncio.sleep(0.5 + dice.random())
        await asyncio.to_thread(own.start)
    await asyncio.sleep(2)
    crowd.enough = True
    await going
    engine = open_engine(ground.address)
    await asyncio.to_thread(settled, units(engine, system_now, codes, KEY), ground.folder / "data")
    await asyncio.to_thread(served.stop)
    crowd.keep(ground.folder / "history.json")
    media = ground.folder / "data" / "media"
    found = await asyncio.to_thread(check, engine, media, crowd.history, ground.over, Killed(), ground.new)
    engine.dispose()
    return found
