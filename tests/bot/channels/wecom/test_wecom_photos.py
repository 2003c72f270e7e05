"""Photos: fetched at once, else again and again for three days, and only then is their sender told."""

from __future__ import annotations

import pytest

from bot.channels.awaiting import AT_ONCE
from bot.channels.tencent import photos
from bot.channels.wecom.photos import fetching
from storage import awaited_photos, inbox, media
from tests.bot.channels.wechat.pictures import jpeg
from tests.bot.channels.wecom.conftest import House
from tests.fakes.wecom.member import picture

pytestmark = pytest.mark.anyio
GET = "/media/get"


def shown(house: House, officer: str) -> str:
    return str(house.platform.members[officer].got)


async def test_a_photo_is_fetched_at_once_and_belongs_to_its_sender(house: House, officer: str) -> None:
    phone = house.phone(officer)
    xml = picture(officer, house.clock, house.platform, jpeg())
    first = await phone.sends(xml)
    assert await phone.sends(xml) == first
    await house.deliver()
    assert "已收到 1 张" in first + shown(house, officer)
    binding = house.binding(officer)
    with house.app.open_unit() as unit:
        sent = [one for one in inbox.history(unit, binding) if one.kind == "photo"]
        photo = media.photo(unit, sent[0].body["photos"][0])
        assert awaited_photos.take_due(unit, "wecom", house.desk.account.corp_id, AT_ONCE) == ()
    assert len(sent) == 1
    assert photo is not None
    assert photo.owner_binding == binding


async def test_what_is_no_photo_is_said(house: House, officer: str) -> None:
    assert "照片" in await house.phone(officer).sends_photo(b"%PDF-1.7 not a photo at all")


async def test_a_photo_that_does_not_come_is_tried_until_the_platform_has_it_no_longer(
    house: House, officer: str
) -> None:
    house.platform.always[GET] = (500, b"")
    assert "正在下载" in await house.phone(officer).sends_photo(jpeg())
    for _ in range(5):
        house.clock.move(minutes=31)
        assert await photos.step(fetching(house.desk)) == 1
    house.platform.always.clear()
    house.clock.move(minutes=31)
    assert await photos.step(fetching(house.desk)) == 1
    await house.deliver(seconds=20)
    assert "已收到 1 张" in shown(house, officer)


async def test_after_three_days_its_sender_is_told(house: House, officer: str) -> None:
    house.platform.always[GET] = 40007
    await house.phone(officer).sends_photo(jpeg())
    house.clock.move(days=3, seconds=1)
    assert await photos.step(fetching(house.desk)) == 1
    assert await photos.step(fetching(house.desk)) == 0
    await house.deliver()
    assert house.platform.texts(officer) == ["您在6月12日发的照片没能从企业微信取下来，已经过期。请重新发一次照片。"]


@pytest.mark.parametrize("url", ["http://169.254.169.254/x", "http://qpic.cn.evil.example/x", "file:///etc/passwd", ""])
async def test_nothing_is_fetched_from_anywhere_else(house: House, url: str) -> None:
    where = house.desk.account.base_url, house.desk.rules.picture_hosts
    assert photos.allowed(url, *where) == ""
    assert photos.allowed("http://shp.qpic.cn/a", *where) == "https://shp.qpic.cn/a"
