"""Photos: fetched at once, else again and again for three days, and only then is their sender told."""

from __future__ import annotations

import httpx
import pytest

from bot.channels.awaiting import AT_ONCE
from bot.channels.tencent import photos
from bot.channels.wechat.photos import fetching
from storage import awaited_photos, inbox, media
from tests.bot.channels.wechat.conftest import House
from tests.bot.channels.wechat.pictures import jpeg
from tests.fakes.wechat.phone import message, picture
from tests.fakes.wechat.platform import APP_ID

pytestmark = pytest.mark.anyio
ASKED, KEPT = "请发隐患照片", "已收到 1 张"


async def test_a_photo_is_fetched_at_once_and_belongs_to_its_sender(house: House, officer: str) -> None:
    phone = house.phone(officer)
    assert KEPT in await phone.sends_photo(jpeg())
    assert house.platform.calls["picture"] == 1
    assert house.platform.calls["/media/get"] == 0
    binding = house.binding(officer)
    with house.app.open_unit() as unit:
        photo = media.photo(unit, inbox.history(unit, binding)[-1].body["photos"][0])
    assert photo is not None
    assert photo.owner_binding == binding


async def test_a_repeat_of_a_photo_is_one_photo(house: House, officer: str) -> None:
    phone = house.phone(officer)
    xml = picture(officer, house.clock, house.platform, jpeg(), "a")
    first = await phone.sends(xml)
    assert await phone.sends(xml) == first
    async with house.another_process() as other:
        assert await other(officer).sends(xml) == first
    assert KEPT in first


async def test_where_the_address_fails_the_name_is_asked_for(house: House, officer: str) -> None:
    house.platform.always["picture"] = (404, b"")
    assert KEPT in await house.phone(officer).sends_photo(jpeg())
    assert house.platform.calls["/media/get"] == 1


@pytest.mark.parametrize(
    "url",
    [
        "http://169.254.169.254/latest", "http://localhost:8000/x", "http://qpic.cn.evil.example/x", "file:///etc/passwd",
        "http://mmbiz.qpic.cn:8080/x", "http://user@mmbiz.qpic.cn/x", "http://[::1", "", "gopher://mmbiz.qpic.cn/", "http://evilqpic.cn/x",
    ],
)  # fmt: skip
async def test_nothing_is_fetched_from_anywhere_else(house: House, officer: str, url: str) -> None:
    where = house.desk.account.base_url, house.desk.rules.picture_hosts
    assert photos.allowed(url, *where) == ""
    assert photos.allowed("http://mmbiz.qpic.cn/mmbiz_jpg/a/0", *where) == "https://mmbiz.qpic.cn/mmbiz_jpg/a/0"
    name = house.platform.sends_picture(jpeg())
    inner = f"<PicUrl><![CDATA[{url}]]></PicUrl><MediaId>{name}</MediaId>"
    assert KEPT in await house.phone(officer).sends(message("image", officer, house.clock, inner))


async def test_a_photo_that_does_not_come_is_tried_until_it_does(house: House, officer: str) -> None:
    house.platform.always |= {"picture": httpx.ConnectError(""), "/media/get": (502, b"")}
    phone = house.phone(officer)
    xml = picture(officer, house.clock, house.platform, jpeg(), "a")
    house.platform.says(officer)
    assert "正在下载" in await phone.sends(xml)
    assert "正在下载" in await phone.sends(xml)
    for _ in range(5):
        house.clock.move(hours=2)
        await photos.step(fetching(house.desk))
        await house.deliver()
    assert house.platform.texts(officer) == []
    house.platform.always.clear()
    house.clock.move(hours=1)
    await photos.step(fetching(house.desk))
    await house.deliver(seconds=9)
    assert KEPT in house.platform.texts(officer)[0]
    tried = house.platform.calls["picture"]
    house.clock.move(hours=1)
    assert await photos.step(fetching(house.desk)) == 0
    assert house.platform.calls["picture"] == tried


async def test_after_three_days_the_sender_is_told(house: House, officer: str) -> None:
    house.platform.always |= {"picture": httpx.ConnectError(""), "/media/get": 40007}
    phone = house.phone(officer)
    await phone.sends_photo(jpeg())
    for _ in range(40):
        house.clock.move(hours=2)
        await photos.step(fetching(house.desk))
        await house.deliver()
    assert house.platform.texts(officer) == []  # 80 hours later nothing may be pushed
    assert "您在6月12日发的照片没能从微信取下来" in await phone.says("菜单")
    with house.app.open_unit() as unit:
        assert awaited_photos.take_due(unit, "wechat", APP_ID, AT_ONCE) == ()


async def test_a_process_that_dies_while_fetching_leaves_the_photo_to_the_next(house: House, officer: str) -> None:
    name = house.platform.sends_picture(jpeg())
    with house.app.open_unit() as unit:
        awaited_photos.expect(
            unit, channel="wechat", account=APP_ID, address=officer, message_id="77", url="", media=name,
            first_try=AT_ONCE,
        )  # fmt: skip
        unit.commit()
    assert await photos.step(fetching(house.desk)) == 0  # it may still be at work
    house.clock.move(seconds=91)
    assert await photos.step(fetching(house.desk)) == 1
    house.platform.says(officer)
    await house.deliver(seconds=9)
    assert house.letter(1).status == "held"  # the ledger knows of no word; the answer waits for the next one
    assert KEPT in await house.phone(officer).says("进度")


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"%PDF-1.7 not a photo", "这是文档"),
        (jpeg()[:300], "照片不完整"),
        (b"GIF89a", "不是照片"),
        (b"x" * 20_000_000, "太大"),
    ],
)
async def test_what_is_no_photo_is_refused_in_words(house: House, officer: str, data: bytes, words: str) -> None:
    reply = await house.phone(officer).sends_photo(data)
    assert words in reply
    house.clock.move(hours=1)
    assert await photos.step(fetching(house.desk)) == 0


async def test_a_slow_photo_is_answered_in_time(house: House, officer: str, monkeypatch: pytest.MonkeyPatch) -> None:
    import anyio

    async def hanging(*_: object, **__: object) -> tuple[int, str, bytes]:
        await anyio.sleep(30)
        return 200, "image/jpeg", jpeg()

    monkeypatch.setattr("bot.channels.tencent.http.received", hanging)
    monkeypatch.setattr(photos, "FIRST_WAIT_SECONDS", 0.1)
    assert "正在下载" in await house.phone(officer).sends_photo(jpeg())
