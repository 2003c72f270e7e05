"""The straight way of callbacks past the router: what is answered there, guarded and refused like everything else."""

from __future__ import annotations

import httpx
import pytest
from starlette.background import BackgroundTask
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from bot.server import application
from bot.web.straight import Taken
from bot.wiring import App

pytestmark = [pytest.mark.anyio, pytest.mark.parametrize("app", ["sqlite"], indirect=True)]


async def test_a_callback_goes_past_the_router_and_is_guarded_like_a_page(
    app: App, monkeypatch: pytest.MonkeyPatch
) -> None:
    behind: list[str] = []

    async def receive(request: Request) -> Response:
        body = (await request.body()).decode()
        return PlainTextResponse(
            f"{request.query_params['nonce']} {body}", background=BackgroundTask(behind.append, body)
        )

    web = application(app, routes=[Route("/callback", Taken(receive), methods=["POST"])])

    async def no_way(*_: object) -> None:
        pytest.fail("it went by the router")

    monkeypatch.setattr(web.router, "middleware_stack", no_way)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(web), base_url="http://ancha.test") as client:
        answer = await client.post("/callback?nonce=7", content="said")
    assert (answer.status_code, answer.text, behind) == (200, "7 said", ["said"])
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert answer.headers["cache-control"] == "no-store"


async def test_what_the_callback_does_not_take_is_the_routers(app: App) -> None:
    async def receive(request: Request) -> Response:
        return PlainTextResponse(request.path_params.get("which", "none"))

    web = application(
        app,
        routes=[
            Route("/callback", Taken(receive), methods=["POST"]),
            Route("/callbacks/{which}", Taken(receive), methods=["POST"]),
        ],
    )
    async with httpx.AsyncClient(transport=httpx.ASGITransport(web), base_url="http://ancha.test") as client:
        assert (await client.post("/callback")).text == "none"
        assert (await client.get("/callback")).status_code == 405
        assert (await client.post("/callbacks/second")).text == "second", "its path has a parameter"


async def test_a_fault_in_a_callback_is_answered_in_words_and_guarded(app: App) -> None:
    async def receive(_: Request) -> Response:
        raise RuntimeError("what nobody may read")

    web = application(app, routes=[Route("/callback", Taken(receive), methods=["POST"])])
    transport = httpx.ASGITransport(web, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://ancha.test") as client:
        answer = await client.post("/callback")
    assert answer.status_code == 500
    assert answer.json()["key"] == "error.bug"
    assert "nobody" not in answer.text
    assert answer.headers["x-content-type-options"] == "nosniff"
