"""A checklist on its page as people fill it in: by thumb, by keyboard, on two devices, and on into the chat."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import count

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import APIResponse, Browser, BrowserContext, Page, Route, expect

from dialogs.messages import InboundMessage, Outbound, Sender
from storage import enterprises
from storage.scope import EVERYTHING
from tests.bot.desk.conftest import picture
from tests.browser.conftest import Served
from tests.browser.test_desk_in_a_browser import DESKTOP, LAW, PHONE

OWNER = "陈永兴"
Open = Callable[[str], Page]


@pytest.fixture
def context(chromium: Browser) -> Iterator[BrowserContext]:
    one = chromium.new_context(viewport=PHONE, locale="zh-CN")
    yield one
    one.close()


@pytest.fixture
def opened(context: BrowserContext, served: Served) -> Open:
    """Opens a checklist behind its owner's link, begun here or by a test before."""

    def opened(name: str) -> Page:
        person, role = served.town.roles[OWNER]
        with served.town.app.open_unit() as unit:
            site = enterprises.found(unit, EVERYTHING, "赣州永兴食品有限公司")[0]
            enterprises.set_profile(unit, site, {"hot_work": "no", "dormitory": "no"}, by=None)
            link = served.town.app.links.personal(unit, person, role.id, f"checklist/ganzhou-2023/{name}")
            unit.commit()
        page = context.new_page()
        page.goto(served.base + link)
        page.get_by_role("button", name="打开我的页面").click()
        begin, begun = page.get_by_role("button", name="开始填这份清单"), page.locator("#standing")
        expect(begin.or_(begun)).to_be_visible()
        if begin.is_visible():
            begin.click()
            expect(begun).to_be_visible()
        return page

    return opened


@pytest.fixture
def say(served: Served) -> Callable[[str], str]:
    """The chat of the same person: what it answers."""
    numbers = count(1)

    def say(words: str) -> str:
        sender = Sender(channel="web", address=OWNER)
        message = InboundMessage(id=f"browser-{next(numbers):06d}", sender=sender, kind="text", text=words)
        letters = served.town.app.gateway.handle(message)
        return "\n".join(Outbound.model_validate(one.body).text for one in letters)

    return say


def fits(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"))


def test_each_answer_is_saved_as_it_is_given_and_the_chat_goes_on(opened: Open, say: Callable[[str], str]) -> None:
    faults: list[str] = []
    page = opened("study")
    page.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
    item = page.locator("#item-study-standard")
    item.get_by_label("是", exact=True).check()
    expect(item).to_contain_text("还差照片")
    expect(page.locator("#saved")).to_have_text("都存好了")
    item.locator("input[type=file]").set_input_files(
        {"name": "a.png", "mimeType": "image/png", "buffer": picture("teal")}
    )
    expect(item.locator(".kept img")).to_have_js_property("naturalWidth", 64)
    expect(item).to_contain_text("已存好")
    expect(page.locator("#standing strong")).to_have_text("已答 1 / 3 题")
    assert "亲自开会研究" in say("继续")
    say("还没布置")  # in the chat
    page.reload()
    expect(page.locator("#item-self-inspection-arranged")).to_contain_text("这一项有问题")
    page.get_by_role("button", name="没答的 1 项都正常").click()
    expect(page.locator("#standing strong")).to_have_text("已答 3 / 3 题")
    expect(page.locator("#saved")).to_have_text("都存好了")
    for size in (DESKTOP, PHONE):
        page.set_viewport_size(size)
        assert fits(page)
    assert [one["id"] for one in Axe().run(page, options=LAW).response["violations"]] == []
    page.get_by_role("button", name="提交这份清单").click()
    expect(page.locator("main")).to_contain_text("发现 1 个问题")
    page.get_by_role("button", name="接着填下一份").click()
    expect(page.locator("#standing strong")).to_contain_text("已答 0 /")
    assert faults == []


def test_by_keyboard_alone_and_with_the_network_gone_for_a_while(opened: Open) -> None:
    page = opened("drills")
    item = page.locator("#item-exits-known")
    item.get_by_label("是", exact=True).focus()
    page.keyboard.press("Space")
    expect(item).to_contain_text("还差照片")
    expect(item.get_by_label("是", exact=True)).to_be_focused()
    page.keyboard.press("ArrowRight")
    expect(item).to_contain_text("这一项有问题")

    def broken(route: Route) -> None:
        route.abort()

    page.route("**/checklist/**", broken)
    page.locator("#item-gz-emergency-steps").get_by_label("是", exact=True).check()
    expect(page.locator("#saved")).to_contain_text("没存上")
    page.unroute("**/checklist/**", broken)
    expect(page.locator("#saved")).to_have_text("都存好了", timeout=10_000)
    expect(page.locator("#item-gz-emergency-steps")).to_contain_text("已存好")


def test_two_devices_at_once(opened: Open, context: BrowserContext) -> None:
    first = opened("responsibility")
    second = context.new_page()
    second.goto(first.url, wait_until="networkidle")  # a page just come into sight asks once more how things stand
    first.locator("#item-responsibility-all-posts").get_by_label("否", exact=True).check()
    expect(first.locator("#item-responsibility-all-posts")).to_contain_text("已存好")  # #saved says so before as well
    second.locator("#item-responsibility-all-posts").get_by_label("是", exact=True).check()
    expect(second.locator("#item-responsibility-all-posts [role=alert]")).to_contain_text("刚才在别处")
    expect(second.locator("#item-responsibility-all-posts").get_by_label("否", exact=True)).to_be_checked()


def test_a_tap_before_the_script_has_come_is_saved_when_it_comes(opened: Open, context: BrowserContext) -> None:
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page = opened("ledger")
    page.route("**/static/checklist.js", hold)
    page.reload(wait_until="commit")
    item = page.locator("#item-gz-risk-boards")
    item.get_by_label("是", exact=True).check()
    expect(item).to_contain_text("还没答")
    while not held:
        page.wait_for_timeout(20)
    held[0].continue_()
    expect(page.locator("#saved")).to_have_text("都存好了")
    expect(item).to_contain_text("已存好")


def test_keys_that_go_on_to_the_next_question_lose_no_answer(opened: Open) -> None:
    page = opened("ledger")
    for name in ("gz-risk-list-duty", "gz-risk-list-measures"):  # quicker than one answer by key is taken for settled
        page.locator(f"#item-{name}").get_by_label("否", exact=True).focus()
        page.keyboard.press("Space")
    for name in ("gz-risk-list-duty", "gz-risk-list-measures"):
        expect(page.locator(f"#item-{name}")).to_contain_text("这一项有问题")


def test_a_page_read_before_a_save_does_not_undo_what_the_save_showed(opened: Open) -> None:
    old: list[tuple[Route, APIResponse]] = []

    def hold(route: Route) -> None:
        if route.request.method == "GET":
            old.append((route, route.fetch()))  # the page as it stands now, shown only later
        else:
            route.continue_()

    page = opened("ledger")
    expect(page.locator("html")).to_have_class("scripted")
    page.route("**/checklist/**", hold)
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    while not old:
        page.wait_for_timeout(20)
    item = page.locator("#item-gz-risk-engineering")
    item.get_by_label("是", exact=True).check()
    expect(item).to_contain_text("已存好")
    route, response = old[0]
    route.fulfill(response=response)
    page.wait_for_timeout(300)
    expect(item).to_contain_text("已存好")
