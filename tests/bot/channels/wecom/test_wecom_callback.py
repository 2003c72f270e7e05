"""What WeCom calls us with, sealed by a package nobody here wrote, and what it hears."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import httpx
import pytest

from storage import inbox, reaching
from tests.bot.channels.wecom.conftest import House
from tests.fakes.wecom.envelope import CORP, opened, sealed, signature
from tests.fakes.wecom.member import addressed, cdata, message

MADE: dict[str, Any] = json.loads(
    (Path(__file__).parents[3] / "fakes" / "wecom" / "callbacks.json").read_text(encoding="utf-8")
)
NEWCOMER = "ZhangSan"


async def deliver(house: House, sample: dict[str, str], **changed: str) -> httpx.Response:
    """Deliver a recorded callback at its own time."""
    house.clock.move(seconds=int(sample["timestamp"]) - house.clock.now.timestamp())
    query = {
        "timestamp": sample["timestamp"],
        "nonce": sample["nonce"],
        "msg_signature": sample["signature"],
        **changed,
    }
    body = f"<xml><ToUserName>{cdata(CORP)}</ToUserName><Encrypt>{cdata(sample['encrypt'])}</Encrypt></xml>"
    return await house.client.post("/wecom", content=body, params=query)


def test_our_envelope_is_byte_for_byte_that_of_the_package() -> None:
    for one in (*MADE["messages"], *MADE["echoes"]):
        assert sealed(one["words"], bytes.fromhex(one["random"])) == one["encrypt"]
        assert signature(one["timestamp"], one["nonce"], one["encrypt"]) == one["signature"]


@pytest.mark.parametrize("sample", MADE["echoes"], ids=lambda one: one["words"])
@pytest.mark.anyio
async def test_the_handshake_gives_back_what_the_echo_hides(house: House, sample: dict[str, str]) -> None:
    house.clock.move(seconds=int(sample["timestamp"]) - house.clock.now.timestamp())
    query = {
        "timestamp": sample["timestamp"], "nonce": sample["nonce"], "msg_signature": sample["signature"],
        "echostr": sample["encrypt"],
    }  # fmt: skip
    answer = await house.client.get("/wecom", params=query)
    assert (answer.status_code, answer.text) == (200, sample["words"])
    wrongs = ({"msg_signature": "0" * 40}, {"nonce": "8"}, {"timestamp": "1"}, {"echostr": "AAAA"}, {"echostr": ""})
    for wrong in wrongs:
        assert (await house.client.get("/wecom", params={**query, **wrong})).status_code == 403
    house.clock.move(minutes=11)
    assert (await house.client.get("/wecom", params=query)).status_code == 403


@pytest.mark.anyio
async def test_what_the_package_sealed_is_read_and_answered_sealed(house: House) -> None:
    for sample in MADE["messages"]:
        if not sample["content"]:
            continue
        answer = await deliver(house, sample)
        assert answer.status_code == 200
        reply = opened(answer.text) if answer.text else None
        assert reply is None or reply.findtext("ToUserName") == NEWCOMER
    with house.app.open_unit() as unit:
        said = {one.body["text"] for one in inbox.history(unit, reaching.bound(unit, "wecom", CORP, NEWCOMER).id)}
    assert {"菜单", "我" * 700, "a]]>b <&> 🙂"} <= said


@pytest.mark.anyio
async def test_only_the_platform_is_believed_and_only_lately(house: House) -> None:
    sample = MADE["messages"][0]
    for forged in MADE["forged"].values():
        assert (await deliver(house, forged)).status_code == 403
    wrongs = ({"msg_signature": ""}, {"msg_signature": "é"}, {"nonce": "1"}, {"timestamp": "1686535202"})
    for wrong in wrongs:
        assert (await deliver(house, sample, **wrong)).status_code == 403
    plain = await house.client.post("/wecom", content=sample["words"])
    assert plain.status_code == 403
    house.clock.move(minutes=11)
    query, body = addressed("<xml/>", house.clock)
    house.clock.move(minutes=11)
    assert (await house.client.post("/wecom", params=query, content=body)).status_code == 403
    query, body = addressed("<xml><MsgType>text</MsgType></xml>", house.clock)
    assert (await house.client.post("/wecom", params=query, content=body)).status_code == 400
    assert (await house.client.post("/wecom", content=b"x" * 300_000)).status_code == 413


@pytest.mark.anyio
async def test_a_repeat_gets_the_same_reply_and_one_effect(house: House, officer: str) -> None:
    xml = message("text", officer, house.clock, "<Content>帮助</Content>")
    phone = house.phone(officer)
    first = await phone.sends(xml)
    assert "帮助" in first
    assert await phone.sends(xml) == first
    async with house.another_process() as other:
        assert await other(officer).sends(xml) == first
    binding = house.binding(officer)
    with house.app.open_unit() as unit:
        assert len(inbox.history(unit, binding)) == 1


@pytest.mark.anyio
async def test_opening_the_chat_greets_once(house: House, officer: str) -> None:
    stranger = house.phone(NEWCOMER)
    await stranger.does("enter_agent", "<EventKey></EventKey>")
    await house.deliver()
    assert len(house.platform.members[NEWCOMER].got) + len(stranger.replies) == 1
    house.clock.move(minutes=1)
    await stranger.does("enter_agent")
    await house.phone(officer).does("enter_agent")
    await house.deliver()
    assert len(house.platform.members[NEWCOMER].got) + len(stranger.replies) == 1
    assert house.platform.members[officer].got == []


@pytest.mark.anyio
async def test_menu_taps_open_what_they_name(house: House, officer: str) -> None:
    phone = house.phone(officer)
    await phone.does("click", "<EventKey>m.hazard</EventKey>")
    await house.deliver()
    shown = json.dumps(house.platform.members[officer].got, ensure_ascii=False) + "".join(phone.replies)
    assert "请发隐患照片" in shown


@pytest.mark.parametrize(
    ("kind", "inner", "told"),
    [
        ("voice", "<MediaId>m</MediaId><Format>amr</Format>", "语音"),
        ("file", "<Title>报告.pdf</Title>", "文件"),
        ("video", "<MediaId>m</MediaId>", "视频"),
        ("link", "<Title>t</Title><Url>http://x</Url>", "链接"),
        ("hologram", "", "这种消息"),
    ],
)
@pytest.mark.anyio
async def test_what_cannot_be_taken_is_named(house: House, officer: str, kind: str, inner: str, told: str) -> None:
    assert told in await house.phone(officer).sends(message(kind, officer, house.clock, inner))


@pytest.mark.anyio
async def test_a_member_who_leaves_is_unbound_and_one_renamed_is_followed(house: House, officer: str) -> None:
    inner = f"<ChangeType>update_user</ChangeType><UserID>{officer}</UserID><NewUserID>LiAn2</NewUserID>"
    phone = house.phone("sys")
    await phone.does("change_contact", inner)
    with house.app.open_unit() as unit:
        person = reaching.bound(unit, "wecom", CORP, "LiAn2").person_id
        assert person is not None
        assert [one.address for one in reaching.bindings_of(unit, person)] == ["LiAn2"]
    await house.phone("LiAn2").does("unsubscribe")
    with house.app.open_unit() as unit:
        assert reaching.bindings_of(unit, person) == ()
    house.clock.move(seconds=5)
    await phone.does("change_contact", "<ChangeType>delete_user</ChangeType><UserID>Nobody</UserID>")
    await phone.does("change_contact", "<ChangeType>create_party</ChangeType><Id>2</Id>")


@pytest.mark.anyio
async def test_a_place_comes_in_true_degrees(house: House, officer: str) -> None:
    inner = "<Location_X>25.8</Location_X><Location_Y>114.9</Location_Y><Scale>15</Scale><Label>二号车间</Label>"
    await house.phone(officer).sends(message("location", officer, house.clock, inner))
    binding = house.binding(officer)
    with house.app.open_unit() as unit:
        place = inbox.history(unit, binding)[-1].body["place"]
    assert place["label"] == "二号车间"
    assert 0.001 < abs(place["latitude"] - 25.8) + abs(place["longitude"] - 114.9) < 0.02
