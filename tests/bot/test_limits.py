"""How much one person and one address may ask for, and what every answer is guarded with."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import httpx
import pytest
from sqlalchemy import func, select
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.channels.handling import handled, taken
from bot.server import application
from bot.web.desk.page import BROWSER_COOKIE, pass_cookie
from bot.web.desk.passes import PASS_LASTS, Pass, signed_pass
from bot.web.guard import SecurityHeaders
from bot.web.identity import token_for
from bot.web.rate import Buckets
from bot.wiring import App
from checklists.content import Content
from checklists.judgement.judge import Judge
from dialogs.messages import InboundMessage, Outbound, Sender
from storage.tables import inbox
from tests.bot.desk.conftest import BROWSER, Town, build_town, picture
from tests.conftest import SetClock
from tests.databases import Databases

pytestmark = pytest.mark.anyio
ON_SQLITE = pytest.mark.parametrize("app", ["sqlite"], indirect=True)


def said(number: int, address: str = "somebody") -> InboundMessage:
    sender = Sender(channel="wechat", account="wx1", address=address)
    return InboundMessage(id=f"m-{number}", sender=sender, kind="text", text="你好")


@ON_SQLITE
def test_who_writes_too_fast_is_told_to_wait_and_others_are_not(app: App) -> None:
    """The second message is one too many: it is answered in words, not taken, and may be sent again later."""
    now = 0.0
    slow = replace(app, senders=Buckets(1, 0.1, lambda: now))
    assert taken(handled(slow, said(1)))
    refused = handled(slow, said(2))
    assert not taken(refused)
    assert Outbound.model_validate(refused[0].body).text == app.content.texts("web.too_often", seconds=10)
    assert taken(handled(slow, said(3, "somebody else")))
    with app.open_unit() as unit:
        assert unit.execute(select(func.count()).select_from(inbox)).scalar_one() == 2
    now = 10.0
    assert taken(handled(slow, said(2)))


def fails(request: Request) -> Response:
    raise RuntimeError("a bug")


@ON_SQLITE
@pytest.mark.parametrize(
    "path", ["/", "/chat/", "/healthz", "/nowhere", "/r/1/ledger", "/api/v1/", "/static/x", "/bug"]
)
async def test_every_answer_is_guarded(app: App, path: str) -> None:
    """Pages, refusals, what is not there, and our own faults."""
    web = application(app, routes=[Route("/bug", fails)])
    transport = httpx.ASGITransport(web, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://ancha.test") as client:
        answer = await client.get(path)
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert answer.headers["referrer-policy"] in ("no-referrer", "same-origin")
    assert "strict-transport-security" not in answer.headers, "the test comes by http"


@ON_SQLITE
async def test_a_page_asked_for_in_a_way_it_does_not_know_says_which_it_knows(app: App) -> None:
    transport = httpx.ASGITransport(application(app))
    async with httpx.AsyncClient(transport=transport, base_url="http://ancha.test") as client:
        answer = await client.get("/chat/hello")
    assert answer.status_code == 405
    assert answer.headers["allow"] == "POST"  # RFC 9110, 15.5.6


async def test_over_https_browsers_are_told_to_stay_with_it(app: App) -> None:
    guarded = SecurityHeaders(Response("ok"), secure=True)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(guarded), base_url="https://ancha.test") as client:
        answer = await client.get("/")
    assert answer.headers["strict-transport-security"] == "max-age=31536000"


@ON_SQLITE
async def test_who_sends_photos_all_day_is_told_when_to_go_on(app: App) -> None:
    """The second photo is one too many; nothing of it is read, and half a day later there is room for one again."""
    now = 0.0
    few = replace(app, photos=Buckets(1, 1 / 43_200, lambda: now))
    web = application(few, ticks=iter(range(0, 10**9, 100)).__next__)
    token = token_for("v-somebody", app.clock(), app.secret)
    headers = {"x-ancha": "chat", "x-ancha-as": token}
    async with httpx.AsyncClient(transport=httpx.ASGITransport(web), base_url="http://t", headers=headers) as client:

        async def sent(number: int) -> httpx.Response:
            return await client.post(f"/chat/photos?id=photo-number-{number}", content=picture("red"))

        assert (await sent(1)).status_code == 200
        refused = await sent(2)
        assert (refused.status_code, refused.json()["error"]) == (422, app.content.texts("photo.too_many", hours=12))
        now = 43_200.0
        assert (await sent(2)).status_code == 200


@pytest.fixture
def town(content: Content, judge: Judge, databases: Databases, tmp_path: Path) -> Iterator[Town]:
    one = build_town(content, judge, databases, tmp_path / "town", SetClock())
    yield one
    one.app.engine.dispose()


async def test_a_desk_is_counted_against_its_person_from_wherever(town: Town) -> None:
    """A pass that was copied to many machines fetches no more than one."""
    web = application(
        replace(town.app, settings=town.app.settings.model_copy(update={"per_person": 5})), ticks=lambda: 0.0
    )
    person, role = town.roles["刘明"]
    cookies = {
        BROWSER_COOKIE: BROWSER,
        pass_cookie(role.id): signed_pass(
            Pass(person, role.id, BROWSER, town.app.clock() + PASS_LASTS), town.app.secret
        ),
    }
    statuses = []
    for machine in range(7):
        transport = httpx.ASGITransport(web, client=(f"10.0.0.{machine}", 1))
        async with httpx.AsyncClient(transport=transport, base_url="http://t", cookies=cookies) as client:
            statuses.append((await client.get(f"/r/{role.id}/ledger")).status_code)
    assert statuses == [200] * 5 + [429] * 2
