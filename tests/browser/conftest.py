"""The program as it is served, and Debian's Chromium to look at it with. The program is started once for all tests of this folder."""

from __future__ import annotations

import shutil
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

import pytest
import uvicorn
from playwright.sync_api import Browser, Page, sync_playwright
from starlette.applications import Starlette

from bot.clock import system_now
from bot.demo.pages import routes as demo_routes
from bot.demo.show import Show, tick
from bot.sample.demo import demo_settings, open_demo
from bot.server import application
from bot.settings import Settings
from bot.web.demo_person import DemoPerson
from bot.wiring import ticking
from checklists.content import Content
from checklists.judgement.judge import Judge
from storage import reaching
from tests.bot.desk.conftest import Town, build_town
from tests.conftest import SetClock
from tests.databases import Databases

COUNTY = DemoPerson("county", "刘明", "county", "demo-county")
PICTURES = Path(__file__).parents[2] / "docs" / "pictures"
NAMES = ("chromium", "chromium-browser", "google-chrome")


class Keep(Protocol):
    """Takes a page, the picture's name, and the selector of a part of the page."""

    def __call__(self, page: Page, name: str, part: str = "") -> None: ...


@dataclass(frozen=True)
class Served:
    """A town behind an address. It is Monday morning, and the week's digests have gone out."""

    town: Town
    base: str


@pytest.fixture(scope="session")
def served(
    content: Content, judge: Judge, databases: Databases, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Served]:
    clock = SetClock(datetime(2023, 6, 9, 2, 0, tzinfo=UTC))  # a Friday
    town = build_town(content, judge, databases, tmp_path_factory.mktemp("served"), clock)
    with town.app.open_unit() as unit:
        binding = reaching.bound(unit, "web", "default", COUNTY.address)
        reaching.bind(unit, binding.id, town.roles["刘明"][0])
        reaching.seen(unit, binding.id)
        unit.commit()
    alarm = ticking(town.app)
    alarm()  # the clock begins here
    clock.now = datetime(2023, 6, 12, 0, 31, tzinfo=UTC)  # Monday, 8:31 in Beijing
    alarm()
    with _serving(application(town.app, demo_people=(COUNTY,), tick=lambda: None)) as base:
        yield Served(town, base)
    town.app.engine.dispose()


@dataclass(frozen=True)
class Shown:
    """The demo behind an address: Wednesday, 10 June 2026, ten o'clock, and time goes on."""

    show: Show
    base: str


@pytest.fixture(scope="session")
def shown(content: Content, judge: Judge, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shown]:
    started, opens = system_now(), datetime(2026, 6, 10, 2, 0, tzinfo=UTC)
    settings = demo_settings(Settings.model_construct(), tmp_path_factory.mktemp("demo"), "demo.sqlite3")
    plan = content.plans["ganzhou-2023"]
    demo = open_demo(settings, plan, content=content, judge=judge, base=lambda: opens + (system_now() - started))
    show = Show(demo)
    routes = demo_routes(show, pace=0.0)
    with _serving(application(demo.app, demo_people=demo.people, routes=routes, tick=lambda: tick(show))) as base:
        yield Shown(show, base)
    demo.app.engine.dispose()


@contextmanager
def _serving(web: Starlette) -> Iterator[str]:
    """A server of its own in a thread; its address."""
    server = uvicorn.Server(uvicorn.Config(web, port=0, log_config=None, ws="none"))
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        assert thread.is_alive(), "the server could not start"
        time.sleep(0.05)
    port = server.servers[0].sockets[0].getsockname()[1]
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join()


@pytest.fixture
def kept(request: pytest.FixtureRequest) -> Keep:
    """Keeps what a page (or a part of it) shows as docs/pictures/<name>.png where --update-pictures says so."""

    def keep(page: Page, name: str, part: str = "") -> None:
        if request.config.getoption("--update-pictures"):
            page.wait_for_timeout(3000)  # what glows and slides has come to rest
            page.mouse.move(0, 0)
            whole = page.locator(part) if part else page
            whole.screenshot(path=PICTURES / f"{name}.png")

    return keep


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """Closed with each file: while it is open, Playwright holds this thread's event loop, and async tests cannot run."""
    path = next((found for name in NAMES if (found := shutil.which(name))), None)
    assert path is not None, "these tests need Chromium: `make chromium` installs Debian's"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield browser
        browser.close()
