"""Ten thousand bodies nobody at Tencent would write: each is refused or harmlessly answered, none is our fault."""

from __future__ import annotations

import base64
import logging
import random
from collections import Counter

import pytest

from tests.bot.channels.wechat.conftest import House
from tests.fakes.wechat.phone import message, signed

pytestmark = [pytest.mark.anyio, pytest.mark.timeout(300)]
FIELDS = (
    "ToUserName",
    "FromUserName",
    "CreateTime",
    "MsgType",
    "Event",
    "EventKey",
    "Content",
    "MsgId",
    "bizmsgmenuid",
    "Location_X",
    "Location_Y",
    "Label",
    "PicUrl",
    "MediaId",
    "Recognition",
    "Status",
    "ScanCodeInfo",
    "SubscribeMsgPopupEvent",
    "Encrypt",
    "List",
)
KINDS = ("text", "image", "voice", "location", "event", "link", "file", "", "TEXT", "évent", "device_text")
EVENTS = ("subscribe", "unsubscribe", "SCAN", "CLICK", "scancode_waitmsg", "subscribe_msg_popup_event", "x", "")
ODD = (
    b"",
    b"\x00",
    b"]]>",
    b"<![CDATA[",
    b"&lol;",
    b"&#0;",
    b"&#xD800;",
    b"\xff\xfe",
    b"\xed\xa0\x80",
    b"nan",
    b"1e999",
    b"-1",
    b"9" * 400,
    b"<a><b/></a>",
    b"<a>" * 2000,
    b"\xf0\x9f\x92\xa5" * 50,
    b"qrscene_",
    b"' or 1=1 --",
    b"http://169.254.169.254/latest",
    b"file:///etc/passwd",
    b"http://[::1",
    b"%00%ff",
    b"m.hazard",
    b"1.2.3",
)
WHOLE = (
    b"",
    b"{}",
    b"null",
    b"<xml/>",
    b"<xml>",
    b"<xml></xml>",
    b"\xef\xbb\xbf<xml><MsgType>text</MsgType></xml>",
    b"<a/>" * 1000,
    b'<!DOCTYPE x [<!ENTITY a "b"><!ENTITY c "&a;&a;">]><xml><Content>&c;</Content></xml>',
    b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><xml><Content>&a;</Content></xml>',
    b'<?xml version="1.0" encoding="utf-16"?><xml><MsgType>text</MsgType></xml>',
    b'<?xml version="1.0" encoding="bogus"?><xml><MsgType>text</MsgType></xml>',
    b"<xml>" * 40000,
    b"<xml " + b'a="b" ' * 5000 + b"/>",
    b"<xml xmlns:a='b'><a:MsgType>text</a:MsgType></xml>",
)


def body(chance: random.Random) -> bytes:
    """One hostile body: whole ones, built of odd fields, or a good one with bytes changed."""
    choice = chance.random()
    if choice < 0.1:
        return chance.choice(WHOLE)
    if choice < 0.2:
        return chance.randbytes(chance.randrange(400))
    inner = b""
    for _ in range(chance.randrange(1, 12)):
        name = chance.choice(FIELDS)
        value = chance.choice(
            (chance.choice(KINDS).encode(), chance.choice(EVENTS).encode(), chance.choice(ODD), b"oA1")
        )
        inner += f"<{name}>".encode() + value + f"</{name}>".encode()
    xml = b"<xml><FromUserName>oMallory</FromUserName>" + inner + b"</xml>"
    if choice < 0.5:
        xml = bytearray(xml)
        for _ in range(chance.randrange(1, 6)):
            xml[chance.randrange(len(xml))] = chance.randrange(256)
    return bytes(xml)


async def test_hostile_bodies_are_no_fault_of_ours(
    house: House, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch, hostile_bodies: int
) -> None:
    async def nothing(*_: object) -> None:
        return None

    monkeypatch.setattr("bot.channels.tencent.photos._fetched", nothing)
    chance = random.Random(20230612)
    seen: Counter[int] = Counter()
    with caplog.at_level(logging.ERROR):
        for number in range(hostile_bodies):
            answer = await house.client.post("/wechat", content=body(chance), params=signed(house.clock, number))
            seen[answer.status_code] += 1
    assert set(seen) <= {200, 400, 403, 413}, seen
    assert seen[400] > hostile_bodies / 2
    assert not caplog.records


@pytest.mark.parametrize("aes_keys", [("abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG",)])
async def test_hostile_envelopes_are_no_fault_of_ours(
    house: House, caplog: pytest.LogCaptureFixture, hostile_bodies: int
) -> None:
    seal, chance = house.desk.account.seal, random.Random(7)
    seen: Counter[int] = Counter()
    with caplog.at_level(logging.ERROR):
        for number in range(hostile_bodies // 2):
            query = {**signed(house.clock, number), "encrypt_type": "aes"}
            inside = chance.choice(
                (
                    chance.randbytes(chance.randrange(200)),
                    base64.b64encode(chance.randbytes(16 * chance.randrange(9))),
                    b"=" * 40,
                    b"<Encrypt/>",
                    "密".encode(),
                    b"",
                )
            )
            words = inside.decode(errors="ignore")
            query["msg_signature"] = seal.signature(query["timestamp"], query["nonce"], words.strip())
            answer = await house.client.post(
                "/wechat", content=b"<xml><Encrypt>" + inside + b"</Encrypt></xml>", params=query
            )
            seen[answer.status_code] += 1
    assert set(seen) <= {400, 403}, seen
    assert not caplog.records


async def test_queries_are_hostile_too(house: House) -> None:
    xml = message("text", "oA", house.clock, "<Content>x</Content>")
    for query in (
        "",
        "?signature=%ff%fe",
        "?timestamp=99999999999999999999&nonce=&signature=",
        "?timestamp=-1",
        "?timestamp=१२३",
        "?encrypt_type=aes",
        "?signature=é&timestamp=1&nonce=2",
        "?" + "a=b&" * 900,
    ):
        for verb in ("GET", "POST"):
            answer = await house.client.request(verb, f"/wechat{query}", content=xml.encode())
            assert answer.status_code == 403
    assert (await house.client.put("/wechat")).status_code == 405
