"""What arrives on a page by itself."""

from __future__ import annotations

import anyio
import pytest

from bot.wiring import App
from storage import outbox, reaching
from tests.bot.conftest import Web
from tests.bot.tiny import RECEIPT
from tests.conftest import SetClock

pytestmark = pytest.mark.anyio


def remind(app: App, person: str, text: str, **body: object) -> int:
    """Queue a reminder for a person, wherever they are reached."""
    with app.open_unit() as unit:
        binding = reaching.bound(unit, "web", "default", f"demo-{person}")
        letter = outbox.put(unit, {"text": text, **body}, kind="reminder", person_id=binding.person_id)
        unit.commit()
    assert letter is not None
    return letter


def status_of(app: App, letter: int) -> str:
    with app.open_unit() as unit:
        states = ("waiting", "sending", "sent", "held", "failed", "dropped")
        return next(one.status for one in outbox.listed(unit, states) if one.id == letter)


async def test_a_reminder_appears_on_the_waiting_page_at_once(web: Web, app: App) -> None:
    page = web.visit("principal")
    await page.open()
    arrived = []

    async def wait() -> None:
        answer = await page.post("/chat/news", {"have": page.have()})
        arrived.extend(answer.json()["entries"])

    with anyio.fail_after(2.5):  # sooner than the page would look again by itself
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(wait)
            await anyio.sleep(0.2)
            letter = remind(app, "principal", "该自查了", kind="reminder")
            await web.site.delivery.step()
    assert [(one["text"], one["kind"]) for one in arrived] == [("该自查了", "reminder")]
    assert status_of(app, letter) == "sent"


async def test_a_message_older_than_the_last_answer_is_not_overlooked(web: Web, app: App) -> None:
    page = web.visit("principal")
    await page.open()
    remind(app, "principal", "该自查了")  # its number is smaller than the answer's, and it is delivered after it
    await page.say("菜单")
    await web.site.delivery.step()
    answer = await page.post("/chat/news", {"have": page.have()})
    assert [one["text"] for one in answer.json()["entries"]] == ["该自查了"]


async def test_what_is_for_somebody_else_does_not_arrive(web: Web, app: App) -> None:
    page = web.visit("staff")
    await page.open()
    remind(app, "principal", "该自查了")
    await web.site.delivery.step()
    assert await page.open() == []


async def test_what_is_not_delivered_yet_is_not_shown(web: Web, app: App) -> None:
    remind(app, "principal", "该自查了")
    assert await web.visit("principal").open() == []


async def test_answers_are_settled_as_sent_and_not_sent_again(web: Web, app: App, clock: SetClock) -> None:
    page = web.visit("principal")
    await page.open()
    answer = await page.said({"id": "one-question", "kind": "text", "text": "菜单"})
    letter = int(answer["entries"][-1]["key"].removeprefix("o"))
    assert status_of(app, letter) == "waiting"
    await web.site.delivery.step()
    assert status_of(app, letter) == "sent"


async def test_words_to_be_forgotten_are_kept_until_a_page_has_shown_them(web: Web, app: App, clock: SetClock) -> None:
    page = web.visit()
    await page.open()
    await page.say("菜单")
    await page.tap("举报隐患")
    assert await page.say("二车间氧气瓶和乙炔瓶混放") == RECEIPT
    told = page.have()
    clock.move(minutes=1)
    await web.site.delivery.step()
    assert RECEIPT in [one["text"] for one in await page.open()]  # the connection broke: it is still there
    with anyio.move_on_after(0.5):
        await page.post("/chat/news", {"have": told})
    assert RECEIPT not in [one["text"] for one in await page.open()]
