"""The way in: a preview neither opens nor learns anything, the person does, and nobody else afterwards."""

from __future__ import annotations

import re
from datetime import timedelta

import httpx
import pytest
from sqlalchemy import select

from bot.web.desk.passes import LINK_LASTS, PASS_LASTS, Pass, form_key
from storage import people
from storage.tables import audit, opened_links
from tests.bot.desk.conftest import SITES, Town, Visit
from tests.conftest import SetClock

pytestmark = pytest.mark.anyio


def link(town: Town, name: str, place: str = "ledger") -> str:
    """A link as the chat makes it."""
    person, role = town.roles[name]
    with town.app.open_unit() as unit:
        return town.app.links.personal(unit, person, role.id, place)


def rows(town: Town) -> int:
    with town.app.open_unit() as unit:
        return len(unit.execute(select(opened_links)).all())


async def test_a_preview_changes_nothing_and_learns_nothing(town: Town, visit: Visit) -> None:
    address = link(town, "刘明", f"hazard/{town.rows['hongda'].hazard}")
    for method in ("GET", "HEAD"):
        for _ in range(3):
            response = await visit(town).request(method, address)
            assert response.status_code == 200
            assert "set-cookie" not in response.headers
            assert not any(word in response.text for word in ("刘明", "章贡", SITES["hongda"], "hazard/", "喷漆"))
    assert response.headers["cache-control"] == "no-store"
    assert "noindex" in response.headers["x-robots-tag"]
    assert rows(town) == 0
    opened = await visit(town).post(address)
    assert opened.status_code == 303, "the person still comes in"


async def test_opening_gives_a_pass_and_leads_to_the_page(town: Town, visit: Visit) -> None:
    browser, address = visit(town), link(town, "刘明", "area")
    opened = await browser.post(address)
    assert opened.headers["location"] == f"/r/{town.roles['刘明'][1].id}/area"
    for cookie in opened.headers.get_list("set-cookie"):
        assert all(word in cookie for word in ("HttpOnly", "SameSite=lax", "Path=/r"))
        assert "Secure" not in cookie  # the town is served without HTTPS
    assert (await browser.get(opened.headers["location"])).status_code == 200
    again = await browser.get(address)
    assert again.headers["location"] == opened.headers["location"], "with a pass there is nothing to tap"
    with town.app.open_unit() as unit:
        assert unit.execute(select(audit.c.person_id).where(audit.c.action == "link.opened")).scalars().all() == [
            town.roles["刘明"][0]
        ]


async def test_passed_on_to_somebody_else_a_link_opens_nothing(town: Town, visit: Visit) -> None:
    mine, theirs, address = visit(town), visit(town), link(town, "刘明")
    assert (await mine.post(address)).status_code == 303
    refused = await theirs.post(address)
    assert refused.status_code == 403
    assert "别的手机或电脑" in refused.text
    assert "set-cookie" not in refused.headers
    assert (await mine.post(address)).status_code == 303, "the browser that opened it comes in again"


async def test_a_link_and_a_pass_end(town: Town, visit: Visit, clock: SetClock) -> None:
    browser, address = visit(town), link(town, "刘明")
    desk = (await browser.post(address)).headers["location"]
    clock.move(seconds=PASS_LASTS.total_seconds())
    assert (await browser.get(desk)).status_code == 401
    assert (await browser.post(address)).status_code == 303, "the link still stands"
    clock.now += LINK_LASTS - PASS_LASTS - timedelta(seconds=1)
    assert (await browser.get(address)).status_code == 200
    clock.move(seconds=1)
    for response in (await browser.get(address), await browser.post(address)):
        assert response.status_code == 410
        assert "已经过期" in response.text
    assert rows(town) == 1
    await visit(town).post(link(town, "何静"))
    assert rows(town) == 1, "what has expired is forgotten"


async def test_with_the_role_the_desk_is_gone(town: Town, visit: Visit) -> None:
    browser, opened, unopened = visit(town), link(town, "刘明"), link(town, "刘明")
    desk = (await browser.post(opened)).headers["location"]
    with town.app.open_unit() as unit:
        people.revoke(unit, town.roles["刘明"][1].id, by=None)
        unit.commit()
    assert (await browser.get(desk)).status_code == 401
    for address in (opened, unopened):
        assert (await browser.post(address)).status_code == 410
    assert (await browser.get(f"{desk}/../area")).status_code == 401


@pytest.mark.parametrize(
    "headers",
    [{"Origin": "https://evil.example"}, {"Origin": "null"}, {"Sec-Fetch-Site": "cross-site"},
     {"Sec-Fetch-Site": "same-site"}],
)  # fmt: skip
async def test_another_site_opens_nothing(town: Town, visit: Visit, headers: dict[str, str]) -> None:
    response = await visit(town).post(link(town, "刘明"), headers=headers)
    assert response.status_code == 403
    assert rows(town) == 0


async def test_leaving_gives_the_pass_back(town: Town, visit: Visit) -> None:
    browser = visit(town)
    desk = (await browser.post(link(town, "刘明"))).headers["location"]
    shown = (await browser.get(desk)).text
    key = re.search(r'name="key" value="([^"]+)"', shown)
    assert key is not None
    leave = desk.replace("ledger", "leave")
    assert (await browser.post(leave, data={"key": "x"})).status_code == 403
    assert (await browser.get(desk)).status_code == 200
    assert "已经退出" in (await browser.post(leave, data={"key": key[1]})).text
    assert (await browser.get(desk)).status_code == 401


async def test_the_pages_let_nothing_in_and_are_framed_by_nobody(standing_town: Town, visit: Visit) -> None:
    browser = visit(standing_town, "刘明")
    response = await browser.get(f"/r/{standing_town.roles['刘明'][1].id}/ledger")
    policy = response.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "script-src" not in policy, "there is no script to allow"
    assert "unsafe" not in policy
    assert response.headers["x-content-type-options"] == "nosniff"
    assert response.headers["cache-control"] == "no-store"
    assert not re.search(r'<script|style="|https?://(?!ancha\.test)', response.text.replace("http://www.w3.org", ""))


def test_a_form_key_is_the_browsers_own(town: Town, clock: SetClock) -> None:
    person, role = town.roles["刘明"]
    one, other = (Pass(person, role.id, browser, clock.now) for browser in ("A" * 26, "B" * 26))
    assert form_key(one, town.app.secret) != form_key(other, town.app.secret)


async def test_https_makes_the_cookies_secure(town: Town, visit: Visit) -> None:
    settings = town.app.settings.model_copy(update={"base_url": "https://ancha.test"})
    from dataclasses import replace

    secure = Town(replace(town.app, settings=settings), town.rows, town.roles)
    opened: httpx.Response = await visit(secure).post(link(town, "刘明"))
    assert all("Secure" in cookie for cookie in opened.headers.get_list("set-cookie"))
