"""What people do in Telegram, and what they are answered."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from storage import outbox, reaching
from storage.tables import bindings, inbox, media, sessions
from tests.bot.channels.telegram.conftest import ACCOUNT, LIU, WANG, House, picture
from tests.conftest import SetClock
from tests.fakes.telegram.api import BotApi, Fault
from tests.fakes.telegram.person import Person, buttons

pytestmark = pytest.mark.anyio


async def begun(house: House, wang: Person) -> None:
    """王建国 reports a hazard and is asked for a photo."""
    assert "请发照片" in (await house.said(wang.taps("m.hazard") if house.api.sent else wang.says("上报")))[-1]


def labels(message: dict) -> list[list[str]]:
    return [[one["text"] for one in row] for row in message.get("reply_markup", {}).get("inline_keyboard", [])]


async def test_start_shows_the_menu_with_numbered_buttons_in_rows(house: House, wang: Person) -> None:
    (menu,) = await house.said(wang.says("/start"))
    assert "王建国" in menu
    (message,) = house.api.sent
    rows = labels(message)
    assert len(rows) > 2
    assert rows[0][0].startswith("1. ")
    assert all(1 <= len(one["callback_data"].encode()) <= 64 for one in buttons(message))


async def test_start_with_a_code_enrols(house: House, stranger: Person) -> None:
    await house.said(stranger.says("/start C000000042"))
    with house.app.open_unit() as unit:
        (kind, body) = unit.execute(select(inbox.c.kind, inbox.c.body)).one()
    assert (kind, body["scene"]) == ("follow", "C000000042")


async def test_commands_stand_for_their_words(house: House, wang: Person) -> None:
    (menu,) = await house.said(wang.says("/menu"))
    (by_name,) = await house.said(wang.says("/menu@ancha_test_bot"))
    (typed,) = await house.said(wang.says("菜单"))
    assert menu == by_name == typed
    assert await house.said(wang.says("/help")) == await house.said(wang.says("帮助"))
    await begun(house, wang)
    assert "照片" in (await house.said(wang.says("/help")))[-1]  # within a question: how to answer it
    assert len(await house.said(wang.says("/nonsense"))) == 1


async def test_the_same_update_again_is_answered_once(house: House, wang: Person) -> None:
    update = wang.says("菜单")
    assert len(await house.said(update)) == 1
    assert await house.said(update) == []
    assert [status for status, _ in house.letters()] == ["sent"]


async def test_a_photo_is_taken_in_its_largest_size_and_kept_as_ours(house: House, wang: Person) -> None:
    await begun(house, wang)
    assert len(await house.said(wang.sends_photo(picture()))) == 1
    with house.app.open_unit() as unit:
        (row,) = unit.execute(select(media)).all()
    assert (row.width, row.height) == (64, 48)
    assert house.api.count("getFile") == house.api.count("file") == 1


async def test_a_picture_sent_as_a_file_is_a_picture_and_another_file_is_not(house: House, wang: Person) -> None:
    await begun(house, wang)
    await house.said(wang.sends_document("现场.jpg", "image/jpeg", picture()))
    with house.app.open_unit() as unit:
        assert len(unit.execute(select(media)).all()) == 1
    (answer,) = await house.said(wang.sends_document("报告.pdf", "application/pdf", b"%PDF-1.7"))
    assert "文件" in answer
    (answer,) = await house.said(wang.sends_voice())
    assert "请打字" in answer
    (answer,) = await house.said(wang.message(sticker={"file_id": "s", "file_unique_id": "s", "type": "regular",
                                                       "width": 1, "height": 1, "is_animated": False,
                                                       "is_video": False}))  # fmt: skip
    assert "这种消息" in answer


async def test_words_under_a_photo_are_not_lost_in_silence(house: House, wang: Person) -> None:
    await begun(house, wang)
    said = await house.said(wang.sends_photo(picture(), caption="二楼配电箱没有门"))
    assert "没有记录" in said[0]
    assert len(said) == 2, "and the answer to the photo right behind"
    assert await house.delivers() == []


async def test_a_word_before_the_answer_that_could_not_be_said_comes_later(
    house: House, wang: Person, clock: SetClock
) -> None:
    await begun(house, wang)
    house.api.refuse("sendMessage", 500, "Internal Server Error")
    await house.said(wang.sends_photo(picture(), caption="二楼配电箱没有门"))
    clock.move(seconds=30)
    assert any("没有记录" in text for text in await house.delivers())


async def test_what_is_no_picture_is_said_and_not_tried_again(house: House, wang: Person) -> None:
    await begun(house, wang)
    await house.said(wang.sends_photo(b"%PDF-1.7 not a picture at all"))
    assert any("文档" in text for text in await house.delivers())
    from bot.channels.telegram import photos

    assert await photos.step(house.desk) == 0


async def test_a_photo_too_large_is_refused_without_fetching_it(house: House, wang: Person) -> None:
    update = wang.sends_document("大图.jpg", "image/jpeg", picture())
    update["message"]["document"]["file_size"] = 16 * 1024 * 1024
    assert "太大" in (await house.said(update))[0]
    assert house.api.count("getFile") == 0


async def test_more_than_was_announced_is_not_read_to_its_end(house: House, wang: Person) -> None:
    update = wang.sends_photo(picture())
    house.api.files[update["message"]["photo"][-1]["file_id"]] = b"\xff\xd8" + bytes(16 * 1024 * 1024)
    await house.said(update)
    assert any("太大" in text for text in await house.delivers())


async def test_a_photo_that_cannot_be_fetched_is_tried_until_it_can(
    house: House, wang: Person, clock: SetClock
) -> None:
    from bot.channels.telegram import photos

    await begun(house, wang)
    house.api.fail("getFile", Fault(status=502, body=b"bad gateway"))
    house.api.fail("file", Fault(status=500))
    assert await house.said(wang.sends_photo(picture())) == []
    assert any("正在下载" in text for text in await house.delivers())
    clock.move(seconds=11)
    assert await photos.step(house.desk) == 1  # the file fails
    clock.move(seconds=61)
    before = len(house.api.sent)
    assert await photos.step(house.desk) == 1
    assert "什么位置" in house.api.sent[before]["text"] or "收到 1 张" in house.api.sent[before]["text"]
    assert house.api.count("getFile") == 3


async def test_a_photo_that_never_comes_is_owned_up_to_after_a_day(house: House, wang: Person, clock: SetClock) -> None:
    from bot.channels.telegram import photos

    house.api.always["getFile"] = Fault(status=500)
    await house.said(wang.sends_photo(picture()))
    clock.move(hours=25)
    await photos.step(house.desk)
    assert any("重新发一次照片" in text for text in await house.delivers())
    assert await photos.step(house.desk) == 0


async def test_a_place_and_a_named_place_answer_where(house: House, wang: Person) -> None:
    await begun(house, wang)
    await house.said(wang.says("跳过"))
    assert "什么情况" in (await house.said(wang.sends_place(25.85, 114.93, "二号车间", "工业路 8 号")))[-1]
    with house.app.open_unit() as unit:
        state = unit.execute(select(sessions.c.state)).scalar_one()
    assert state["answers"]["place"]["value"] == "二号车间 工业路 8 号"
    assert state["answers"]["place"]["note"] == "25.850000,114.930000"


async def test_a_tapped_question_shows_the_choice_and_loses_its_keyboard(house: House, wang: Person) -> None:
    await begun(house, wang)
    skip = next(one for one in buttons(house.api.sent[-1]) if "跳过" in one["text"])
    update = wang.taps(skip["callback_data"])
    (answer,) = await house.said(update)
    assert "什么位置" in answer
    asked = house.api.messages[WANG, update["callback_query"]["message"]["message_id"]]
    assert "reply_markup" not in asked
    assert asked["text"].endswith(f"✔ 已选：{skip['text']}")
    assert house.api.queries == {update["callback_query"]["id"]: ""}


async def test_a_tap_whose_message_telegram_does_not_repeat_is_shown_from_our_record(
    house: House, wang: Person
) -> None:
    await begun(house, wang)
    asked = house.api.sent[-1]
    skip = next(one for one in buttons(asked) if "跳过" in one["text"])
    bare = {**{name: asked[name] for name in ("message_id", "date", "from", "chat")}, "text": ""}
    await house.said(wang.taps_under(bare, skip["callback_data"]))
    stands = house.api.messages[WANG, asked["message_id"]]
    assert stands["text"] == f"{asked['text']}\n\n✔ 已选：{skip['text']}"
    assert "reply_markup" not in stands


async def test_a_photo_beside_an_empty_text_is_a_photo(house: House, wang: Person) -> None:
    await begun(house, wang)
    await house.said(wang.sends_photo(picture(), text=""))
    assert house.api.count("getFile") == 1


async def test_an_old_tap_is_refused_in_words_and_not_shown_as_chosen(house: House, wang: Person) -> None:
    await begun(house, wang)
    skip = next(one for one in buttons(house.api.sent[-1]) if "跳过" in one["text"])["callback_data"]
    asked = house.api.sent[-1]
    await house.said(wang.says("跳过"))  # typed: the keyboard stands
    (answer,) = await house.said(wang.taps(skip))
    assert "什么位置" in answer
    stands = house.api.messages[WANG, asked["message_id"]]
    assert stands["text"] == asked["text"]
    assert "reply_markup" not in stands


async def test_every_query_is_answered_whatever_it_is(house: House, wang: Person) -> None:
    await house.said(wang.says("菜单"))
    menu = house.api.sent[-1]
    for message, token in ((menu, "m.nonsense"), (menu, "?" * 64), (menu, "合格"), (None, "m.menu"),
                           ({"message_id": 3, "date": 0, "chat": menu["chat"]}, "9.9.9")):  # fmt: skip
        assert await house.brings(wang.taps_under(message, token)) == 200
    assert len(house.api.queries) == 5
    assert None not in house.api.queries.values()
    assert buttons(house.api.messages[WANG, menu["message_id"]])  # a menu stays good


async def test_the_edit_failing_does_not_keep_the_next_question_back(house: House, wang: Person) -> None:
    await begun(house, wang)
    skip = next(one for one in buttons(house.api.sent[-1]) if "跳过" in one["text"])["callback_data"]
    house.api.refuse("editMessageText", 400, "Bad Request: message can't be edited")
    house.api.refuse("answerCallbackQuery", 400, "Bad Request: query is too old")
    assert "什么位置" in (await house.said(wang.taps(skip)))[-1]


async def test_an_edited_message_changes_nothing_and_says_so_once(house: House, wang: Person) -> None:
    update = wang.edits("改成十二米")
    (told,) = await house.said(update)
    assert "不会改动答案" in told
    assert await house.said(update) == []
    assert await house.delivers() == []
    moved = wang.update(edited_message={**wang.message()["message"], "location": {"latitude": 1.0, "longitude": 2.0}})
    await house.said(moved)
    assert await house.delivers() == []


async def test_a_group_is_refused_in_words_and_nothing_is_kept_of_it(house: House, api: BotApi) -> None:
    group = Person(api, WANG, group=-100123)
    (told,) = await house.said(group.adds_bot())
    assert "私聊" in told
    assert await house.said(group.says("/start")) == []  # told a moment ago
    house.hours.now += 61
    assert len(await house.said(group.says("/start"))) == 1
    with house.app.open_unit() as unit:
        assert unit.execute(select(inbox)).all() == []
        assert "-100123" not in {row.address for row in unit.execute(select(bindings))}


async def test_who_blocks_is_not_written_to_and_who_unblocks_is_known_again(
    house: House, wang: Person, clock: SetClock
) -> None:
    await house.brings(wang.blocks())
    with house.app.open_unit() as unit:
        person = unit.execute(select(bindings.c.person_id).where(bindings.c.address == str(WANG))).scalar_one()
        assert reaching.bindings_of(unit, person) == ()
        outbox.put(unit, {"text": "通知"}, kind="notice", person_id=person)
        unit.commit()
    await house.delivers()
    assert house.letters() == [("held", "通知")]
    assert house.api.count("sendMessage") == 0
    clock.move(days=1)
    await house.brings(wang.unblocks())
    assert "王建国" in (await house.said(wang.says("/start")))[-1]
    clock.move(seconds=20)
    assert "通知" in await house.delivers()


async def test_who_comes_back_with_start_is_known_although_the_unblocking_got_lost(house: House, wang: Person) -> None:
    await house.brings(wang.blocks())
    wang.unblocks()
    assert "王建国" in (await house.said(wang.says("/start")))[-1]


async def test_an_address_closed_for_another_reason_is_not_opened_by_coming_back(house: House, wang: Person) -> None:
    with house.app.open_unit() as unit:
        reaching.unbind(unit, reaching.bound(unit, "telegram", ACCOUNT, str(WANG)).id, by=None)
        unit.commit()
    await house.brings(wang.unblocks())
    assert "王建国" not in (await house.said(wang.says("/start")))[-1]


async def test_two_peoples_words_do_not_mix(house: House, wang: Person, api: BotApi) -> None:
    liu = Person(api, LIU, "刘洋")
    await begun(house, wang)
    await house.said(liu.says("菜单"))
    assert {one["chat"]["id"] for one in api.sent[:-1]} == {WANG}
    assert api.sent[-1]["chat"]["id"] == LIU


async def test_words_that_must_be_forgotten_are_gone_once_sent(house: House, stranger: Person) -> None:
    await house.said(stranger.says("举报"))
    await house.said(stranger.says("夜里锁着安全出口"))
    assert any("9K7M2A" in one["text"] for one in house.api.sent)
    assert not any("9K7M2A" in text for _, text in house.letters())
