"""Ten thousand bodies nobody at Tencent would write: each is refused or harmlessly answered, none is our fault."""

from __future__ import annotations

import base64
import logging
import random
from collections import Counter

import pytest

from tests.bot.channels.wecom.conftest import House
from tests.fakes.wecom.envelope import signature
from tests.fakes.wecom.member import addressed, cdata

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
    "AgentID",
    "Location_X",
    "Location_Y",
    "Label",
    "PicUrl",
    "MediaId",
    "Recognition",
    "TaskId",
    "ResponseCode",
    "UserID",
    "NewUserID",
    "ChangeType",
    "ScanCodeInfo",
    "ScanResult",
)
VALUES = (
    "text",
    "image",
    "voice",
    "location",
    "event",
    "link",
    "",
    "TEXT",
    "évent",
    "subscribe",
    "unsubscribe",
    "click",
    "enter_agent",
    "template_card_event",
    "change_contact",
    "delete_user",
    "update_user",
    "scancode_waitmsg",
    "\x00",
    "]]>",
    "<![CDATA[",
    "&lol;",
    "&#0;",
    "&#xD800;",
    "nan",
    "1e999",
    "-1",
    "9" * 400,
    "<a><b/></a>",
    "<a>" * 500,
    "💥" * 50,
    "' or 1=1 --",
    "http://169.254.169.254/latest",
    "http://[::1",
    "%00%ff",
    "m.hazard",
    "1.2.3",
    "<SelectedItem/>",
    "ancha-1-0123456789abcdef",
    "ancha-999999999999999999-0123456789abcdef",
    "Mallory",
)
ITEMS = (
    "<SelectedItems/>",
    "<SelectedItems>x</SelectedItems>",
    "<SelectedItems><SelectedItem>x</SelectedItem></SelectedItems>",
    "<SelectedItems><SelectedItem><OptionIds>y</OptionIds></SelectedItem></SelectedItems>",
    "<SelectedItems><SelectedItem><OptionIds><OptionId><a/></OptionId></OptionIds></SelectedItem></SelectedItems>",
    "<SelectedItems><SelectedItem><OptionIds><OptionId>1</OptionId><OptionId>2</OptionId></OptionIds></SelectedItem>"
    "<SelectedItem><OptionIds><OptionId>1.1.1</OptionId></OptionIds></SelectedItem></SelectedItems>",
)


def value(chance: random.Random) -> str:
    """One odd value, mostly so that the XML around it stays whole."""
    odd = chance.choice(VALUES)
    return odd if chance.random() < 0.1 else cdata(odd.replace("\0", ""))


def inside(chance: random.Random) -> str:
    """What is sealed: odd fields, some of them cut or doubled."""
    inner = "".join(f"<{name}>{value(chance)}</{name}>" for name in chance.choices(FIELDS, k=chance.randrange(1, 10)))
    if chance.random() < 0.3:
        inner += "<MsgType>event</MsgType><Event>template_card_event</Event>" + chance.choice(ITEMS)
    xml = f"<xml><FromUserName>Mallory</FromUserName>{inner}</xml>"
    if chance.random() < 0.3:
        cut = chance.randrange(len(xml))
        xml = xml[:cut] + chance.choice(("", "<", "&", "\ufffe", "]]>")) + xml[cut + chance.randrange(9) :]
    return xml


async def test_hostile_bodies_are_no_fault_of_ours(
    house: House, caplog: pytest.LogCaptureFixture, hostile_bodies: int
) -> None:
    house.platform.always["/media/get"] = 40007
    chance = random.Random(20230612)
    seen: Counter[int] = Counter()
    with caplog.at_level(logging.ERROR):
        for number in range(hostile_bodies):
            if number % 2:  # sealed as it should be, hostile inside
                query, body = addressed(inside(chance), house.clock)
            else:  # hostile outside, half of them rightly signed
                query, body = addressed("<xml/>", house.clock)
                cipher = chance.choice(
                    (
                        base64.b64encode(chance.randbytes(16 * chance.randrange(9))).decode(),
                        "=" * 40,
                        "密",
                        "",
                        chance.randbytes(30).decode(errors="replace"),
                        "AAAA",
                        "<a/>",
                        "<Encrypt>x</Encrypt>",
                    )
                )
                body = chance.choice(
                    (
                        f"<xml><Encrypt><![CDATA[{cipher}]]></Encrypt></xml>".encode(),
                        f"<xml><Encrypt>{cipher}</Encrypt></xml>".encode(),
                        chance.randbytes(chance.randrange(300)),
                        b"{}",
                        b"<xml>" * 3000,
                        b"",
                        b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><xml><Encrypt>&a;</Encrypt></xml>',
                    )
                )
                query["msg_signature"] = signature(query["timestamp"], query["nonce"], cipher)
            answer = await house.client.post("/wecom", params=query, content=body)
            seen[answer.status_code] += 1
    assert set(seen) <= {200, 400, 403}, seen
    assert min(seen[200], seen[400], seen[403]) > hostile_bodies / 20, seen
    assert not caplog.records, caplog.records[0].getMessage()


async def test_queries_are_hostile_too(house: House) -> None:
    _, body = addressed("<xml><MsgType>text</MsgType></xml>", house.clock)
    for query in (
        "",
        "?msg_signature=%ff%fe",
        "?timestamp=99999999999999999999&nonce=&msg_signature=",
        "?timestamp=-1",
        "?echostr=%00",
        "?echostr=" + "A" * 5000,
        "?msg_signature=é&timestamp=1&nonce=2",
        "?" + "a=b&" * 900,
    ):
        for verb in ("GET", "POST"):
            answer = await house.client.request(verb, f"/wecom{query}", content=body)
            assert answer.status_code == 403
    assert (await house.client.put("/wecom")).status_code == 405
