"""Reaching people later, and what becomes of every refusal: its class, and how many calls it cost."""

from __future__ import annotations

import logging

import anyio
import httpx
import pytest

from bot.channels.wechat.rules import Rules, load
from storage import allowance, media
from tests.bot.channels.wechat.conftest import NEWS, ONCE, House, with_templates
from tests.bot.channels.wechat.pictures import jpeg
from tests.fakes.wechat.phone import bare, taps
from tests.fakes.wechat.platform import SECRET

pytestmark = pytest.mark.anyio
SEND, TOKEN = "/message/custom/send", "/stable_token"


@pytest.fixture(params=["bare"])
def rules(request: pytest.FixtureRequest) -> Rules:
    return with_templates(load()) if request.param == "templates" else load()


templates = pytest.mark.parametrize("rules", ["templates"], indirect=True)


async def test_five_messages_in_48_hours_after_a_word_and_not_one_more(house: House, officer: str) -> None:
    await house.phone(officer).says("菜单")
    numbers = [house.queue(officer, f"通知{number}") for number in range(6)]
    await house.deliver()
    assert house.platform.texts(officer) == [f"通知{number}" for number in range(5)]
    assert house.letter(numbers[5]).status == "held"
    assert house.platform.calls[SEND] == 5  # the sixth was not even tried: the ledger knows
    assert house.platform.calls[TOKEN] == 1


async def test_a_tap_gives_three_for_a_minute(house: House, officer: str) -> None:
    phone = house.phone(officer)
    await phone.does("CLICK", "<EventKey>m.menu</EventKey>")
    house.platform.acts(officer)
    late = [house.queue(officer, f"通知{number}") for number in range(2)]
    house.clock.move(seconds=61)
    await house.deliver()
    assert house.platform.calls[SEND] == 0
    assert {house.letter(one).status for one in late} == {"held"}


async def test_what_is_held_goes_out_with_the_next_word_and_is_the_same_in_every_repeat(
    house: House, officer: str
) -> None:
    first, second = (house.queue(officer, f"提醒{number}", "reminder", numbered=False) for number in (1, 2))
    await house.deliver()
    assert [house.letter(one).status for one in (first, second)] == ["held", "held"]
    phone = house.phone(officer)
    reply = await phone.says("菜单")
    assert bare(reply).startswith("提醒1\n－－－－－－\n提醒2\n－－－－－－\n李安，您好。")
    await house.deliver()
    assert [house.letter(one).status for one in (first, second)] == ["sent", "sent"]
    assert house.platform.calls[SEND] == 0
    assert "提醒1" not in await phone.says("菜单")


async def test_held_messages_too_long_for_the_reply_follow_within_the_new_allowance(house: House, officer: str) -> None:
    long = house.queue(officer, "长" * 600, "reminder")
    await house.deliver()
    house.clock.move(hours=1)
    assert bare(await house.phone(officer).says("菜单")).startswith("李安，您好。")
    await house.deliver(seconds=9)
    assert house.letter(long).status == "sent"
    assert house.platform.texts(officer) == ["长" * 600]


async def test_long_answers_are_divided_on_characters_and_the_options_come_last(house: House, officer: str) -> None:
    phone = house.phone(officer)
    await phone.says("菜单")
    words = "\n".join(f"第{number}条：{'隐患' * 40}🙂" for number in range(40))
    number = house.queue(officer, words, choices=({"label": "去台账", "token": "m.ledger"},))
    for _ in range(8):
        await house.deliver(seconds=3)
    parts = house.platform.texts(officer)
    assert len(parts) == 5
    assert all(len(part.encode()) <= 2048 for part in parts)
    kept = [part.removesuffix("\n（还没完，下文随后发来）") for part in parts]
    assert words.startswith("\n".join(kept))
    assert house.letter(number).status == "sent"
    reply = await phone.says("菜单")  # the allowance was used up: what remained was held, and follows now
    await house.deliver(seconds=9)
    last = house.platform.texts(officer)[-1]
    assert "第39条" in last
    assert [tap.label for tap in taps(last)] == ["去台账"]
    assert "去台账" not in reply


async def test_a_long_passive_reply_is_followed_by_its_rest(house: House, officer: str) -> None:
    phone = house.phone(officer)
    await phone.says("上报")
    await phone.says("跳过")
    await phone.says("喷漆房" * 20)
    await phone.says("灯坏了，" * 120)
    shown = bare("".join(phone.replies))
    for _ in range(4):
        await house.deliver(seconds=3)
    assert all(len(reply.encode()) <= 2048 for reply in phone.replies)
    assert shown.count("还没完") == len(house.platform.texts(officer))


