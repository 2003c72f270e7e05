"""Polling and setting up, with the loops running as the server runs them."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from pathlib import Path
from typing import NoReturn

import anyio
import pytest
from telegram.error import TelegramError

from bot.channels.telegram import polling, setup
from bot.channels.telegram.answering import Answering
from bot.channels.telegram.desk import Desk, desk_of
from bot.channels.telegram.mounting import at
from bot.wiring import App
from bot.workers import Workers
from checklists.errors import TryLater
from tests.bot.channels.telegram.conftest import LIU, SECRET, WANG, Hours, settings_for
from tests.fakes.telegram.api import BotApi, Fault, Wire, refusal
from tests.fakes.telegram.person import Person

pytestmark = pytest.mark.anyio


@pytest.fixture
async def desk(app: App, api: BotApi, tmp_path: Path) -> AsyncIterator[Desk]:
    hours = Hours()
    quiet = replace(app, settings=settings_for(tmp_path, telegram_mode="polling"))
    made = desk_of(quiet, hours.ticks, sleep=hours.sleep, transport=Wire(api))
    yield made
    await made.close()


async def until(true: Callable[[], bool]) -> None:
    with anyio.fail_after(20):
        while not true():
            await anyio.sleep(0.01)


async def test_polling_answers_and_acknowledges_what_is_on_record(desk: Desk, api: BotApi) -> None:
    api.webhook = {"url": "https://old.test"}  # left from another mode
    wang, liu = Person(api, WANG), Person(api, LIU, "刘洋")
    first = [wang.says("菜单"), liu.says("菜单"), wang.says("帮助")]
    async with anyio.create_task_group() as tasks:
        tasks.start_soon(at(desk).run)
        await until(lambda: len(api.sent) == 3)
        last = wang.says("上报")
        await until(lambda: len(api.sent) == 4)
        tasks.cancel_scope.cancel()
    assert "请发照片" in api.sent[-1]["text"]
    to_wang = [one["text"] for one in api.sent if one["chat"]["id"] == WANG]
    assert len(to_wang) == 3
    offsets = [values.get("offset") for name, values in api.calls if name == "getUpdates"]
    assert offsets[0] is None
    assert first[-1]["update_id"] + 1 in offsets
    assert offsets[-1] == last["update_id"] + 1
    assert api.count("setMyCommands") == api.count("deleteWebhook") == 1


async def test_what_was_taken_before_a_crash_is_not_answered_again(desk: Desk, api: BotApi) -> None:
    wang = Person(api, WANG)
    update = wang.says("菜单")
    for _ in range(2):  # the second time Telegram does not know that it was taken
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(polling.run, desk, Answering(desk), 0)
            await until(lambda: api.count("getUpdates") >= 2 and bool(api.sent))
            tasks.cancel_scope.cancel()
        api.updates.appendleft(update)
        api.calls.clear()
    assert len(api.sent) == 1


async def test_nothing_is_acknowledged_before_it_is_on_record_or_its_sender_knows(desk: Desk, api: BotApi) -> None:
    def away() -> NoReturn:
        raise TryLater("Try again in a moment: the database is busy.")

    busy = replace(desk, workers=Workers(away, one_writer=True))
    wang = Person(api, WANG)
    update = wang.says("菜单")
    api.always["sendMessage"] = Fault(status=502, body=b"bad gateway")
    async with anyio.create_task_group() as tasks:
        tasks.start_soon(polling.run, busy, Answering(busy), 0)
        await until(lambda: api.count("sendMessage") >= 1)
        assert api.updates[0] == update
        assert api.count("getUpdates") == 1
        del api.always["sendMessage"]
        await until(lambda: api.count("getUpdates") >= 2)
        tasks.cancel_scope.cancel()
    assert not api.updates
    assert "没有记录" in api.sent[-1]["text"]


async def test_an_update_nobody_can_read_does_not_hold_up_the_others(desk: Desk, api: BotApi) -> None:
    wang = Person(api, WANG)
    wang.update(message={"date": "never"})
    wang.update(message=7, callback_query=[])
    wang.says("菜单")
    async with anyio.create_task_group() as tasks:
        tasks.start_soon(polling.run, desk, Answering(desk), 0)
        await until(lambda: bool(api.sent))
        tasks.cancel_scope.cancel()


@pytest.mark.parametrize(
    ("fault", "said", "least"),
    [
        (Fault(status=401, body=refusal(401, "Unauthorized")), "@BotFather", 300),
        (Fault(status=409, body=refusal(409, "Conflict")), "Only one process", 15),
        (Fault(status=429, body=refusal(429, "Too Many Requests", retry_after=9)), "", 9),
        (Fault(status=502, body=b"bad gateway"), "no updates", 1),
        (Fault(body=b"<html>"), "no updates", 1),
    ],
)  # fmt: skip
async def test_faults_are_waited_out_and_told_where_somebody_must_act(
    desk: Desk, api: BotApi, caplog: pytest.LogCaptureFixture, fault: Fault, said: str,
    least: float,
) -> None:  # fmt: skip
    caplog.set_level(logging.WARNING)
    api.fail("getUpdates", fault)
    with pytest.raises(TelegramError) as caught:
        await desk.bot.get_updates(timeout=0)
    assert polling._wait(caught.value, 1) >= least
    assert said in caplog.text
    assert polling._wait(caught.value, 50) <= 300


async def test_the_webhook_is_registered_with_its_secret_and_only_what_is_wanted(app: App, api: BotApi) -> None:
    desk = desk_of(app, Hours().ticks, transport=Wire(api))
    await setup.set_up(desk)
    assert api.webhook["url"] == "https://ancha.test/telegram"
    assert api.webhook["secret_token"] == SECRET
    assert api.webhook["allowed_updates"] == ["message", "edited_message", "callback_query", "my_chat_member"]
    commands = {one["command"]: one["description"] for one in dict(api.calls)["setMyCommands"]["commands"]}
    assert set(commands) == {"start", "menu", "help", "resume", "back", "pause"}
    await desk.close()


async def test_a_webhook_that_is_refused_is_told_to_the_operator(
    app: App, api: BotApi, caplog: pytest.LogCaptureFixture, tmp_path: Path
) -> None:
    plain = replace(app, settings=settings_for(tmp_path, base_url="http://127.0.0.1:8000"))
    desk = desk_of(plain, Hours().ticks, transport=Wire(api))
    with anyio.move_on_after(0.3):
        await setup.until_set_up(desk)
    assert "ANCHA_BASE_URL must be https" in caplog.text
    assert api.count("setWebhook") == 1
    await desk.close()
