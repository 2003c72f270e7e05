"""Sending to members: how fast, how long, and what becomes of every refusal with how many calls."""

from __future__ import annotations

import logging

import httpx
import pytest

from storage import media, outbox, reaching, unreachable
from storage.scope import EVERYTHING
from tests.bot.channels.wechat.pictures import jpeg
from tests.bot.channels.wecom.conftest import House
from tests.fakes.wecom.envelope import SECRET

pytestmark = pytest.mark.anyio
SEND, TOKEN = "/message/send", "/gettoken"


async def test_a_member_gets_no_more_in_a_minute_than_the_platform_lets_through(house: House, officer: str) -> None:
    letters = [house.queue(officer, f"通知{number}") for number in range(28)]
    house.clock.move(minutes=1)
    await house.deliver()
    assert len(house.platform.texts(officer)) == 25
    assert house.platform.members[officer].dropped == 0
    assert {house.letter(one).status for one in letters[25:]} == {"waiting"}
    await house.deliver(seconds=61)
    assert len(house.platform.texts(officer)) == 28


@pytest.mark.parametrize("kind", ["reminder", "digest"])
async def test_bulk_avoids_the_minutes_in_which_everybody_sends(house: House, officer: str, kind: str) -> None:
    letter = house.queue(officer, "该自查了", kind)  # it is 10:00 sharp
    notice = house.queue(officer, "有新隐患")
    await house.deliver()
    assert house.platform.texts(officer) == ["有新隐患"]
    assert (house.letter(letter).status, house.letter(notice).status) == ("waiting", "sent")
    await house.deliver(minutes=2)
    assert house.platform.texts(officer)[-1] == "该自查了"


async def test_a_lost_answer_does_not_bring_a_reminder_twice(house: House, officer: str) -> None:
    house.clock.move(minutes=5)
    house.platform.lost.append(SEND)
    letter = house.queue(officer, "该自查了", "reminder")
    await house.deliver()
    await house.deliver(minutes=1)
    assert house.letter(letter).status == "sent"
    assert house.platform.texts(officer) == ["该自查了"]
    assert house.platform.calls[SEND] == 2


async def test_long_texts_are_divided_by_bytes_and_nothing_is_lost(house: House, officer: str) -> None:
    text = "".join(f"第{number}条，电气线路老化。" for number in range(300))
    house.queue(officer, text)
    await house.deliver()
    got = house.platform.texts(officer)
    assert all(len(one.encode()) <= 2048 for one in got)
    assert "".join(one.removesuffix("\n（还没完，下文随后发来）") for one in got) == text


@pytest.mark.parametrize(
    ("code", "status", "calls"),
    [
        (40003, "dropped", 1), (60111, "held", 1), (81013, "held", 1), (50002, "held", 1),
        (60020, "waiting", 1), (48002, "waiting", 1), (301002, "waiting", 1),
        (45009, "waiting", 1), (45033, "waiting", 3), (-1, "waiting", 3), (45002, "failed", 1), (99999, "waiting", 1),
    ],
)  # fmt: skip
async def test_every_refusal_ends_in_its_class_with_few_calls(
    house: House, officer: str, code: int, status: str, calls: int
) -> None:
    house.platform.always[SEND] = code
    letter = house.queue(officer, "您好")
    await house.deliver()
    assert house.letter(letter).status == status
    assert house.platform.calls[SEND] == calls
    assert SECRET not in (house.letter(letter).error or "")


async def test_a_bad_token_is_renewed_once_and_an_eternal_one_is_not_chased(house: House, officer: str) -> None:
    house.queue(officer, "甲")
    await house.deliver()
    house.platform.forget_token()
    house.queue(officer, "乙")
    await house.deliver()
    assert house.platform.texts(officer) == ["甲", "乙"]
    assert house.platform.calls[TOKEN] == 2
    house.platform.always[SEND] = 40014
    for number in range(20):
        house.queue(officer, f"丙{number}")
    await house.deliver()
    assert house.platform.calls[TOKEN] <= 3
    assert house.platform.calls[SEND] <= 8


async def test_an_app_in_trouble_is_left_alone_for_ten_minutes(house: House, officer: str) -> None:
    house.platform.always[SEND] = 60020
    for number in range(30):
        house.queue(officer, f"通知{number}")
    await house.deliver()
    assert house.platform.calls[SEND] == 1
    assert "1. " in await house.phone(officer).says("上报隐患")  # and yet people are answered


