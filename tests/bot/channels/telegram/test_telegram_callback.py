"""The webhook's door: who is let in, and that nothing that comes through it breaks anything."""

from __future__ import annotations

import json
import random
from dataclasses import replace
from typing import Any, NoReturn

import httpx
import pytest
from pydantic import SecretStr
from starlette.applications import Starlette

from bot.channels.body import MOST_BYTES
from bot.channels.telegram.account import account_of
from bot.channels.telegram.callback import HEADER
from bot.channels.telegram.mounting import at
from bot.workers import Workers
from checklists.errors import TellOperator, TryLater
from tests.bot.channels.telegram.conftest import SECRET, House, picture, settings_for
from tests.fakes.telegram.api import Fault
from tests.fakes.telegram.person import Person

pytestmark = pytest.mark.anyio


async def test_only_who_knows_the_secret_is_let_in(house: House, wang: Person) -> None:
    update = wang.says("菜单")
    for secret in ("", "wrong", SECRET[:-1], SECRET + "x", SECRET.lower(), "\u00e9"):
        headers = {HEADER.encode(): secret.encode("latin-1")}
        assert (await house.client.post("/telegram", json=update, headers=headers)).status_code == 403
    assert (await house.client.post("/telegram", json=update)).status_code == 403
    assert house.api.calls == []
    assert await house.brings(update) == 200


async def test_only_posts_of_a_bearable_size(house: House) -> None:
    headers = {HEADER: SECRET}
    assert (await house.client.get("/telegram", headers=headers)).status_code == 405
    large = b'{"update_id": 1, "x": "' + b"x" * MOST_BYTES + b'"}'
    assert (await house.client.post("/telegram", content=large, headers=headers)).status_code == 413


@pytest.mark.parametrize(
    "body", [b"", b"\xff\xfe", b"[]", b"null", b"{}", b'{"update_id": "1"}', b'{"update_id": true}',
             b'{"update_id": -1}',
             b'{"update_id": 1e400}', b'{"update_id": ' + b"9" * 5000 + b"}", b"[" * 100_000]
)  # fmt: skip
async def test_what_is_no_update_is_400(house: House, body: bytes) -> None:
    answer = await house.client.post("/telegram", content=body, headers={HEADER: SECRET})
    assert (answer.status_code, answer.text) == (400, "")


async def test_what_telegram_may_yet_invent_is_acknowledged(house: House) -> None:
    for more in ({}, {"hologram": {"x": 1}}, {"message": {"no": "date"}}, {"message": 7}, {"callback_query": []}):
        assert await house.brings({"update_id": 1, **more}) == 200
    assert house.api.sent == []


WORST: tuple[Any, ...] = (
    None, True, 0, -1, 2**63, 10**400, 1.5, float("nan"), float("inf"), "", "x", "\0", "\ud800", "٣",
    "'; DROP TABLE x--", "甲" * 5000, [], [[]], [None], {}, {"id": None}, {"id": 2**80}, {"file_id": "\0"},
)  # fmt: skip


def broken(value: Any, dice: random.Random) -> Any:
    """The same JSON with one thing in it replaced, left out, repeated or nested."""
    if isinstance(value, dict) and value and dice.random() < 0.85:
        name = dice.choice(list(value))
        if dice.random() < 0.15:
            return {key: one for key, one in value.items() if key != name}
        return {**value, name: broken(value[name], dice)}
    if isinstance(value, list) and value and dice.random() < 0.8:
        at = dice.randrange(len(value))
        return [*value[:at], broken(value[at], dice), *value[at + 1 :]]
    return dice.choice(WORST)


