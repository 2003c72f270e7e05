"""What the delivery loop's messages come to when Telegram takes them, slows them, refuses them or is not there."""

from __future__ import annotations

import logging

import anyio
import httpx
import pytest
from telegram.error import NetworkError

from bot.channels.channel import Elsewhere, Held, Later, Never, Result, Sent
from dialogs.messages import Choice, Outbound
from storage import media, outbox, reaching
from storage.reaching import Binding
from tests.bot.channels.telegram.conftest import ACCOUNT, WANG, House, picture
from tests.conftest import SetClock
from tests.fakes.telegram.api import TOKEN, BotApi, Fault, units
from tests.fakes.telegram.person import Person, buttons

pytestmark = pytest.mark.anyio


async def sent(house: House, message: Outbound, letter: int = 1, chat: int = WANG, account: str = ACCOUNT) -> Result:
    return await house.messenger.channel.send(Binding(1, "telegram", account, str(chat), None), message, letter)


def put(house: House, text: str, kind: str = "notice") -> None:
    with house.app.open_unit() as unit:
        binding = reaching.bound(unit, "telegram", ACCOUNT, str(WANG))
        outbox.put(unit, {"text": text}, kind=kind, binding_id=binding.id, person_id=binding.person_id)
        unit.commit()


NOTICE = Outbound(text="您有 1 处隐患今天到期。", kind="notice")


async def test_a_message_goes_as_it_is_with_its_link_and_without_a_preview(house: House, wang: Person) -> None:
    message = Outbound(text="绑定 <b>码</b> _*`[", link="/chat/?c=1", choices=(Choice(label="知道了", token="m.menu"),))
    assert await sent(house, message) == Sent()
    (one,) = house.api.sent
    assert one["text"] == "绑定 <b>码</b> _*`[\n链接：https://ancha.test/chat/?c=1"
    assert [(each["text"], each["callback_data"]) for each in buttons(one)] == [("1. 知道了", "m.menu")]
    values = dict(house.api.calls)["sendMessage"]
    assert "parse_mode" not in values
    assert values["link_preview_options"] == {"is_disabled": True}


async def test_a_long_text_is_divided_and_the_last_part_bears_the_options(house: House, wang: Person) -> None:
    text = "隐患😀" * 3000  # 9000 signs, 12000 UTF-16 units: three parts at least
    await sent(house, Outbound(text=text, choices=(Choice(label="好", token="1.1.1"),)))
    assert all(units(one["text"]) <= 4096 for one in house.api.sent)
    assert len(house.api.sent) == 3
    assert "".join(one["text"] for one in house.api.sent) == text
    assert [len(buttons(one)) for one in house.api.sent] == [0, 0, 1]


async def test_a_further_try_goes_on_behind_what_was_sent(house: House, wang: Person) -> None:
    message = Outbound(text="隐" * 5000)
    house.api.fail("sendMessage", None, Fault(status=502))
    assert isinstance(await sent(house, message), Later)
    assert await sent(house, message) == Sent()
    assert [len(one["text"]) for one in house.api.sent] == [4096, 5000 - 4096]


async def test_a_picture_bears_its_words_or_stands_before_them(house: House, wang: Person) -> None:
    with house.app.open_unit() as unit:
        one, two = (
            media.accept(unit, house.app.media_folder, picture(colour), owner_binding=None).id
            for colour in ("red", "blue")
        )
        unit.commit()
    await sent(house, Outbound(text="本周简报", photos=(one,), choices=(Choice(label="看", token="m.area"),)))
    assert house.api.sent[-1]["caption"] == "本周简报"
    assert len(buttons(house.api.sent[-1])) == 1
    await sent(house, Outbound(text="简" * 1025, photos=(one,)), 2)
    await sent(house, Outbound(text="两张", photos=(one, two)), 3)
    assert ["photo" in message for message in house.api.sent] == [True, True, False, True, True, False]


async def test_a_picture_that_is_gone_or_refused_does_not_keep_its_words_back(house: House, wang: Person) -> None:
    assert await sent(house, Outbound(text="照片没了", photos=(999,))) == Sent()
    with house.app.open_unit() as unit:
        one = media.accept(unit, house.app.media_folder, picture(), owner_binding=None).id
        unit.commit()
    house.api.refuse("sendPhoto", 400, "Bad Request: PHOTO_INVALID_DIMENSIONS")
    assert await sent(house, Outbound(text="太长的图", photos=(one,)), 2) == Sent()
    assert [each["text"] for each in house.api.sent] == ["照片没了", "太长的图"]


@pytest.mark.parametrize(
    ("code", "description", "more", "kind"),
    [
        (429, "Too Many Requests: retry after 37", {"retry_after": 37}, Later(37.0, "429, with a time to wait")),
        (403, "Forbidden: bot was blocked by the user", {}, Held),
        (403, "Forbidden: user is deactivated", {}, Elsewhere),
        (400, "Bad Request: chat not found", {}, Elsewhere),
        (400, "Bad Request: group chat was upgraded", {"migrate_to_chat_id": -1001}, Elsewhere),
        (400, "Bad Request: can't parse entities", {}, Never),
        (401, "Unauthorized", {}, Later),
        (500, "Internal Server Error", {}, Later),
    ],
)
@pytest.mark.parametrize("as_200", [False, True])
async def test_refusals_end_in_their_class_with_one_call(
    house: House, wang: Person, code: int, description: str, more: dict[str, int], kind: object, as_200: bool
) -> None:
    house.api.refuse("sendMessage", code, description, **more)
    if as_200:
        house.api.faults["sendMessage"][0].status = 200
    result = await sent(house, NOTICE)
    assert result == kind if isinstance(kind, Later) else isinstance(result, kind)  # type: ignore[arg-type]
    assert house.api.count("sendMessage") == 1


