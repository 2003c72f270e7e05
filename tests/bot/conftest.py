"""A whole app on an empty database, its web side, and browsers to visit it with."""

from __future__ import annotations

import itertools
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import pytest
from pydantic import SecretStr
from starlette.applications import Starlette

from bot.server import application
from bot.settings import Settings
from bot.web.demo_person import DemoPerson
from bot.web.site import Site
from bot.wiring import App, wire
from checklists.content import Content
from checklists.judgement.judge import Judge
from storage import enterprises, people, reaching
from storage.unit_of_work import OpenUnit
from tests.bot.post_office import Post
from tests.bot.tiny import TINY
from tests.conftest import CountedCodes, Fresh, SetClock
from tests.databases import Databases

USCC = "91360700MA35F0000X"
DEMO = tuple(
    DemoPerson(key, name, key, f"demo-{key}")
    for key, name in (("principal", "王建国"), ("staff", "刘洋"), ("county", "陈志强"), ("stranger", "陌生人"))
)


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture(params=["sqlite", "postgresql"])
def app(
    request: pytest.FixtureRequest, fresh: Fresh, databases: Databases, tmp_path: Path, content: Content,
    judge: Judge, clock: SetClock, codes: CountedCodes,
) -> Iterator[App]:  # fmt: skip
    """The real wiring, with one enterprise and its people bound to the addresses of the demo, on each engine."""
    url = SecretStr(fresh(request.param, tmp_path / "data" / "ancha.db"))
    settings = Settings(_env_file=None, data_dir=tmp_path / "data", database_url=url)  # type: ignore[call-arg]
    made = wire(settings, clock, codes, conversations=TINY, content=content, judge=judge)
    databases.quick(made.engine)
    with made.open_unit() as unit:
        enterprises.add_region(unit, "360700", "赣州市", "city")
        enterprises.add_region(unit, "360702", "章贡区", "county")
        site = enterprises.add_enterprise(unit, name="宏达机械", uscc=USCC, region="360702", sector="industry")
        for one in DEMO[:-1]:
            person = people.add_person(unit, one.title)
            reaching.bind(unit, reaching.bound(unit, "web", "default", one.address).id, person)
            body = {"region": "360702"} if one.key == "county" else {"enterprise_id": site}
            people.grant(unit, person, one.key, by=None, **body)  # type: ignore[arg-type]
        unit.commit()
    yield made
    made.engine.dispose()


@dataclass
class Browser:
    """One browser, or one tab of the demo: what its page's script would do."""

    client: httpx.AsyncClient
    person: str = ""
    entries: list[dict[str, Any]] = field(default_factory=list)
    _ids: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    async def open(self) -> list[dict[str, Any]]:
        """Load the page; what it shows."""
        response = await self.post("/chat/hello", {"person": self.person})
        assert response.status_code == 200, response.text
        answer = response.json()
        if answer["token"]:
            self.client.headers["X-Ancha-As"] = answer["token"]
        self.entries = answer["entries"]
        return self.entries

    async def say(self, text: str, **more: object) -> str:
        """Say something; the last answer's words."""
        answer = await self.said({"id": self.new_id(), "kind": "text", "text": text, **more})
        return str(answer["entries"][-1]["text"])

    async def tap(self, label: str) -> str:
        """Tap the option of that label under the last message that has one."""
        offered = [choice for entry in reversed(self.entries) for choice in entry["choices"]]
        token = next(choice["token"] for choice in offered if choice["label"] == label)
        return await self.say(label, kind="choice", token=token)

    async def send_photo(self, data: bytes) -> httpx.Response:
        """Send bytes as a photo."""
        response = await self.client.post(f"/chat/photos?id={self.new_id()}", content=data)
        if response.status_code == 200:
            self.entries += response.json()["entries"]
        return response

    async def said(self, message: dict[str, object]) -> dict[str, Any]:
        """Send a whole message; the whole answer."""
        response = await self.post("/chat/messages", message)
        assert response.status_code == 200, response.text
        answer: dict[str, Any] = response.json()
        self.entries += answer["entries"]
        return answer

    async def post(self, path: str, body: object) -> httpx.Response:
        return await self.client.post(path, json=body)

    def have(self) -> list[str]:
        """The keys of what is shown."""
        return [entry["key"] for entry in self.entries if entry["key"]]

    def new_id(self) -> str:
        return f"browser-{id(self)}-{next(self._ids)}"


@dataclass(frozen=True)
class Web:
    """The web side under test."""

    starlette: Starlette
    site: Site
    visit: Callable[..., Browser]


@pytest.fixture
async def web(app: App) -> AsyncIterator[Web]:
    """The web side of the app without its loops: tests take the delivery's steps themselves."""
    starlette = application(app, demo_people=DEMO, ticks=lambda: 0.0)
    async with AsyncExitStack() as stack:

        def visit(person: str = "") -> Browser:
            client = httpx.AsyncClient(
                transport=httpx.ASGITransport(starlette, raise_app_exceptions=False),
                base_url="http://ancha.test",
                headers={"X-Ancha": "chat", "Origin": "http://ancha.test"},
            )
            stack.push_async_callback(client.aclose)
            return Browser(client, person)

        yield Web(starlette, starlette.state.site, visit)


@pytest.fixture
def post(open_unit: OpenUnit) -> Post:
    return Post(open_unit)
