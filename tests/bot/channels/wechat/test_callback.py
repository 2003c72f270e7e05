"""What WeChat calls us with, and what it hears."""

from __future__ import annotations

import threading
from typing import Any

import anyio
import pytest

from dialogs.gateway import Gateway
from dialogs.messages import InboundMessage
from storage import allowance, enterprises, inbox, invitations, people, reaching
from storage.outbox import Letter
from tests.bot.channels.wechat.conftest import ONCE, House
from tests.fakes.wechat.phone import bare, message, signed, taps
from tests.fakes.wechat.platform import APP_ID

pytestmark = pytest.mark.anyio
ANNA = "o6_bmjrPTlm6_2sgVt7hMZOPfL2M"


async def test_the_handshake_gives_the_echo_back_to_whoever_knows_the_token(house: House) -> None:
    query = {**signed(house.clock), "echostr": "5927782489442352469"}
    answer = await house.client.get("/wechat", params=query)
    assert (answer.status_code, answer.text) == (200, "5927782489442352469")
    for wrong in ({"signature": "0" * 40}, {"nonce": "8"}, {"timestamp": "1"}, {"echostr": "<script>"}):
        assert (await house.client.get("/wechat", params={**query, **wrong})).status_code == 403
    assert (await house.client.get("/wechat")).status_code == 403


def test_the_signature_is_that_of_the_platforms_own_sample() -> None:
    # https://developers.weixin.qq.com/doc/subscription/guide/dev/push/encryption.html : token AAAAA
    from bot.channels.tencent.seal import Seal

    seal = Seal("AAAAA", APP_ID)
    assert seal.signed("899cf89e464efb63f54ddac96b0a0a235f53aa78", "1714037059", "486452656")
    assert not seal.signed("899cf89e464efb63f54ddac96b0a0a235f53aa79", "1714037059", "486452656")


async def test_only_what_is_signed_lately_is_taken(house: House) -> None:
    xml = message("text", ANNA, house.clock, "<Content>菜单</Content>")
    query = signed(house.clock)
    assert (await house.client.post("/wechat", content=xml)).status_code == 403
    assert (await house.client.post("/wechat", content=xml, params={**query, "signature": "x"})).status_code == 403
    other = signed(house.clock, token="another")
    assert (await house.client.post("/wechat", content=xml, params=other)).status_code == 403
    house.clock.move(minutes=11)
    assert (await house.client.post("/wechat", content=xml, params=query)).status_code == 403
    house.clock.move(minutes=-22)
    assert (await house.client.post("/wechat", content=xml, params=query)).status_code == 403
    house.clock.move(minutes=11)
    assert (await house.client.post("/wechat", content=xml, params=query)).status_code == 200
    big = message("text", ANNA, house.clock, f"<Content>{'x' * 300_000}</Content>")
    assert (await house.client.post("/wechat", content=big, params=signed(house.clock))).status_code == 413


async def test_options_can_be_tapped_and_typed(house: House, officer: str) -> None:
    phone = house.phone(officer)
    menu = await phone.says("菜单")
    assert bare(menu).startswith("李安，您好。请选择要办的事，点一下或回复编号：\n1. 自查\n2. 上报隐患\n")
    assert [tap.label for tap in taps(menu)][:2] == ["自查", "上报隐患"]
    asked = await phone.taps("上报隐患")
    assert asked.startswith("请发隐患照片")
    assert bare(asked).endswith("1. 跳过")
    assert (await phone.says("1")).startswith("在什么位置？")
    again = await phone.taps("跳过")  # the question above, tapped late
    assert "在什么位置？" in again


async def test_what_a_tap_shows_is_never_trusted(house: House, officer: str) -> None:
    phone = house.phone(officer)
    await phone.says("菜单")
    inner = "<Content>自查</Content><bizmsgmenuid>m.hazard</bizmsgmenuid>"
    assert (await phone.sends(message("text", officer, house.clock, inner))).startswith("请发隐患照片")
    for odd in ("101", "不是我们的", "9.9.9", "x" * 300, "m.nothing", "r.99", "m."):
        inner = f"<Content>自查</Content><bizmsgmenuid>{odd}</bizmsgmenuid>"
        assert await phone.sends(message("text", officer, house.clock, inner))


async def test_a_repeat_gets_the_same_reply_and_changes_nothing(house: House, officer: str) -> None:
    phone = house.phone(officer)
    await phone.says("上报")
    xml = message("text", officer, house.clock, "<Content>跳过</Content>")
    first = await phone.sends(xml)
    assert first.startswith("在什么位置？")
    assert await phone.sends(xml) == first
    async with house.another_process() as other:  # which remembers nothing
        assert await other(officer).sends(xml) == first