@pytest.mark.parametrize(
    "fault", [(500, b"oops"), (200, b"<html>"), (200, b'"x"'), httpx.ConnectError("x"), httpx.ReadTimeout("x")]
)
async def test_no_answer_is_tried_later_without_a_secret_in_sight(
    house: House, officer: str, fault: object, caplog: pytest.LogCaptureFixture
) -> None:
    house.platform.always[SEND] = fault
    letter = house.queue(officer, "您好")
    with caplog.at_level(logging.DEBUG, "ancha"):
        await house.deliver()
    assert house.letter(letter).status == "waiting"
    assert house.platform.calls[SEND] == 1
    assert "token-" not in caplog.text + (house.letter(letter).error or "")


async def test_a_member_out_of_reach_is_no_success(house: House, officer: str) -> None:
    house.platform.always[SEND] = (200, b'{"errcode":0,"errmsg":"ok","invaliduser":"LiAn","msgid":""}')
    letter = house.queue(officer, "您好")
    await house.deliver()
    assert house.letter(letter).status == "held"


@pytest.mark.parametrize("code", [60111, 81013])
async def test_who_was_out_of_the_apps_sight_gets_what_was_held_once_they_write(
    house: House, officer: str, code: int, caplog: pytest.LogCaptureFixture
) -> None:
    house.platform.always[SEND] = code
    binding = house.binding(officer)
    with house.app.open_unit() as unit:
        person = reaching.binding(unit, binding).person_id
        letter = outbox.put(unit, {"text": "您好"}, kind="notice", person_id=person)
        unit.commit()
    await house.deliver()
    assert house.letter(letter or 0).status == "held"
    assert [one.levelname for one in caplog.records if str(code) in one.getMessage()] == ["WARNING"]
    with house.app.open_unit() as unit:
        (missed,) = unreachable.unreachable(unit, EVERYTHING, limit=9)
    assert missed.why == "shut_out", "whoever looks after them sees it"
    del house.platform.always[SEND]
    assert "李安" in await house.phone(officer).says("菜单") + "".join(house.platform.texts(officer))
    await house.deliver(minutes=1)
    assert "您好" in house.platform.texts(officer)
    with house.app.open_unit() as unit:
        assert unreachable.unreachable(unit, EVERYTHING, limit=9) == ()
    house.queue(officer, "通知二")
    await house.deliver(minutes=1)
    assert "通知二" in house.platform.texts(officer)


async def test_who_is_in_sight_again_gets_what_was_held_with_the_next_notice(house: House, officer: str) -> None:
    """Perhaps they never write, and the operator who let the app see them again tells nobody."""
    house.platform.always[SEND] = 60111
    binding = house.binding(officer)
    with house.app.open_unit() as unit:
        person = reaching.binding(unit, binding).person_id
        outbox.put(unit, {"text": "通知一"}, kind="notice", person_id=person)
        unit.commit()
    await house.deliver()
    await house.deliver(minutes=1)
    assert house.platform.calls[SEND] == 1, "nothing says that they can be reached"
    del house.platform.always[SEND]
    with house.app.open_unit() as unit:
        outbox.put(unit, {"text": "通知二"}, kind="notice", person_id=person)
        unit.commit()
    await house.deliver(minutes=1)
    await house.deliver(minutes=1)
    assert house.platform.texts(officer) == ["通知二", "通知一"]


async def test_who_is_gone_is_no_longer_written_to(
    house: House, officer: str, caplog: pytest.LogCaptureFixture
) -> None:
    house.platform.always[SEND] = 46004
    binding = house.binding(officer)
    with house.app.open_unit() as unit:
        person = reaching.binding(unit, binding).person_id
    house.queue(officer, "您好")
    await house.deliver()
    with house.app.open_unit() as unit:
        assert person is not None
        assert reaching.bindings_of(unit, person) == ()
    assert f"address {binding} is closed" in caplog.text


async def test_pictures_follow_the_words(house: House, officer: str) -> None:
    with house.app.open_unit() as unit:
        photo = media.accept(unit, house.app.media_folder, jpeg(), owner_binding=None).id
        unit.commit()
    house.queue(officer, "看照片", photos=(photo, 9999))
    await house.deliver()
    assert [one["msgtype"] for one in house.platform.members[officer].got] == ["text", "image"]
