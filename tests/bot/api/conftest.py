"""The two towns of the desk's tests, with a token for each scope, and systems that ask."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import httpx
import pytest
from starlette.applications import Starlette

from bot.server import application
from checklists.content import Content
from checklists.judgement.judge import Judge
from storage.api_tokens import make_api_token
from tests.bot.desk.conftest import Town, build_town
from tests.conftest import SetClock
from tests.databases import Databases

SCOPES = ("章贡", "章贡局", "赣州", "环翠", "宏达", "只读")
"""章贡 the county, 章贡局 its department for industry and hazchem, 赣州 the city of both towns, 环翠 a county of another
city, 宏达 one enterprise of 章贡; all may write but 只读, which is 章贡's too."""

System = Callable[..., httpx.AsyncClient]


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@dataclass(frozen=True)
class Served:
    """The town, its site, and the tokens by scope."""

    town: Town
    web: Starlette
    tokens: dict[str, str]


def towns_served(
    content: Content, judge: Judge, databases: Databases, folder: Path, kind: str = "sqlite"
) -> Iterator[Served]:
    """The town in that folder, with a token for each scope."""
    town = build_town(content, judge, databases, folder / "data", SetClock(), kind)
    bodies: dict[str, dict[str, object]] = {
        "章贡": {"region": "360702"}, "章贡局": {"region": "360702", "department_id": 1}, "赣州": {"region": "360700"},
        "环翠": {"region": "371002"}, "宏达": {"enterprise_id": town.rows["hongda"].site}, "只读": {"region": "360702"},
    }  # fmt: skip
    with town.app.open_unit() as unit:
        tokens = {
            name: make_api_token(unit, name, writes=name != "只读", valid=timedelta(days=9), **whose)[1]  # type: ignore[arg-type]
            for name, whose in bodies.items()
        }
        unit.commit()
    yield Served(town, application(town.app, ticks=lambda: 0.0), tokens)
    town.app.engine.dispose()


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def served(
    request: pytest.FixtureRequest, content: Content, judge: Judge, databases: Databases,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Served]:  # fmt: skip
    yield from towns_served(content, judge, databases, tmp_path_factory.mktemp("api"), request.param)


@pytest.fixture
async def system(served: Served) -> AsyncIterator[System]:
    """Systems that ask: `system(scope)` one with that scope's token, `system()` one without."""
    async with AsyncExitStack() as stack:

        def asking(scope: str = "") -> httpx.AsyncClient:
            # A site of its own: what one test asks for is not counted against the next.
            web = application(served.town.app, ticks=iter(range(0, 10**9, 100)).__next__)
            headers = {"Authorization": f"Bearer {served.tokens[scope]}"} if scope else {}
            transport = httpx.ASGITransport(web, raise_app_exceptions=False)
            client = httpx.AsyncClient(transport=transport, base_url="http://ancha.test/api/v1", headers=headers)
            stack.push_async_callback(client.aclose)
            return client

        yield asking
