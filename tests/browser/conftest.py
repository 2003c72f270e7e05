"""The program as it is served, and Debian's Chromium to look at it with. The program is started once for all tests of this folder."""

from __future__ import annotations

import shutil
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest
import uvicorn
from playwright.sync_api import Browser, sync_playwright

from bot.server import application
from bot.web.demo_person import DemoPerson
from bot.wiring import ticking
from checklists.content import Content
from checklists.judgement.judge import Judge
from storage import people
from tests.bot.desk.conftest import Town, build_town
from tests.conftest import SetClock
from tests.databases import Databases

COUNTY = DemoPerson("county", "刘明", "county", "demo-county")
NAMES = ("chromium", "chromium-browser", "google-chrome")


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
        binding = people.bound(unit, "web", "default", COUNTY.address)
        people.bind(unit, binding.id, town.roles["刘明"][0])
        people.seen(unit, binding.id)
        unit.commit()
    tick = ticking(town.app)
    tick()  # the clock begins here
    clock.now = datetime(2023, 6, 12, 0, 31, tzinfo=UTC)  # Monday, 8:31 in Beijing
    tick()
    web = application(town.app, demo_people=(COUNTY,), tick=lambda: None)
    server = uvicorn.Server(uvicorn.Config(web, port=0, log_config=None, ws="none"))
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        assert thread.is_alive(), "the server could not start"
        time.sleep(0.05)
    port = server.servers[0].sockets[0].getsockname()[1]
    yield Served(town, f"http://127.0.0.1:{port}")
    server.should_exit = True
    thread.join()
    town.app.engine.dispose()


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """Closed with each file: while it is open, Playwright holds this thread's event loop, and async tests cannot run."""
    path = next((found for name in NAMES if (found := shutil.which(name))), None)
    assert path is not None, "these tests need Chromium: `make chromium` installs Debian's"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield browser
        browser.close()