@pytest.mark.unwatched
@pytest.mark.timeout(900)
async def test_hostile_bodies_break_nothing(
    house: House, wang: Person, caplog: pytest.LogCaptureFixture, hostile_bodies: int
) -> None:
    """Generated from real ones with a fixed seed; a good update afterwards is answered as if nothing had been."""
    await house.said(wang.says("上报"))
    token = house.api.sent[-1]["reply_markup"]["inline_keyboard"][0][0]["callback_data"]
    seeds = [
        wang.says("/start x"), wang.says("菜单"), wang.taps(token), wang.sends_photo(picture(), caption="x"),
        wang.sends_document("a.jpg", "image/jpeg", picture()), wang.sends_place(25.0, 114.0, "甲", "乙"),
        wang.edits("乙"), wang.sends_voice(), wang.unblocks(),
    ]  # fmt: skip
    dice = random.Random(20230612)
    statuses: dict[int, int] = {}
    for number in range(hostile_bodies):
        update = dice.choice(seeds) | {"update_id": 10_000_000 + number}
        for _ in range(dice.choice((1, 1, 2, 3))):
            update = broken(update, dice)
        raw = json.dumps(update).encode()
        if dice.random() < 0.1:
            at = dice.randrange(len(raw) + 1)
            raw = raw[:at] + bytes(dice.randrange(256) for _ in range(3)) + raw[at + dice.randrange(3) :]
        answer = await house.client.post("/telegram", content=raw, headers={HEADER: SECRET})
        statuses[answer.status_code] = statuses.get(answer.status_code, 0) + 1
        assert answer.text == ""
    assert set(statuses) == {200, 400}
    assert not [one.getMessage() for one in caplog.records if one.exc_info or one.levelname in ("ERROR", "CRITICAL")]
    assert len(await house.said(wang.says("菜单"))) == 1


async def test_three_copies_at_once_have_one_effect(house: House, wang: Person) -> None:
    import anyio

    update = wang.says("上报")
    statuses: list[int] = []

    async def once() -> None:
        statuses.append(await house.brings(update))

    async with anyio.create_task_group() as tasks:
        for _ in range(3):
            tasks.start_soon(once)
    assert statuses == [200, 200, 200]
    assert len(house.api.sent) == 1


async def test_no_webhook_is_open_while_polling(house: House, tmp_path: Any) -> None:
    from dataclasses import replace

    from bot.channels.telegram.mounting import mounted

    polling = replace(house.app, settings=settings_for(tmp_path, telegram_mode="polling"))
    messenger = mounted(polling)
    assert messenger.routes == ()


@pytest.mark.parametrize(
    "more",
    [
        {"telegram_token": SecretStr("no token")},
        {"telegram_token": SecretStr("nocolon")},
        {"telegram_webhook_secret": SecretStr("mit Leerzeichen")},
        {"telegram_webhook_secret": SecretStr("x" * 257)},
    ],
)
def test_settings_that_cannot_be_right_are_told_without_repeating_them(tmp_path: Any, more: dict[str, Any]) -> None:
    with pytest.raises(TellOperator) as told:
        account_of(settings_for(tmp_path, **more))
    assert all(value.get_secret_value() not in str(told.value) for value in more.values())


def test_secrets_are_not_shown(tmp_path: Any) -> None:
    account = account_of(settings_for(tmp_path))
    assert SECRET not in repr(account)
    assert account.token not in repr(account)
    assert httpx.URL(account.webhook).path == "/telegram"


def away() -> NoReturn:
    raise TryLater("Try again in a moment: the database is busy.")


async def test_what_is_not_on_record_is_acknowledged_only_when_its_sender_knows(house: House, wang: Person) -> None:
    busy = replace(house.desk, workers=Workers(away, one_writer=True))
    routes = at(busy).routes
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(Starlette(routes=routes)), base_url="http://x"
    ) as client:
        update = wang.says("菜单")

        async def brings() -> int:
            return (await client.post("/telegram", json=update, headers={HEADER: SECRET})).status_code

        house.api.fail("sendMessage", Fault(status=502, body=b"bad gateway"))
        assert await brings() == 503
        assert house.api.sent == []
        assert await brings() == 200
    assert "没有记录" in house.api.sent[-1]["text"]
    assert await house.brings(update) == 200, "it may be brought again all the same, and is taken now"
    assert "王建国" in house.api.sent[-1]["text"]
