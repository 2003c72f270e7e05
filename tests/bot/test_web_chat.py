"""The web chat as a page's script lives it."""

from __future__ import annotations

import anyio
import pytest

from bot.web.identity import COOKIE, token_for
from bot.wiring import App
from storage import inbox, outbox, reaching
from tests.bot.conftest import Browser, Web
from tests.conftest import SetClock

pytestmark = pytest.mark.anyio


def shape(browser: Browser) -> list[tuple[bool, str]]:
    return [(entry["mine"], entry["text"]) for entry in browser.entries]


async def test_a_stranger_is_greeted_and_can_ask_for_help(web: Web) -> None:
    page = web.visit()
    assert await page.open() == []
    greeting = await page.said({"id": "first-hello", "kind": "follow"})
    assert "欢迎使用安查" in greeting["entries"][0]["text"]
    assert "举报" in await page.tap("帮助")


async def test_a_conversation_survives_reload(web: Web) -> None:
    page = web.visit("principal")
    await page.open()
    await page.say("菜单")
    await page.tap("上报隐患")
    await page.tap("跳过")
    await page.say("一车间")
    before = shape(page)
    await page.open()
    assert shape(page) == before
    assert [mine for mine, _ in before] == [True, False] * 4
    assert await page.say("电线裸露，配电箱没有门")  # and it goes on where it stood


async def test_a_conversation_survives_a_restart(web: Web, app: App) -> None:
    from bot.server import application

    page = web.visit("principal")
    await page.open()
    await page.say("菜单")
    before = shape(page)
    page.client._transport = type(page.client._transport)(application(app))  # type: ignore[attr-defined,call-arg]
    page.person = ""  # its token is still good
    await page.open()
    assert shape(page) == before


async def test_the_same_message_twice_is_carried_out_once(web: Web, app: App) -> None:
    page = web.visit("principal")
    await page.open()
    message = {"id": "the-same-one", "kind": "text", "text": "菜单"}
    first, again = await page.said(message), await page.said(message)
    assert again["entries"] == first["entries"]
    with app.open_unit() as unit:
        binding = reaching.bound(unit, "web", "default", "demo-principal")
        assert len(inbox.history(unit, binding.id)) == 1


async def test_the_same_message_five_times_at_once_is_carried_out_once(web: Web, app: App) -> None:
    page = web.visit("principal")
    await page.open()
    answers = []

    async def send() -> None:
        answers.append(await page.said({"id": "the-same-one", "kind": "text", "text": "菜单"}))

    async with anyio.create_task_group() as tasks:
        for _ in range(5):
            tasks.start_soon(send)
    taken = [answer["entries"] for answer in answers if answer["taken"]]
    assert taken
    assert all(entries == taken[0] for entries in taken)
    with app.open_unit() as unit:
        binding = reaching.bound(unit, "web", "default", "demo-principal")
        assert len(inbox.history(unit, binding.id)) == 1
        assert len(outbox.addressed(unit, binding.id)) == 1


async def test_nobody_gets_an_answer_by_knowing_anothers_message_id(web: Web) -> None:
    mine, theirs = web.visit(), web.visit()
    await mine.open()
    await theirs.open()
    await mine.say("帮助", id="guessable-id")
    answer = await theirs.said({"id": "guessable-id", "kind": "text", "text": "菜单"})
    assert answer["entries"][0]["text"] == "菜单"
    assert {entry["key"] for entry in mine.entries}.isdisjoint(entry["key"] for entry in theirs.entries)


async def test_two_visitors_are_two_people(web: Web) -> None:
    one, two = web.visit(), web.visit()
    await one.open()
    await two.open()
    await one.say("帮助")
    assert await two.open() == []
    assert one.client.cookies[COOKIE] != two.client.cookies[COOKIE]


async def test_a_demo_tab_is_its_person_and_sets_no_cookie(web: Web) -> None:
    page = web.visit("county")
    await page.open()
    assert not page.client.cookies
    assert "陈志强" in await page.say("菜单")


async def test_somebody_who_is_not_in_the_demo_cannot_be_picked(web: Web) -> None:
    answer = await web.visit().post("/chat/hello", {"person": "mayor"})
    assert answer.status_code == 404


async def test_the_cookie_is_kept_from_scripts_and_other_sites(web: Web) -> None:
    answer = await web.visit().post("/chat/hello", {})
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=lax" in cookie
    assert "path=/chat" in cookie


async def test_a_token_lasts_while_it_is_used_and_expires_a_year_after(web: Web, clock: SetClock) -> None:
    page = web.visit()
    await page.open()
    await page.say("帮助")
    clock.move(days=300)
    assert await page.open()  # a fresh token, the same address
    clock.move(days=300)
    assert await page.open()
    clock.move(days=366)
    answer = await page.post("/chat/messages", {"id": "after-a-year", "kind": "text", "text": "在吗"})
    assert answer.status_code == 401
    assert answer.json()["error"]
    assert await page.open() == []  # somebody new


@pytest.mark.parametrize("change", ["address", "signature", "moment", "secret", "nonsense"])
async def test_a_forged_token_is_nobody(web: Web, app: App, clock: SetClock, change: str) -> None:
    good = token_for("demo-principal", clock(), app.secret)
    forged = {
        "address": good.replace("principal", "county"),
        "signature": good[:-1] + ("A" if good[-1] != "A" else "B"),
        "moment": good.replace(".16", ".17", 1),
        "secret": token_for("demo-principal", clock(), b"another secret altogether"),
        "nonsense": "." * 300,
    }[change]
    page = web.visit()
    page.client.headers["X-Ancha-As"] = forged
    answer = await page.post("/chat/messages", {"id": "as-the-boss", "kind": "text", "text": "菜单"})
    assert answer.status_code == 401


