"""The encrypted mode, with callbacks that three packages nobody here wrote have made
(tests/fakes/wechat/callbacks.mjs), and replies opened by the platform's description of the cipher."""

from __future__ import annotations

import base64
import hashlib
import json
import struct
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import httpx
import pytest
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from checklists.errors import TellOperator
from tests.bot.channels.wechat.conftest import House
from tests.fakes.wechat.phone import signed
from tests.fakes.wechat.platform import APP_ID

pytestmark = pytest.mark.anyio
MADE: dict[str, Any] = json.loads(
    (Path(__file__).parents[3] / "fakes" / "wechat" / "callbacks.json").read_text(encoding="utf-8")
)
KEYS: list[str] = MADE["keys"]


@pytest.fixture
def aes_keys() -> tuple[str, ...]:
    return tuple(KEYS)


async def deliver(house: House, sample: dict[str, Any], **changed: str) -> httpx.Response:
    """Deliver a recorded callback at its own time."""
    house.clock.move(seconds=int(sample["timestamp"]) - house.clock.now.timestamp())
    query = {
        **signed(house.clock, sample["nonce"]), "encrypt_type": "aes", "msg_signature": sample["signature"], **changed,
    }  # fmt: skip
    body = f"<xml><ToUserName>gh_7f083739789a</ToUserName><Encrypt><![CDATA[{sample['encrypt']}]]></Encrypt></xml>"
    return await house.client.post("/wechat", content=body, params=query)


def opened(answer: str, key: str) -> ElementTree.Element:
    """A reply as the platform reads it: AES-256-CBC over 16 random bytes, length, XML and app id, padded to 32
    (https://developers.weixin.qq.com/doc/oplatform/en/Third-party_Platforms/Message_Encryption/Technical_Plan.html)."""
    outer = ElementTree.fromstring(answer)
    encrypted, nonce, stamp = (outer.findtext(name) or "" for name in ("Encrypt", "Nonce", "TimeStamp"))
    right = hashlib.sha1("".join(sorted((MADE["token"], stamp, nonce, encrypted))).encode()).hexdigest()
    assert outer.findtext("MsgSignature") == right
    secret = base64.b64decode(key + "=")
    machine = Cipher(algorithms.AES(secret), modes.CBC(secret[:16])).decryptor()
    plain = machine.update(base64.b64decode(encrypted)) + machine.finalize()
    padding = plain[-1]
    assert 1 <= padding <= 32
    assert plain.endswith(bytes([padding]) * padding)
    length = struct.unpack(">I", plain[16:20])[0]
    assert plain[20 + length : -padding].decode() == APP_ID
    return ElementTree.fromstring(plain[20 : 20 + length])


@pytest.mark.parametrize(
    "sample", MADE["samples"], ids=lambda one: f"{one['maker']}-key{one['key']}-{one['content'][:2]}"
)
async def test_callbacks_of_independent_makers_are_read_and_answered(house: House, sample: dict[str, Any]) -> None:
    answer = await deliver(house, sample)
    assert answer.status_code == 200
    reply = opened(answer.text, KEYS[sample["key"]])  # with the key that the callback came with
    assert reply.findtext("ToUserName") == MADE["person"]
    assert "请选择要办的事" in (reply.findtext("Content") or "")


async def test_a_sample_of_a_packages_documentation_is_opened() -> None:
    # README of npm wechat-encrypt 1.1.1: a callback that WeChat sent to its author in August 2019
    from bot.channels.tencent.reading import read
    from bot.channels.tencent.seal import Seal

    encrypt = (
        "elJAUQEY0yKnbLbmXYdacAoDEmJlzdMeB3ryWEtNOQnJ2n1h9Y0ocSYYsW8YsrVrWhJrZe4gKKrzMs1JBCHFNHlFYCMBigDMU41WGxjwulsL"
        "jglXd+Cr7Mq/RV7TUwkkqX9+y0KmIIqAl+qYJUnuYvaug5bBMcikP9kDj3OzQ41Oppt0hzNGq7tw6RFplSW75ItMVY6Vi0d+NJTLuvIWwQqD"
        "IytcVJnNQFHOTRmm9sUVVm0kNiQp7sQljoif+j/JjMkB1fQXtrwUkLup0ql4vGZ8/126qWFR8p8tmzbDm4U/tdgLYLnEv7XFMT6cmYprmEz3"
        "cyN2yWuRfKcCBOgKyUfEt+NYwnE+1l5QK2nbOkMqorqmvc66zo0VYVj4o8nV+laMy3Celz3rDUAJMKXk/FN8ZjOsyn7sDJlo8iAhHtg="
    )
    seal = Seal("test token", "wx013591feaf25uoip", ("abcdefgabcdefgabcdefgabcdefgabcdefgabcdefg0",))
    assert seal.signed("f0d525f5e849b1cd8f628eff2121b4d16765b7f2", "1565268520", "331748743", encrypt)
    fields = read(seal.opened(encrypt).xml)
    assert (fields.text("Content"), fields.text("MsgId")) == ("Hello world", "22409229427342621")


async def test_what_is_forged_is_refused(house: House) -> None:
    sample = MADE["samples"][0]
    other = MADE["samples"][1]
    for changed in (
        {"msg_signature": "0" * 40}, {"msg_signature": other["signature"]}, {"encrypt_type": "raw"},
        {"encrypt_type": ""}, {"msg_signature": "é"},
    ):  # fmt: skip
        assert (await deliver(house, sample, **changed)).status_code == 403
    assert (await deliver(house, {**sample, "encrypt": other["encrypt"]})).status_code == 403


async def test_a_plain_body_does_not_get_past_the_key(house: House) -> None:
    xml = "<xml><FromUserName>b</FromUserName><MsgType>text</MsgType><Content>菜单</Content></xml>"
    assert (await house.client.post("/wechat", content=xml, params=signed(house.clock))).status_code == 403


async def test_a_key_that_is_none_stops_the_start() -> None:
    from bot.channels.tencent.seal import check_key

    with pytest.raises(TellOperator, match="ANCHA_WECHAT_AES_KEY is not right"):
        check_key("ANCHA_WECHAT_AES_KEY", "short")
