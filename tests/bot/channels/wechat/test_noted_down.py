"""Work that takes longer than the platform waits: the message is on record, or noted down, or not acknowledged."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import anyio
import pytest
from sqlalchemy import select

from bot.channels.tencent import notes, underway
from checklists.errors import TryLater
from dialogs.gateway import Gateway
from dialogs.messages import InboundMessage
from storage.outbox import Letter
from storage.tables import asides, inbox
from tests.bot.channels.wechat.conftest import House
from tests.fakes.wechat.phone import message

pytestmark = pytest.mark.anyio
REAL = Gateway.handle


@dataclass
class Weather:
    """How the gateway fares: each message waits until it is `free`; while it is `bad` the record takes nothing."""

    free: threading.Event = field(default_factory=threading.Event)
    bad: bool = False
    broken: bool = False

    def handle(self, gateway: Gateway, said: InboundMessage, *more: Any) -> tuple[Letter, ...]:
        self.free.wait(20)
        if self.broken:
            raise RuntimeError("a bug")
        if self.bad:
            return (gateway._unrecorded(TryLater.key),)
        return REAL(gateway, said, *more)


@pytest.fixture
def weather(monkeypatch: pytest.MonkeyPatch, no_hurry: None) -> Iterator[Weather]:
    made = Weather()

    def handle(self: Gateway, said: InboundMessage, *more: Any) -> tuple[Letter, ...]:
        return made.handle(self, said, *more)

    monkeypatch.setattr(Gateway, "handle", handle)
    monkeypatch.setattr(underway, "NOTE_SECONDS", 0.2)
    monkeypatch.setattr(underway, "SILENT_SECONDS", 0.2)
    monkeypatch.setattr(notes, "LOOK_SECONDS", 0.05)
    monkeypatch.setattr(notes, "ticks", lambda: anyio.current_time() * 100)
    yield made
    made.free.set()


def folder(house: House) -> Path:
    return house.app.settings.data_dir / "noted" / "wechat"


def noted(house: House) -> list[Path]:
    return list(folder(house).iterdir()) if folder(house).is_dir() else []


def said(house: House) -> list[str]:
    """What is on record, in its order."""
    with house.app.open_unit() as unit:
        return [body.get("text", "") for body in unit.execute(select(inbox.c.body).order_by(inbox.c.id)).scalars()]


async def until(holds: Callable[[], bool]) -> None:
    with anyio.fail_after(10):
        while not holds():
            await anyio.sleep(0.02)


async def test_it_is_noted_down_before_it_is_acknowledged_and_carried_out_once(
    house: House, officer: str, weather: Weather
) -> None:
    phone = house.phone(officer)
    xml = message("text", officer, house.clock, "<Content>菜单</Content>")
    heard: list[str] = []

    async def deliver() -> None:
        heard.append(await phone.sends(xml))

    async with anyio.create_task_group() as tasks:  # the platform's tries may overlap
        for _ in range(3):
            tasks.start_soon(deliver)
    assert heard == ["", "", ""]
    assert len(noted(house)) == 1
    assert "菜单".encode() not in noted(house)[0].read_bytes()
    weather.free.set()
    await until(lambda: not noted(house))
    assert said(house) == ["菜单"]
    await phone.sends(xml)
    assert said(house) == ["菜单"]


async def test_while_the_record_is_away_it_waits_and_what_is_said_next_waits_behind_it(
    house: House, officer: str, weather: Weather, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(notes, "TRIES", 10**6)  # nobody could be told, since that too would have to be written
    phone = house.phone(officer)
    weather.bad = True
    assert await phone.says("上报") == ""
    weather.free.set()
    await until(lambda: bool(noted(house)))
    await anyio.sleep(0.1)
    weather.free.clear()
    assert await phone.says("跳过") == "", "never before what was said first"
    weather.bad = False
    weather.free.set()
    await until(lambda: not noted(house))
    assert said(house) == ["上报", "跳过"]


async def test_who_has_nothing_waiting_is_told_at_once_that_the_record_is_away(
    house: House, officer: str, weather: Weather
) -> None:
    weather.bad = True
    weather.free.set()
    assert (await house.phone(officer).says("上报")).startswith("系统正忙")
    assert noted(house) == []


async def test_what_can_never_be_carried_out_is_told_to_its_sender_and_leaves_no_row_of_theirs(
    house: House, officer: str, weather: Weather
) -> None:
    weather.free.set()
    assert await house.phone(officer).says("菜单")
    weather.broken = True
    assert await house.phone(officer).says("上报") == ""
    await until(lambda: not noted(house))
    with house.app.open_unit() as unit:
        kinds = unit.execute(select(asides.c.kind)).scalars().all()
    assert said(house) == ["菜单"]
    assert kinds == ["letter"], "sealed, as nobody knows whether it was said in private"
    await house.deliver(seconds=1)
    assert "没有" in house.platform.texts(officer)[0]


async def test_what_cannot_be_noted_down_is_not_acknowledged(house: House, officer: str, weather: Weather) -> None:
    """So the platform brings it again, and gets the answer."""
    folder(house).parent.mkdir(parents=True, exist_ok=True)
    folder(house).write_bytes(b"no folder")
    phone = house.phone(officer)
    xml = message("text", officer, house.clock, "<Content>菜单</Content>")
    assert (await phone.delivers(xml)).status_code == 503
    weather.free.set()
    assert "请选择要办的事" in await phone.sends(xml)
    assert said(house) == ["菜单"]


async def test_a_photo_that_cannot_be_written_down_yet_is_not_lost(
    house: House, officer: str, weather: Weather, monkeypatch: pytest.MonkeyPatch
) -> None:
    from bot.channels.wechat import photos
    from tests.bot.channels.wechat.pictures import jpeg

    weather.free.set()
    phone = house.phone(officer)
    await phone.says("上报")
    away, real = [True], photos._expected

    def expected(*given: object) -> object:
        if away[0]:
            raise TryLater("the record is locked")
        return real(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(photos, "_expected", expected)
    assert await phone.sends_photo(jpeg()) == ""
    assert len(noted(house)) == 1
    away[0] = False
    await until(lambda: not noted(house))
    with house.app.open_unit() as unit:
        assert unit.execute(select(inbox.c.kind).order_by(inbox.c.id)).scalars().all()[-1] == "photo"


async def test_an_answer_that_comes_after_the_line_was_cut_comes_once_more_by_itself(
    house: House, officer: str, weather: Weather, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The record was quick and the machine was not: whoever answers into a cut line is heard by nobody."""
    weather.free.set()
    monkeypatch.setattr(underway, "IN_TIME_SECONDS", 0.0)
    phone = house.phone(officer)
    assert await phone.says("菜单") == ""
    weather.bad = True
    xml = message("text", officer, house.clock, "<Content>上报</Content>")
    assert (await phone.delivers(xml)).status_code == 503, "it is not on record: the platform shall bring it again"
    weather.bad = False
    await house.deliver(seconds=9)
    assert "请选择要办的事" in house.platform.texts(officer)[0]
