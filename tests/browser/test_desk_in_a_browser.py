"""The desk as people see it: from the digest to a photo, on a phone and on a desktop, and for a screen reader too."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, expect

from tests.browser.conftest import COUNTY, Served

PHONE: ViewportSize = {"width": 360, "height": 740}
DESKTOP: ViewportSize = {"width": 1280, "height": 800}
PLACES = (
    "area", "ledger?status=all", "hazard/{hongda.hazard}", "enterprises", "enterprise/{hongda.site}",
    "inspection/{hongda.inspection}", "forms", "forms/F7/2023-05-23", "forms/F7/2023-05-23/cell/C4", "not-inspected",
    "not-reported", "record?enterprise={hongda.site}", "fill/spot-check/{hongda.site}", "documents",
    "document/{hongda.paper}", "draft/circular.ganzhou-2023/2023-Q2", "draft/rectify-notice.ganzhou-2023/{hongda.hazard}",
)  # fmt: skip


LAW = {"runOnly": ["wcag2a", "wcag2aa"], "resultTypes": ["violations"]}


@pytest.fixture
def context(chromium: Browser) -> Iterator[BrowserContext]:
    one = chromium.new_context(viewport=PHONE, locale="zh-CN")
    yield one
    one.close()


def opened(context: BrowserContext, served: Served, place: str = "area") -> Page:
    """A page behind a link of the official's, opened by its button."""
    person, role = served.town.roles["刘明"]
    with served.town.app.open_unit() as unit:
        link = served.town.app.links.personal(unit, person, role.id, place)
    page = context.new_page()
    page.goto(served.base + link)
    page.get_by_role("button", name="打开我的页面").click()
    return page


def test_from_the_digest_to_a_hazards_photo_in_three_taps(context: BrowserContext, served: Served) -> None:
    chat = context.new_page()
    chat.goto(f"{served.base}/chat/?as={COUNTY.key}")
    link = chat.locator(".digest a.link")
    expect(link).to_be_visible()
    with context.expect_page() as popped:
        link.click()  # one
    page = popped.value
    page.get_by_role("button", name="打开我的页面").click()  # two
    expect(page.get_by_role("heading", level=1)).to_have_text("章贡区概况")
    page.locator(".card a").first.click()  # three
    photo = page.locator(".compare img").first
    expect(photo).to_be_visible()
    expect(photo).to_have_js_property("complete", value=True)
    assert photo.evaluate("image => image.naturalWidth") == 64
    assert "喷漆房没有通风" in page.inner_text("main")


def test_pages_fit_the_screen_and_can_be_read_by_everybody(context: BrowserContext, served: Served) -> None:
    page, faults = opened(context, served), []
    page.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
    role = served.town.roles["刘明"][1].id
    for place in PLACES:
        page.goto(f"{served.base}/r/{role}/{place.format(**served.town.rows)}")
        for size in (DESKTOP, PHONE):
            page.set_viewport_size(size)
            wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            if wide > 0:
                faults.append(f"{place} is {wide} pixels too wide for {size['width']}")
        found = Axe().run(page, options=LAW).response["violations"]
        faults += [f"{place}: {one['id']} at {one['nodes'][0]['target']}" for one in found]
    assert faults == []


def test_the_landing_page_can_be_read_by_everybody(context: BrowserContext, served: Served) -> None:
    person, role = served.town.roles["何静"]
    with served.town.app.open_unit() as unit:
        link = served.town.app.links.personal(unit, person, role.id, "area")
    page = context.new_page()
    page.goto(served.base + link)
    assert [one["id"] for one in Axe().run(page, options=LAW).response["violations"]] == []


def test_a_spot_check_is_entered_on_the_page(context: BrowserContext, served: Served) -> None:
    page = opened(context, served, f"fill/spot-check/{served.town.rows['hongda'].site}")
    page.get_by_label("检查日期").fill("2023-06-10")
    page.get_by_label("检查人员").fill("张三、李四")
    page.get_by_label("主要负责人未带队").check()
    page.get_by_label("一般问题").fill("0")
    page.get_by_label("没有", exact=True).check()
    page.get_by_role("button", name="下一步").click()
    expect(page.locator("dl")).to_contain_text("张三、李四")
    page.get_by_role("button", name="确认提交").click()
    expect(page.locator("main")).to_contain_text("已记下 2023年6月10日 对赣州宏达家具有限公司的抽查")