async def test_pictures_follow_as_messages_of_their_own(house: House, officer: str) -> None:
    await house.phone(officer).says("菜单")
    with house.app.open_unit() as unit:
        photo = media.accept(unit, house.app.media_folder, jpeg(), owner_binding=None).id
        unit.commit()
    house.queue(officer, "本周简报", photos=(photo, photo))
    for _ in range(4):
        await house.deliver(seconds=1)
    got = [one["msgtype"] for one in house.platform.followers[officer].got]
    assert got == ["text", "image", "image"]


@templates
async def test_a_subscription_is_spent_once_then_the_template_and_the_whole_waits(house: House, officer: str) -> None:
    house.platform.agrees(officer, NEWS)
    house.platform.agrees(officer, ONCE)
    binding = house.binding(officer)
    with house.app.open_unit() as unit:
        allowance.subscribe(unit, binding, ONCE)
        unit.commit()
    numbers = [house.queue(officer, f"第{number}号隐患{'逾期' * 20}\n请尽快整改", "reminder") for number in (1, 2)]
    await house.deliver()
    got = house.platform.followers[officer].got
    assert [("subscription" in one, "template" in one) for one in got] == [(True, False), (False, True)]
    assert got[0]["data"]["thing1"]["value"] == "第1号隐患逾期逾期逾期逾期逾期逾期逾期…"
    assert got[1]["data"]["time2"]["value"] == "2023年6月12日 10:00"
    assert [house.letter(one).status for one in numbers] == ["sent", "sent"]
    house.clock.move(minutes=1)
    reply = await house.phone(officer).says("看看")
    assert "第1号隐患" in reply
    assert "请尽快整改" in reply


@templates
async def test_a_subscription_the_platform_denies_is_struck_off(house: House, officer: str) -> None:
    binding = house.binding(officer)
    house.platform.agrees(officer, NEWS)
    with house.app.open_unit() as unit:
        allowance.subscribe(unit, binding, ONCE)
        unit.commit()
    house.queue(officer, "提醒", "reminder")
    await house.deliver()  # 43101
    assert [one["template_id"] for one in house.platform.followers[officer].got] == [NEWS]
    with house.app.open_unit() as unit:
        assert not allowance.spend_subscription(unit, binding, ONCE)


async def refused(house: House, officer: str, fault: object) -> tuple[str, int, str]:
    """One push into an eternal refusal: what became of it, what it cost, and why."""
    await house.phone(officer).says("菜单")
    house.platform.always[SEND] = fault
    number = house.queue(officer, "通知")
    await house.delivery.step()
    letter = house.letter(number)
    return letter.status, house.platform.calls[SEND], letter.error or ""


@pytest.mark.parametrize(
    ("code", "status", "calls"),
    [
        (-1, "waiting", 3), (40001, "waiting", 2), (40014, "waiting", 2), (42001, "waiting", 2), (40164, "waiting", 1),
        (40003, "dropped", 1), (43004, "dropped", 1), (43019, "dropped", 1), (45009, "waiting", 1),
        (45011, "waiting", 1), (45015, "held", 1), (45047, "held", 1), (45002, "failed", 1), (48001, "held", 1),
        (48002, "dropped", 1),
        (48004, "held", 1), (61451, "held", 1), (99999, "waiting", 1), (40035, "failed", 1),
    ],
)  # fmt: skip
async def test_each_code_ends_in_its_class(house: House, officer: str, code: int, status: str, calls: int) -> None:
    assert (await refused(house, officer, code))[:2] == (status, calls)
    assert house.platform.calls[TOKEN] <= 2


async def test_a_token_that_lapsed_is_renewed_once(house: House, officer: str) -> None:
    await house.phone(officer).says("菜单")
    house.queue(officer, "一")
    await house.deliver()
    house.platform.forget_tokens()
    house.queue(officer, "二")
    await house.deliver()
    assert house.platform.texts(officer) == ["一", "二"]
    assert house.platform.calls[TOKEN] == 2
    house.clock.move(hours=2)
    house.queue(officer, "三")
    await house.deliver()
    assert house.platform.calls[TOKEN] == 3
    assert house.platform.calls[SEND] == 4  # none was sent with a token known to have lapsed


async def test_an_eternal_40001_does_not_drain_the_tokens(house: House, officer: str) -> None:
    await house.phone(officer).says("菜单")
    house.platform.always[SEND] = 40001
    for number in range(20):
        house.queue(officer, f"通知{number}")
    for _ in range(20):
        await house.deliver(seconds=1)
    assert house.platform.calls[TOKEN] <= 2
    assert house.platform.calls[SEND] <= 4


async def test_many_senders_fetch_one_token(house: House, officer: str) -> None:
    async with anyio.create_task_group() as tasks:
        for _ in range(20):
            tasks.start_soon(house.desk.api.tokens.current)
    assert house.platform.calls[TOKEN] == 1
    async with house.another_process():
        pass
    assert house.platform.calls[TOKEN] == 1


