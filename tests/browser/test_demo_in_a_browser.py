"""The demo as a visitor meets it: three phones, a clock, a walk; on a desktop, on a phone, and with a keyboard alone."""

from __future__ import annotations

import io
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, FrameLocator, Page, ViewportSize, expect

from tests.browser.conftest import Keep, Shown

PHONE: ViewportSize = {"width": 360, "height": 740}
DESKTOP: ViewportSize = {"width": 1280, "height": 800}
LAW = {"runOnly": ["wcag2a", "wcag2aa"], "resultTypes": ["violations"]}
SLOWLY = 60_000
"""Milliseconds: nine pictures are drawn for a Monday."""


@pytest.fixture(scope="module")
def browser(chromium: Browser) -> Iterator[BrowserContext]:
    one = chromium.new_context(viewport=DESKTOP, locale="zh-CN")
    one.set_default_timeout(20_000)
    expect.set_options(timeout=20_000)
    yield one
    expect.set_options(timeout=5_000)
    one.close()


@pytest.fixture
def page(browser: BrowserContext, shown: Shown) -> Iterator[Page]:
    """The demo's page, with nothing remembered from before; what it complains of fails the test."""
    faults: list[str] = []
    one = browser.new_page()
    one.on("pageerror", lambda error: faults.append(str(error)))
    one.goto(shown.base)
    expect(one.locator("#day")).to_contain_text("月")
    yield one
    one.close()
    assert faults == []


def phone(page: Page, key: str) -> FrameLocator:
    return page.frame_locator(f'.phone[data-person="{key}"] iframe')


def say(chat: FrameLocator, words: str) -> None:
    chat.locator("#text").fill(words)
    chat.locator("#send").click()


def too_wide(page: Page) -> int:
    return int(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))


def test_a_hazard_reported_on_one_phone_arrives_on_the_others_and_monday_brings_the_digest(
    page: Page, browser: BrowserContext, kept: Keep
) -> None:
    officer, principal, county = (phone(page, key) for key in ("safety_officer", "principal", "county"))
    expect(principal.locator(".reminder")).to_be_visible()  # this morning's
    say(officer, "上报隐患")
    expect(officer.get_by_text("请发隐患照片")).to_be_visible()
    officer.locator("#plus").click()
    officer.locator("#draw").click()
    officer.get_by_role("button", name="喷漆房，整改前").click()
    expect(officer.locator(".mine .thumb img")).to_be_visible()
    say(officer, "好了")
    say(officer, "二号车间喷漆房")
    say(officer, "喷漆房用油性漆，没有可燃气体浓度报警器，排风机也坏了")
    expect(officer.get_by_text("疑似重大事故隐患").last).to_be_visible()
    kept(page, "chat", '.phone[data-person="safety_officer"]')
    for option in ("都不是", "能马上改", "确认提交"):
        officer.get_by_role("button", name=option).click()
    expect(officer.get_by_text("已登记，编号")).to_be_visible()
    for other in (principal, county):
        expect(other.locator(".notice").get_by_text("喷漆房用油性漆")).to_be_visible()
    expect(page.locator('.phone[data-person="county"] .badge')).to_have_text("1")
    expect(page.locator(".step:visible .seen")).to_be_visible()
    kept(page, "demo-hazard")

    page.locator("#stops").get_by_role("button", name="周一简报").click()
    expect(county.locator(".digest img")).to_be_visible(timeout=SLOWLY)
    expect(page.locator("#day")).to_have_text("6月15日 周一")
    expect(county.locator(".digest")).to_contain_text("6月8日—6月14日")
    assert county.locator(".digest img").evaluate("image => image.naturalWidth") == 1080
    expect(page.locator("body:not([data-busy])")).to_be_visible(timeout=SLOWLY)
    kept(page, "digest", '.phone[data-person="county"]')
    kept(page, "demo")
    with browser.expect_page() as popped:
        county.locator(".digest a.link").click()
    desk = popped.value
    desk.get_by_role("button", name="打开我的页面").click()
    expect(desk.get_by_role("heading", level=1)).to_contain_text("概况")
    kept(desk, "desk")
    desk.set_viewport_size(PHONE)
    kept(desk, "desk-360")
    desk.close()
    page.set_viewport_size(PHONE)
    page.locator(".tabs button").nth(2).click()
    expect(county.locator(".digest img")).to_be_in_viewport()
    kept(page, "demo-360")


