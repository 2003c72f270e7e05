"""The standards' page: read by anybody, by the version of a day, with words that stand in no address."""

from __future__ import annotations

import re

import pytest

from tests.bot.conftest import Web

pytestmark = pytest.mark.anyio


def plain(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", html))


async def test_the_front_page_names_sectors_and_changes(web: Web) -> None:
    response = await web.visit().client.get("/standards")
    assert response.status_code == 200
    assert "form-action 'self'" in response.headers["content-security-policy"]
    assert "/standards/coal" in response.text
    assert "2026年7月1日 起，煤矿" in plain(response.text)


@pytest.mark.parametrize(
    ("on", "there", "not_there"),
    [("2026-08-01", "MK-4-1", "MK20-4-1"), ("2025-08-01", "MK20-4-1", "/clause/MK-4-1")],
)
async def test_a_sector_shows_the_version_of_the_day(web: Web, on: str, there: str, not_there: str) -> None:
    text = (await web.visit().client.get(f"/standards/coal?on={on}")).text
    assert there in text
    assert not_there not in text


async def test_words_are_judged_by_the_version_of_the_day_and_kept_nowhere(web: Web) -> None:
    visitor = web.visit()
    asked = {"words": "全年产量超过核定能力百分之三十", "sector": "coal", "on": "2025-08-01"}
    response = await visitor.client.post("/standards", data=asked)
    assert "MK20-4-1" in response.text
    assert str(response.url).endswith("/standards")
    assert response.headers["cache-control"] == "no-store"


async def test_an_unread_text_says_so(web: Web) -> None:
    text = plain((await web.visit().client.get("/standards/fire?on=2026-01-01")).text)
    assert "请对照 GB 35181-2025" in text
    assert "未核" in plain((await web.visit().client.get("/standards/clause/HG26-5.1.4")).text)


async def test_what_is_not_there_is_refused_in_words(web: Web) -> None:
    for path in ("/standards/nothing", "/standards/clause/GM-99"):
        response = await web.visit().client.get(path)
        assert response.status_code == 404
        assert "Traceback" not in response.text


async def test_words_cannot_break_out_of_the_page(web: Web) -> None:
    response = await web.visit().client.post("/standards", data={"words": "<script>alert(1)</script>"})
    assert "<script>alert" not in response.text