async def test_a_restart_uses_the_token_that_was_kept(house: House, officer: str) -> None:
    await house.desk.api.tokens.current()
    from bot.channels.wechat.desk import desk_of

    again = desk_of(house.app, house.ticks, transport=house.platform.transport(), rules=house.desk.rules)
    await again.api.tokens.current()
    assert house.platform.calls[TOKEN] == 1


async def test_45009_rests_till_midnight_in_beijing(
    house: House, officer: str, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR):
        status, _, _ = await refused(house, officer, 45009)
    assert status == "waiting"
    assert "quota" in caplog.text
    house.platform.always.clear()
    other = house.queue(officer, "另一条")
    await house.deliver(hours=13)  # 23:00 in Beijing
    assert house.platform.calls[SEND] == 1
    await house.deliver(hours=1, minutes=1)
    assert house.platform.calls[SEND] == 1  # people sleep
    await house.deliver(hours=7, minutes=30)
    assert house.platform.texts(officer) == ["通知", "另一条"]
    assert house.letter(other).status == "sent"


async def test_48001_switches_the_way_off_and_tells_the_operator(
    house: House, officer: str, caplog: pytest.LogCaptureFixture
) -> None:
    house.platform.verified = False
    phone = house.phone(officer)
    await phone.says("菜单")
    with caplog.at_level(logging.ERROR):
        for number in range(3):
            house.queue(officer, f"通知{number}")
        await house.deliver()
    assert house.platform.calls[SEND] == 1
    assert caplog.text.count("may not use it") == 1
    assert "通知0\n" in await phone.says("菜单")  # what an unverified account has left: the passive reply


@pytest.mark.parametrize(
    ("fault", "status"),
    [
        (httpx.ConnectError("no route to token=secret"), "waiting"), (httpx.ReadTimeout(""), "waiting"),
        ((502, b"<html>bad gateway"), "waiting"), ((200, b"not json"), "waiting"), ((200, b"[1]"), "waiting"),
        ((200, b""), "waiting"), ((200, b'{"errcode": "45015"}'), "held"), ((200, b'{"errcode": "x"}'), "waiting"),
        ((200, b"{" * 5000), "waiting"), ((200, b"x" * 2_000_000), "waiting"), ((404, b'{"errcode": 0}'), "waiting"),
    ],
)  # fmt: skip
async def test_a_network_at_fault_is_tried_again(
    house: House, officer: str, fault: object, status: str, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG, logger="ancha"):
        found, calls, why = await refused(house, officer, fault)
    assert found == status
    assert calls <= 3
    token = await house.desk.api.tokens.current()
    for told in (why, caplog.text):
        assert token not in told
        assert SECRET not in told
        assert "secret" not in told.replace("secrets", "")


async def test_a_reminder_that_may_have_arrived_is_not_repeated(house: House, officer: str) -> None:
    await house.phone(officer).says("菜单")
    house.platform.always[SEND] = httpx.ReadTimeout("")
    number = house.queue(officer, "提醒", "reminder")
    await house.deliver()
    assert house.letter(number).status == "failed"
    house.platform.always[SEND] = httpx.ConnectError("")
    number = house.queue(officer, "提醒", "reminder")
    await house.deliver()
    assert house.letter(number).status == "waiting"  # that one certainly did not


async def test_a_wrong_secret_stops_everything_for_a_while(house: House, officer: str) -> None:
    await house.phone(officer).says("菜单")
    house.platform.always[TOKEN] = 40125
    for number in range(5):
        house.queue(officer, f"通知{number}")
    await house.deliver()
    assert house.platform.calls[TOKEN] == 1
    assert house.platform.calls[SEND] == 0
    house.platform.always.clear()
    await house.deliver(minutes=11)
    assert len(house.platform.texts(officer)) == 5


async def test_where_nothing_can_be_pushed_a_long_message_comes_in_parts_with_the_next_words(
    house: House, officer: str
) -> None:
    house.platform.verified = False
    phone = house.phone(officer)
    await phone.says("菜单")
    whole = "".join(f"第{number}条要求落实到位。" for number in range(200))
    house.queue(officer, whole)
    await house.deliver()  # 48001: from here on the passive reply is all there is
    got = ""
    for _ in range(8):
        reply = bare(await phone.says("我的身份"))
        assert "您登记的身份" in reply  # the answer itself never waits
        got += (
            reply.split("\n－－－－－－\n")[0].removesuffix("\n（还没完，回复“继续”看下文）") if "－－" in reply else ""
        )
        await house.deliver(seconds=10)
    assert got == whole