async def test_three_copies_at_once_have_one_effect_and_one_answer(house: House, officer: str) -> None:
    phone = house.phone(officer)
    await phone.says("上报")
    xml = message("text", officer, house.clock, "<Content>跳过</Content>")
    heard: list[str] = []
    phone.replies.clear()

    async def deliver() -> None:
        heard.append(await phone.sends(xml))

    async with anyio.create_task_group() as tasks:
        for _ in range(3):
            tasks.start_soon(deliver)
    assert len(set(heard)) == 1
    assert heard[0].startswith("在什么位置？")
    binding = house.binding(officer)
    with house.app.open_unit() as unit:
        texts = [one.body.get("text") for one in inbox.history(unit, binding)]
    assert texts.count("跳过") == 1


async def test_slow_work_is_acknowledged_and_its_answer_follows(
    house: House, officer: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    free = threading.Event()
    real = Gateway.handle

    def slow(self: Gateway, inbound: InboundMessage, *more: Any) -> tuple[Letter, ...]:
        free.wait(20)
        return real(self, inbound, *more)

    monkeypatch.setattr(Gateway, "handle", slow)
    monkeypatch.setattr("bot.channels.tencent.underway.NOTE_SECONDS", 0.2)
    phone = house.phone(officer)
    assert await phone.says("菜单") == ""  # not after the work, which would have brought the menu
    free.set()
    for _ in range(100):
        await anyio.sleep(0.02)
        await house.deliver(seconds=1)
        if house.platform.texts(officer):
            break
    assert bare(house.platform.texts(officer)[0]).startswith("李安，您好。")


async def test_every_kind_of_message_is_answered(house: House, officer: str) -> None:
    phone, clock = house.phone(officer), house.clock
    file = "<Title><![CDATA[台账.xlsx]]></Title><Description></Description><FileKey>k</FileKey>"
    expected = {
        ("voice", "<MediaId>m</MediaId><Format>amr</Format><Recognition><![CDATA[]]></Recognition>"): "请打字",
        ("voice", "<MediaId>m</MediaId><Format>amr</Format><Recognition>菜单</Recognition>"): "请选择要办的事",
        ("video", "<MediaId>m</MediaId><ThumbMediaId>t</ThumbMediaId>"): "这里收不了视频",
        ("link", "<Title>t</Title><Description>d</Description><Url>u</Url>"): "这里收不了链接",
        ("file", file): "这里收不了台账.xlsx",
        ("sticker-of-2031", ""): "这里收不了",
    }
    for (kind, inner), words in expected.items():
        assert words in await phone.sends(message(kind, officer, clock, inner))


async def test_a_location_is_a_place_and_its_shift_is_undone(house: House, officer: str) -> None:
    phone = house.phone(officer)
    await phone.says("上报")
    await phone.says("跳过")
    # 天安门 as WGS-84 39.90734, 116.39089 is shown by Chinese maps at 39.90874, 116.39713
    inner = "<Location_X>39.90874</Location_X><Location_Y>116.39713</Location_Y><Scale>20</Scale><Label>喷漆房</Label>"
    assert (await phone.sends(message("location", officer, house.clock, inner))).startswith("是什么情况？")
    binding = house.binding(officer)
    with house.app.open_unit() as unit:
        place = inbox.history(unit, binding)[-1].body["place"]
    assert place["label"] == "喷漆房"
    assert place["latitude"] == pytest.approx(39.90734, abs=2e-5)
    assert place["longitude"] == pytest.approx(116.39089, abs=2e-5)


@pytest.mark.parametrize("event", ["subscribe", "SCAN"])
async def test_a_scanned_scene_enrols_in_the_role_it_was_made_for(house: House, officer: str, event: str) -> None:
    with house.app.open_unit() as unit:
        site = enterprises.by_code(unit, "91360702000000019E")
        assert site is not None
        code = invitations.invite(unit, "staff", enterprise_id=site.id).code
        unit.commit()
    phone = house.phone(ANNA)
    key = f"qrscene_{code}" if event == "subscribe" else code
    inner = f"<EventKey><![CDATA[{key}]]></EventKey><Ticket><![CDATA[TICKET]]></Ticket>"
    assert (await phone.does(event, inner)).startswith("请输入本企业的统一社会信用代码")
    assert "姓名" in await phone.says("91360702000000019E")
    await phone.says("赵小兵")
    await phone.says("1")
    with house.app.open_unit() as unit:
        person = reaching.bound(unit, "wechat", APP_ID, ANNA).person_id
        assert person is not None
        assert [role.role for role in people.person(unit, person).roles] == ["staff"]


async def test_following_without_a_scene_shows_the_menu(house: House) -> None:
    for inner in ("", "<EventKey></EventKey>", "<EventKey>last_trade_no_4200</EventKey>"):
        house.clock.move(seconds=1)
        assert (await house.phone(ANNA).does("subscribe", inner)).startswith("欢迎使用安查。")


async def test_a_menu_button_opens_its_command(house: House, officer: str) -> None:
    assert (await house.phone(officer).does("CLICK", "<EventKey>m.hazard</EventKey>")).startswith("请发隐患照片")


async def test_subscriptions_are_counted_one_or_many(house: House) -> None:
    # https://developers.weixin.qq.com/doc/service/guide/product/subscription_messages/push.html
    phone, binding = house.phone(ANNA), house.binding(ANNA)

    def one(template: str, said: str) -> str:
        return (
            f"<List><TemplateId><![CDATA[{template}]]></TemplateId>"
            f"<SubscribeStatusString><![CDATA[{said}]]></SubscribeStatusString><PopupScene>2</PopupScene></List>"
        )

    def popup(*lists: str) -> str:
        return f"<SubscribeMsgPopupEvent>{''.join(lists)}</SubscribeMsgPopupEvent>"

    assert await phone.does("subscribe_msg_popup_event", popup(one(ONCE, "accept"))) == ""
    house.clock.move(seconds=5)
    both = popup(one(ONCE, "accept"), one("another", "reject"))
    assert await phone.does("subscribe_msg_popup_event", both) == ""
    assert await phone.does("subscribe_msg_popup_event", both) == ""  # the platform's repeat
    with house.app.open_unit() as unit:
        assert [allowance.spend_subscription(unit, binding, ONCE) for _ in range(3)] == [True, True, False]
    house.clock.move(seconds=5)
    assert await phone.does("subscribe_msg_change_event", popup(one(ONCE, "reject"))) == ""
    with house.app.open_unit() as unit:
        assert not allowance.spend_subscription(unit, binding, ONCE)


async def test_who_leaves_is_no_longer_reached(house: House, officer: str) -> None:
    phone = house.phone(officer)
    await phone.says("菜单")
    before = house.binding(officer)
    assert await phone.does("unsubscribe", "<EventKey></EventKey>") == ""
    assert await phone.does("unsubscribe", "<EventKey></EventKey>") == ""
    with house.app.open_unit() as unit:
        assert allowance.left(unit, before) == 0
    assert house.binding(officer) != before
    number = house.queue(officer, "提醒")
    await house.deliver()
    assert house.letter(number).status == "held"


async def test_events_nobody_asked_for_are_taken_silently(house: House, officer: str) -> None:
    phone = house.phone(officer)
    status = "<MsgID>200163836</MsgID><Status><![CDATA[failed:user block]]></Status>"
    location = "<Latitude>23.137466</Latitude><Longitude>113.352425</Longitude><Precision>119.385040</Precision>"
    for event, inner in (
        ("TEMPLATESENDJOBFINISH", status), ("LOCATION", location), ("VIEW", "<EventKey>www.qq.com</EventKey>"),
        ("pic_photo_or_album", "<SendPicsInfo><Count>1</Count></SendPicsInfo>"), ("event_of_2031", ""), ("", ""),
    ):  # fmt: skip
        assert await phone.does(event, inner) == ""


async def test_words_of_people_never_become_links_or_break_the_reply(house: House, officer: str) -> None:
    phone = house.phone(officer)
    await phone.says("上报")
    await phone.says("跳过")
    await phone.says("喷漆房")
    nasty = '灯坏了 <a href="http://evil.example">点我</a> ]]]]><![CDATA[> & <b> \u202e'
    await phone.says(nasty)
    for _ in range(6):
        if "都答完了" in phone.replies[-1]:
            break
        await phone.says("1")
    assert "＜a href" in "".join(phone.replies)
    assert '<a href="http://evil' not in "".join(phone.replies)


async def test_who_follows_again_is_who_they_were(house: House, officer: str) -> None:
    phone = house.phone(officer)
    await phone.does("unsubscribe", "<EventKey></EventKey>")
    house.clock.move(days=1)
    await phone.does("unsubscribe", "<EventKey></EventKey>")  # said twice
    assert "李安，您好" in await phone.does("subscribe", "<EventKey></EventKey>")
    number = house.queue(officer, "提醒")
    house.platform.says(officer)
    await house.deliver()
    assert house.letter(number).status == "sent"
