"""How much one person and one address may ask for, and what every answer is guarded with."""

from __future__ import annotations

from dataclasses import replace

import httpx
import pytest
from sqlalchemy import func, select
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.channels.handling import handled, taken
from bot.server import application
from bot.web.guard import SecurityHeaders
from bot.web.rate import Buckets
from bot.wiring import App
from dialogs.messages import InboundMessage, Outbound, Sender
from storage.tables import inbox

pytestmark = [pytest.mark.anyio, pytest.mark.parametrize("app", ["sqlite"], indirect=True)]


def said(number: int, address: str = "somebody") -> InboundMessage:
    sender = Sender(channel="wechat", account="wx1", address=address)
    return InboundMessage(id=f"m-{number}", sender=sender, kind="text", text="你好")


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


async def test_over_https_browsers_are_told_to_stay_with_it(app: App) -> None:
    guarded = SecurityHeaders(Response("ok"), secure=True)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(guarded), base_url="https://ancha.test") as client:
        answer = await client.get("/")
    assert answer.headers["strict-transport-security"] == "max-age=31536000"