LOST = (httpx.ReadTimeout("x"), httpx.ReadError("x"), httpx.RemoteProtocolError("x"))
NOT_SENT = (httpx.ConnectError("x"), httpx.ConnectTimeout("x"), httpx.PoolTimeout("x"))


@pytest.mark.parametrize("error", [*LOST, *NOT_SENT], ids=lambda error: type(error).__name__)
async def test_a_broken_line_is_tried_later_but_a_reminder_that_may_have_arrived_is_not(
    house: House, wang: Person, error: Exception
) -> None:
    house.api.always["sendMessage"] = Fault(error=error)
    assert isinstance(await sent(house, NOTICE), Later)
    reminder = NOTICE.model_copy(update={"kind": "reminder"})
    if error in LOST:
        with pytest.raises(NetworkError):
            await sent(house, reminder)
    else:
        assert isinstance(await sent(house, reminder), Later)
    assert house.api.count("sendMessage") == 2


@pytest.mark.parametrize(
    "body", [b"", b"<html>", b"[]", b"null", b'{"ok":true}', b'{"ok":false}', b"\xff", b"[" * 9999]
)
async def test_garbage_for_an_answer_is_tried_later(house: House, wang: Person, body: bytes) -> None:
    house.api.fail("sendMessage", Fault(body=body))
    assert isinstance(await sent(house, NOTICE), Later)


async def test_addresses_that_are_not_ours_or_no_chat_are_left_to_others(house: House) -> None:
    assert isinstance(await sent(house, NOTICE, account="123"), Elsewhere)
    binding = Binding(1, "telegram", ACCOUNT, "王建国", None)
    assert isinstance(await house.messenger.channel.send(binding, NOTICE, 1), Elsewhere)
    assert house.api.calls == []


async def test_one_message_a_second_to_each_chat_and_twenty_five_in_all(house: House, api: BotApi) -> None:
    for number in (*range(1, 31), 1, 1):
        Person(api, number)
        await sent(house, NOTICE, number, number)
    assert sum(house.hours.slept) == pytest.approx(29 / 25 + (1 - 29 / 25 > 0) + 1, abs=0.2)
    assert max(house.hours.slept) <= 1.0


async def test_after_429_this_chat_rests_and_others_do_not(house: House, wang: Person, api: BotApi) -> None:
    Person(api, 77)
    house.api.refuse("sendMessage", 429, "Too Many Requests: retry after 60", retry_after=60)
    assert await sent(house, NOTICE) == Later(60.0, "429, with a time to wait")
    result = await sent(house, NOTICE)
    assert isinstance(result, Later)
    assert result.seconds == pytest.approx(60)
    assert await sent(house, NOTICE, 2, 77) == Sent()
    assert house.api.count("sendMessage") == 2
    house.hours.now += 60
    assert await sent(house, NOTICE) == Sent()


async def test_an_answer_that_could_not_go_at_once_goes_by_the_loop_and_once(
    house: House, wang: Person, clock: SetClock
) -> None:
    house.api.refuse("sendMessage", 429, "Too Many Requests: retry after 5", retry_after=5)
    assert await house.said(wang.says("菜单")) == []
    assert [status for status, _ in house.letters()] == ["waiting"]
    clock.move(seconds=9)
    house.hours.now += 9
    assert len(await house.delivers()) == 1
    clock.move(seconds=60)
    assert await house.delivers() == []


async def test_the_loop_and_the_answer_at_once_do_not_send_twice(house: House, wang: Person, clock: SetClock) -> None:
    update = wang.says("菜单")
    async with anyio.create_task_group() as tasks:
        for _ in range(3):  # one delivery in three copies
            tasks.start_soon(house.brings, update)
    clock.move(seconds=20)
    await house.delivers()
    assert len(house.api.sent) == 1


async def test_a_notice_to_who_blocked_us_comes_when_they_write_again(
    house: House, wang: Person, clock: SetClock
) -> None:
    house.api.blocked.add(WANG)
    put(house, "通知")
    await house.delivers()
    assert house.letters() == [("held", "通知")]
    house.api.blocked.discard(WANG)
    clock.move(days=2)
    await house.said(wang.says("菜单"))
    clock.move(seconds=9)
    await house.delivers()
    assert house.api.sent[-1]["text"] == "通知"


async def test_a_notice_to_who_blocked_us_comes_when_they_let_us_in_again(
    house: House, wang: Person, clock: SetClock
) -> None:
    house.api.blocked.add(WANG)  # and the word that they did was lost
    put(house, "通知")
    await house.delivers()
    clock.move(days=2)
    await house.brings(wang.unblocks())
    clock.move(seconds=9)
    await house.delivers()
    assert house.api.sent[-1]["text"] == "通知"


async def test_a_refused_token_is_told_to_the_operator_and_never_shown(
    house: House, wang: Person, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    house.api.token = "another"
    put(house, "通知")
    await house.delivers()
    await house.said(wang.says("菜单"))
    await house.brings(wang.sends_photo(picture()))
    assert any("@BotFather" in record.message for record in caplog.records if record.levelno >= logging.ERROR)
    ours = [record.getMessage() for record in caplog.records if record.name.startswith("ancha")]
    shown = "\n".join(ours + [record.getMessage() for record in caplog.records if record.levelno > logging.INFO])
    assert TOKEN not in shown
    assert TOKEN.partition(":")[2] not in shown
    assert all(TOKEN not in (error or "") for error in _errors(house))


def _errors(house: House) -> list[str | None]:
    with house.app.open_unit() as unit:
        return [one.error for one in outbox.listed(unit, ("waiting", "failed", "dropped", "sent"))]
