"""Photos through the web chat."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from bot.wiring import App
from storage import hazards, outbox, people, reaching
from storage.media import accept
from storage.scope import EVERYTHING
from tests.bot.conftest import USCC, Web

pytestmark = pytest.mark.anyio


def picture(colour: str = "red") -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (800, 600), colour).save(out, "JPEG")
    return out.getvalue()


async def test_a_photo_is_taken_answered_and_shown(web: Web) -> None:
    page = web.visit("principal")
    await page.open()
    await page.say("上报隐患")
    answer = await page.send_photo(picture())
    assert answer.status_code == 200, answer.text
    mine, theirs = answer.json()["entries"]
    assert mine["mine"]
    assert "照片" in theirs["text"]
    (photo,) = mine["photos"]
    for size, side in (("", 800), ("?size=small", 320)):
        shown = await page.client.get(f"/chat/photos/{photo}{size}")
        assert shown.headers["content-type"] == "image/jpeg"
        assert Image.open(io.BytesIO(shown.content)).width == side


async def test_the_same_photo_message_twice_is_one(web: Web) -> None:
    page = web.visit("principal")
    await page.open()
    await page.say("上报隐患")
    data = picture()
    first = await page.client.post("/chat/photos?id=photo-again", content=data)
    again = await page.client.post("/chat/photos?id=photo-again", content=data)
    assert again.json() == first.json()


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"%PDF-1.4 renamed to photo.jpg", "文档"),
        (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", "HEIC"),
        (b"<html><script>alert(1)</script></html>", "不是照片"),
        (picture()[:400], "不完整"),
        (b"", "空"),
        (b"\xff\xd8\xff" + b"\0" * (15 * 1024 * 1024), "15"),
    ],
)
async def test_what_is_no_photo_is_refused_in_words(web: Web, data: bytes, words: str) -> None:
    page = web.visit("principal")
    await page.open()
    answer = await page.send_photo(data)
    assert answer.status_code in (413, 422)
    assert words in answer.json()["error"]


async def test_a_photo_is_shown_to_its_owner_its_regulator_and_nobody_else(web: Web, app: App) -> None:
    staff, county, stranger, principal = (web.visit(who) for who in ("staff", "county", "", "principal"))
    for page in (staff, county, stranger, principal):
        await page.open()
    (photo,) = (await staff.send_photo(picture())).json()["entries"][0]["photos"]

    async def sees() -> list[int]:
        pages = (staff, county, principal, stranger)
        return [(await page.client.get(f"/chat/photos/{photo}")).status_code for page in pages]

    assert await sees() == [200, 404, 404, 404]
    with app.open_unit() as unit:
        from storage.enterprises import by_code

        site = by_code(unit, USCC)
        assert site is not None
        hazards.report(
            unit, enterprise_id=site.id, source="self", level="general", words="x", place="y", found_by=None,
            photos=[photo],
        )  # fmt: skip
        unit.commit()
    assert await sees() == [200, 200, 200, 404]


async def test_staff_do_not_see_the_photos_of_others_hazards(web: Web, app: App) -> None:
    page = web.visit("staff")
    await page.open()
    with app.open_unit() as unit:
        photo = accept(unit, app.media_folder, picture("blue"), owner_binding=None)
        found = hazards.ledger(unit, EVERYTHING)
        assert found == ()
        binding = reaching.bound(unit, "web", "default", "demo-staff")
        role = people.person(unit, binding.person_id or 0).roles[0]
        assert role.enterprise_id is not None
        hazards.report(
            unit, enterprise_id=role.enterprise_id, source="self", level="general", words="x", place="y",
            found_by=None, photos=[photo.id],
        )  # fmt: skip
        unit.commit()
    assert (await page.client.get(f"/chat/photos/{photo.id}")).status_code == 404


async def test_a_picture_in_a_message_is_seen_by_its_reader_only(web: Web, app: App) -> None:
    with app.open_unit() as unit:
        photo = accept(unit, app.media_folder, picture("green"), owner_binding=None)
        binding = reaching.bound(unit, "web", "default", "demo-county")
        outbox.put(unit, {"text": "周报", "photos": [photo.id]}, kind="digest", person_id=binding.person_id)
        unit.commit()
    await web.site.delivery.step()
    county, principal = web.visit("county"), web.visit("principal")
    await county.open()
    await principal.open()
    assert (await county.client.get(f"/chat/photos/{photo.id}")).status_code == 200
    assert (await principal.client.get(f"/chat/photos/{photo.id}")).status_code == 404
    assert (await web.visit().client.get(f"/chat/photos/{photo.id}")).status_code == 401
