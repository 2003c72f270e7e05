"""The server's start and stop, its health, and its pages."""

from __future__ import annotations

import dataclasses
import os
import socket
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import anyio
import httpx
import pytest
from sqlalchemy import text
from starlette.applications import Starlette

from bot import server
from bot.channels.awaiting import AT_ONCE
from bot.server import application
from bot.web.demo_person import DemoPerson
from bot.web.site import Site
from bot.wiring import App, ticking
from checklists.errors import TellOperator, TryLater
from storage import awaited_photos, outbox, reaching
from storage.upkeep import head
from tests.bot.conftest import Web

pytestmark = pytest.mark.anyio


async def test_alive(web: Web) -> None:
    assert (await web.visit().client.get("/healthz")).text == "ok\n"


@pytest.fixture
def migrated(app: App) -> App:
    """The app on a database that says it has this version's tables, which the tests make without migrations."""
    with app.engine.begin() as connection:
        connection.execute(text("CREATE TABLE alembic_version (version_num varchar(32))"))
        connection.execute(text("INSERT INTO alembic_version VALUES (:head)"), {"head": head()})
    return app


async def test_not_ready_before_the_tables_are_there(app: App) -> None:
    made = application(app, ticks=lambda: 0.0)
    (fault,) = await faults_of(made)
    assert "db upgrade" in fault


async def test_ready(migrated: App) -> None:
    assert await faults_of(application(migrated, ticks=lambda: 0.0)) == []


async def test_not_ready_when_photos_cannot_be_written(web: Web, app: App) -> None:
    app.media_folder.rmdir() if app.media_folder.is_dir() else None
    app.media_folder.write_bytes(b"in the way")
    answer = await web.visit().client.get("/readyz")
    assert any("disk" in fault for fault in answer.json()["faults"])


async def faults_of(made: Starlette) -> list[str]:
    async with httpx.AsyncClient(transport=httpx.ASGITransport(made), base_url="http://ancha.test") as client:
        answer = await client.get("/readyz")
    found: list[str] = answer.json()["faults"]
    assert answer.status_code == (503 if found else 200)
    return found


async def test_not_ready_while_the_record_cannot_be_written(migrated: App) -> None:
    made = application(migrated, ticks=lambda: 0.0)
    assert await faults_of(made) == []
    if migrated.one_writer:
        with migrated.engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA query_only=ON")
        word = "read-only"
    else:
        app = dataclasses.replace(migrated, engine=migrated.engine.execution_options(postgresql_readonly=True))
        made, word = application(app, ticks=lambda: 0.0), "takes no writes"
    (fault,) = await faults_of(made)
    assert fault.startswith("database: ")
    assert word in fault


@pytest.mark.parametrize("app", ["sqlite"], indirect=True)
async def test_not_ready_while_the_file_of_the_record_is_gone(migrated: App) -> None:
    made = application(migrated, ticks=lambda: 0.0)
    assert await faults_of(made) == []
    file = Path(str(migrated.engine.url.database))
    away = file.rename(file.with_name("elsewhere"))
    (fault,) = await faults_of(made)
    assert fault.startswith("database: ")
    assert "removed or replaced" in fault
    away.rename(file)
    assert await faults_of(made) == []


async def test_not_ready_with_too_little_room_on_the_disk(migrated: App) -> None:
    settings = migrated.settings.model_copy(update={"disk_free_mb": 10**9})
    (fault,) = await faults_of(application(dataclasses.replace(migrated, settings=settings), ticks=lambda: 0.0))
    assert fault.startswith("disk: ")
    assert "ANCHA_DISK_FREE_MB wants 1000000000" in fault


async def test_not_ready_when_the_loops_stand_still_or_fail(migrated: App) -> None:
    now = [0.0]
    made = application(migrated, ticks=lambda: now[0])
    site: Site = made.state.site
    now[0] = 200
    assert [fault.split(":")[0] for fault in await faults_of(made)] == ["delivery"]
    site.delivered.beat()
    now[0] = 601
    assert [fault.split(":")[0] for fault in await faults_of(made)] == ["delivery", "clock"]
    site.delivered.done()
    site.clock.done()
    for _ in range(5):
        site.clock.failed()
    assert await faults_of(made) == ["clock: the last 5 steps failed; the log says why"]