def test_the_page_acts_the_walk_and_begins_anew(page: Page, kept: Keep) -> None:
    for answer in ("已登记，编号", "已认定", "已销号"):
        page.locator(".step:visible [data-act]").click()
        expect(page.locator(".step:visible .seen")).to_be_visible(timeout=SLOWLY)
        key = {"已认定": "county", "已销号": "principal"}.get(answer, "safety_officer")
        expect(phone(page, key).get_by_text(answer).last).to_be_visible()
        page.locator(".step:visible [data-move=next]").click()
    expect(page.locator(".step:visible h2")).to_contain_text("简报")
    before, after = phone(page, "principal").locator(".pair").last.locator("img").all()
    left, right = before.bounding_box(), after.bounding_box()
    assert left is not None
    assert right is not None
    assert abs(left["y"] - right["y"]) < 2  # side by side, however narrow the phone
    assert left["x"] + left["width"] <= right["x"]
    kept(page, "demo-signed")
    page.locator("#again").click()
    page.get_by_role("button", name="恢复").click()
    expect(page.locator(".step:visible h2")).to_contain_text("上报", timeout=SLOWLY)
    expect(page.locator("#day")).to_have_text("6月10日 周三")
    expect(phone(page, "safety_officer").get_by_text("已登记，编号")).to_have_count(0)


def test_a_phone_is_given_to_somebody_else_and_remembers_it(page: Page) -> None:
    page.locator(".phone select").first.select_option("stranger")
    expect(page.locator(".owner b").first).to_have_text("路人")
    expect(phone(page, "stranger").get_by_role("button", name="举报隐患")).to_be_visible()
    page.reload()
    expect(page.locator(".owner b").first).to_have_text("路人")


def test_one_phone_at_a_time_on_a_phone(page: Page) -> None:
    page.set_viewport_size(PHONE)
    assert too_wide(page) <= 0
    expect(page.locator(".phone:visible")).to_have_count(1)
    page.locator(".tabs button").nth(0).click()
    expect(page.locator('.phone[data-person="principal"]')).to_be_visible()
    expect(page.locator('.phone[data-person="county"]')).not_to_be_visible()
    page.locator("#now").click()
    expect(page.locator("#stops").get_by_role("button", name="后一天")).to_be_visible()
    assert too_wide(page) <= 0
    for frame in page.frames[1:]:
        assert frame.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0


def test_with_the_keyboard_alone(page: Page) -> None:
    page.set_viewport_size(PHONE)
    page.locator("#now").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#stops")).to_be_visible()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.dataset.place")
    page.keyboard.press("Escape")
    expect(page.locator("#stops")).not_to_be_visible()
    assert page.evaluate("document.activeElement.id") == "now"
    page.locator("#again").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#sure")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#sure")).not_to_be_visible()
    page.locator("#guide").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#walk")).not_to_be_visible()
    chat = phone(page, "safety_officer")
    chat.locator("#text").focus()
    page.keyboard.type("菜单")
    page.keyboard.press("Enter")
    menu = chat.locator(".choices:not(.past) button").first
    expect(menu).to_be_visible()
    menu.focus()
    page.keyboard.press("Enter")
    expect(chat.locator(".choices.past")).not_to_have_count(0)


def test_what_is_no_photo_is_refused_in_words_and_a_photo_is_shown(browser: BrowserContext, shown: Shown) -> None:
    page = browser.new_page()
    page.goto(f"{shown.base}/chat/?as=staff")
    album = page.locator("#album-file")
    album.set_input_files({"name": "a.jpg", "mimeType": "image/jpeg", "buffer": b"%PDF-1.7 no picture at all"})
    expect(page.locator(".mistake")).to_contain_text("不是照片")
    drawn = io.BytesIO()
    Image.new("RGB", (3000, 2000), "teal").save(drawn, "JPEG")
    album.set_input_files({"name": "b.jpg", "mimeType": "image/jpeg", "buffer": drawn.getvalue()})
    expect(page.locator(".mine:not(.waiting) .thumb img")).to_be_visible()
    expect(page.locator(".say").last).to_contain_text("照片")
    page.close()


@pytest.mark.parametrize("place", ["", "chat/?as=county", "chat/?as=staff&in=phone", "standards"])
def test_everybody_can_read_it(browser: BrowserContext, shown: Shown, place: str) -> None:
    page, faults = browser.new_page(), []
    page.goto(f"{shown.base}/{place}")
    page.wait_for_load_state()
    for size in (DESKTOP, PHONE):
        page.set_viewport_size(size)
        if too_wide(page) > 0:
            faults.append(f"{too_wide(page)} pixels too wide for {size['width']}")
        found = Axe().run(page, options=LAW).response["violations"]
        faults += [f"{size['width']}: {one['id']} at {one['nodes'][0]['target']}" for one in found]
    page.close()
    assert faults == []