async def test_requests_of_other_sites_are_refused(web: Web) -> None:
    page = web.visit()
    await page.open()
    message = {"id": "from-elsewhere", "kind": "text", "text": "菜单"}
    page.client.headers["Origin"] = "https://evil.example"
    assert (await page.post("/chat/messages", message)).status_code == 403
    del page.client.headers["Origin"]
    del page.client.headers["X-Ancha"]
    assert (await page.post("/chat/messages", message)).status_code == 403


async def test_too_many_messages_are_slowed_down_in_words(web: Web) -> None:
    page = web.visit()
    await page.open()
    statuses = []
    for _ in range(70):
        answer = await page.post("/chat/hello", {})
        statuses.append(answer.status_code)
        if answer.status_code == 429:
            assert int(answer.headers["retry-after"]) >= 1
            assert "秒" in answer.json()["error"]
            break
    assert statuses.count(200) >= 50
    assert statuses[-1] == 429
    other = web.visit()
    assert await other.open() == []  # somebody else is not slowed down


async def test_twenty_kilobytes_are_answered_in_words(web: Web) -> None:
    page = web.visit("principal")
    await page.open()
    await page.say("菜单")
    await page.tap("上报隐患")
    await page.tap("跳过")
    assert "太长" in await page.say("很长" * 3500)
    assert "位置" in (await page.open())[-1]["text"]


async def test_more_than_that_is_not_taken(web: Web) -> None:
    page = web.visit()
    await page.open()
    answer = await page.post("/chat/messages", {"id": "a-book-or-two", "kind": "text", "text": "长" * 30_000})
    assert answer.status_code == 413
    assert "太长" in answer.json()["error"]


@pytest.mark.parametrize("text", ["\0", "菜\0单", "\u202e菜单", "\x1b[31m菜单\x07", "😀" * 500, "\ufffd", "  ", ""])
async def test_odd_signs_are_answered(web: Web, text: str) -> None:
    page = web.visit()
    await page.open()
    answer = await page.said({"id": "odd-signs", "kind": "text", "text": text})
    assert answer["taken"]
    assert answer["entries"][-1]["choices"]


@pytest.mark.parametrize(
    "body",
    [
        b"", b"{", b"[]", b"null", b'{"id":"short"}', b'{"id":"long-enough","kind":"photo"}',
        b'{"id":"long-enough","kind":"text","text":"\\ud800"}', b'{"id":"long-enough","kind":"text","text":"\xff"}',
        b'{"id":"long-enough","kind":"choice","token":"\xe4\xb8\xad"}', b'{"id":"a/../../b","kind":"text"}',
        b'{"id":"long-enough","kind":"place","place":{"latitude":"north"}}',
        b'{"id":"long-enough","kind":"text","sender":"somebody else"}',
    ],
)  # fmt: skip
async def test_garbled_messages_are_refused_in_words(web: Web, body: bytes) -> None:
    page = web.visit()
    await page.open()
    answer = await page.client.post("/chat/messages", content=body)
    assert answer.status_code == 400
    assert "没有记录" in answer.json()["error"]


async def test_a_shared_position_is_taken(web: Web) -> None:
    page = web.visit("principal")
    await page.open()
    await page.say("菜单")
    await page.tap("上报隐患")
    await page.tap("跳过")
    answer = await page.said({"id": "where-i-am", "kind": "place", "place": {"latitude": 25.83, "longitude": 114.93}})
    assert answer["entries"][0]["text"] == "发送了位置"
    assert "第 3 题" in answer["entries"][-1]["text"]


async def test_every_answer_is_guarded(web: Web) -> None:
    page = web.visit()
    for path in ("/", "/chat/", "/static/chat.js", "/healthz", "/nowhere"):
        answer = await page.client.get(path)
        assert "default-src 'none'" in answer.headers["content-security-policy"]
        assert "unsafe" not in answer.headers["content-security-policy"]
        assert answer.headers["x-content-type-options"] == "nosniff"


async def test_pages_hold_no_script_of_their_own_and_nothing_from_elsewhere(web: Web) -> None:
    page = web.visit()
    for path in ("/", "/chat/", "/chat/?as=principal", "/chat/?as=%3Cscript%3E"):
        html = (await page.client.get(path)).text
        assert "http://" not in html
        assert "https://" not in html
        assert " on" + "click" not in html
        assert "<style" not in html
        assert html.count("<script") == html.count("<script src=") + html.count('<script type="application/json"')


async def test_every_sentence_the_script_names_is_written(web: Web) -> None:
    import re

    from bot.web.pages import STATIC, script_texts

    named = set(re.findall(r"TEXTS\.(\w+)", (STATIC / "chat.js").read_text(encoding="utf-8")))
    assert named <= set(script_texts(web.site.app.content.texts))


async def test_a_page_that_is_not_there_says_so_in_words(web: Web) -> None:
    answer = await web.visit().client.get("/nowhere", headers={"Accept": "text/html"})
    assert answer.status_code == 404
    assert "没有这个页面" in answer.text