async def test_not_ready_once_it_was_told_to_stop(migrated: App) -> None:
    (fault,) = await faults_of(application(migrated, stopping=lambda: True))
    assert fault.startswith("stopping: ")


async def test_a_step_of_the_clock_that_fails_is_counted_and_one_that_gets_through_forgets_it(app: App) -> None:
    seen: list[int] = []
    rung = threading.Event()

    def tick() -> None:
        seen.append(site.clock.failures)
        if len(seen) < 3:
            raise ValueError
        if len(seen) == 4:
            rung.set()

    made = application(app, tick=tick, alarm_seconds=0.01)
    site: Site = made.state.site
    async with made.router.lifespan_context(made):
        await anyio.to_thread.run_sync(rung.wait, 5)
    assert seen[:4] == [0, 1, 2, 0]


def test_a_long_step_of_the_clock_ends_with_its_transaction_when_the_program_stops(app: App) -> None:
    beats: list[int] = []
    step = ticking(app, lambda: bool(beats), lambda: beats.append(1))
    with pytest.raises(TryLater, match="stopping"):
        step()
    assert beats == [1]


async def test_the_demo_page_offers_everybody(web: Web) -> None:
    html = (await web.visit().client.get("/")).text
    for key in ("principal", "staff", "county", "stranger"):
        assert f'<option value="{key}"' in html
    assert html.count("<iframe") == 3


async def test_without_a_demo_there_is_a_plain_page(app: App) -> None:
    transport = httpx.ASGITransport(application(app))
    async with httpx.AsyncClient(transport=transport, base_url="http://ancha.test") as client:
        html = (await client.get("/")).text
    assert 'href="/chat/"' in html
    assert "?as=" not in html


async def test_a_demo_person_with_an_unusable_address_stops_the_start(app: App) -> None:
    with pytest.raises(TellOperator, match="mayor"):
        application(app, demo_people=[DemoPerson("mayor", "市长", "", "a.b")])


async def test_the_start_mends_what_a_crash_left_and_the_loops_run(app: App) -> None:
    with app.open_unit() as unit:
        person = reaching.bound(unit, "web", "default", "demo-principal").person_id
        stuck = outbox.put(unit, {"text": "通知"}, kind="notice", person_id=person)
        assert stuck is not None
        outbox.claim(unit, stuck)
        awaited_photos.expect(
            unit, channel="wechat", account="wx1", address="o-1", message_id="m-1", url="", media="a photo",
            first_try=AT_ONCE,
        )  # fmt: skip
        unit.commit()
    stray = app.media_folder / "stray.jpg.part"
    stray.parent.mkdir(parents=True)
    stray.write_bytes(b"half")
    long_ago = (datetime.now(UTC) - timedelta(hours=2)).timestamp()
    os.utime(stray, (long_ago, long_ago))
    ticked = threading.Event()
    made = application(app, tick=ticked.set)
    if not app.one_writer:
        app.clock.move(minutes=11)  # type: ignore[attr-defined]
    else:
        app.clock.move(seconds=1)  # type: ignore[attr-defined]
    async with made.router.lifespan_context(made):
        assert not stray.exists()
        with app.open_unit() as unit:
            due = awaited_photos.take_due(unit, "wechat", "wx1", AT_ONCE)
        assert [one.media for one in due] == ["a photo"], "one second after on SQLite, where nobody else may have it"
        with anyio.fail_after(5):
            while app_status(app, stuck) != "sent" or not ticked.is_set():
                await anyio.sleep(0.02)


def app_status(app: App, letter: int) -> str:
    with app.open_unit() as unit:
        return next(one.status for one in outbox.listed(unit, ("waiting", "sending", "sent")) if one.id == letter)


def test_a_taken_port_is_said_in_words(app: App) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(TellOperator, match="cannot be opened"):
            server.serve(app, port=taken.getsockname()[1])
