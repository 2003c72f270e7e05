"""The bot on an empty database behind its webhook, and Telegram with people on the other side."""

from __future__ import annotations

import io
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import pytest
from PIL import Image
from pydantic import SecretStr
from sqlalchemy import select
from starlette.applications import Starlette

from bot.channels.messenger import Messenger
from bot.channels.telegram.callback import HEADER
from bot.channels.telegram.desk import Desk, desk_of
from bot.channels.telegram.mounting import at
from bot.server import application
from bot.settings import Settings
from bot.wiring import App, wire
from checklists.content import Content
from checklists.judgement.judge import Judge
from storage import enterprises, people, reaching
from storage.tables import outbox
from tests.bot.tiny import TINY
from tests.conftest import CountedCodes, Fresh, SetClock
from tests.databases import Databases
from tests.fakes.telegram.api import BASE_FILE_URL, BASE_URL, TOKEN, BotApi, Wire
from tests.fakes.telegram.person import Person

SECRET = "a-Secret_of_the_tests"
ACCOUNT = TOKEN.partition(":")[0]
WANG, LIU, STRANGER = 501, 502, 599


@dataclass
class Hours:
    """Ticks that go on only where somebody sleeps; how long is noted."""

    now: float = 1000.0
    slept: list[float] = field(default_factory=list)

    def ticks(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds


@dataclass
class House:
    """Everything of one bot under test."""

    app: App
    desk: Desk
    messenger: Messenger
    starlette: Starlette
    client: httpx.AsyncClient
    api: BotApi
    hours: Hours

    async def brings(self, update: object, secret: str = SECRET) -> int:
        """Telegram calls the webhook; the status. Returns when all answers are sent."""
        answer = await self.client.post("/telegram", json=update, headers={HEADER: secret})
        return answer.status_code

    async def said(self, update: dict[str, Any]) -> list[str]:
        """What the bot sent in answer to an update."""
        before = len(self.api.sent)
        assert await self.brings(update) == 200
        return [one.get("text", one.get("caption", "")) for one in self.api.sent[before:]]

    async def delivers(self) -> list[str]:
        """What the delivery loop sends in one step."""
        before = len(self.api.sent)
        await self.starlette.state.site.delivery.step()
        return [one.get("text", one.get("caption", "")) for one in self.api.sent[before:]]

    def letters(self) -> list[tuple[str, str]]:
        """(status, text) of everything in the outbox."""
        with self.app.open_unit() as unit:
            rows = unit.execute(select(outbox.c.status, outbox.c.body).order_by(outbox.c.id)).all()
        return [(row.status, row.body["text"]) for row in rows]


def settings_for(folder: Path, **more: Any) -> Settings:
    """Settings with this bot switched on, by webhook."""
    values: dict[str, Any] = {
        "data_dir": folder, "base_url": "https://ancha.test", "telegram_token": SecretStr(TOKEN),
        "telegram_base_url": BASE_URL, "telegram_base_file_url": BASE_FILE_URL, "telegram_mode": "webhook",
        "telegram_webhook_secret": SecretStr(SECRET), "per_person": 10_000, **more,
    }  # fmt: skip
    return Settings(_env_file=None, **values)


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture(params=["sqlite", "postgresql"])
def app(
    request: pytest.FixtureRequest, fresh: Fresh, databases: Databases, tmp_path: Path, content: Content,
    judge: Judge, clock: SetClock, codes: CountedCodes,
) -> Iterator[App]:  # fmt: skip
    """The real wiring with 宏达机械, its principal 王建国 and its worker 刘洋, both enrolled in Telegram."""
    url = SecretStr(fresh(request.param, tmp_path / "data" / "ancha.db"))
    settings = settings_for(tmp_path / "data", database_url=url)
    made = wire(settings, clock, codes, conversations=TINY, content=content, judge=judge)
    databases.quick(made.engine)
    with made.open_unit() as unit:
        enterprises.add_region(unit, "360702", "章贡区", "county")
        site = enterprises.add_enterprise(
            unit, name="宏达机械", uscc="91360700MA35F0000X", region="360702", sector="industry"
        )
        for number, name, role in ((WANG, "王建国", "principal"), (LIU, "刘洋", "staff")):
            person = people.add_person(unit, name)
            reaching.bind(unit, reaching.bound(unit, "telegram", ACCOUNT, str(number)).id, person)
            people.grant(unit, person, role, enterprise_id=site, by=None)
        unit.commit()
    yield made
    made.engine.dispose()


@pytest.fixture
def api() -> BotApi:
    return BotApi()


@pytest.fixture
async def house(app: App, api: BotApi) -> AsyncIterator[House]:
    hours = Hours()
    desk = desk_of(app, hours.ticks, sleep=hours.sleep, transport=Wire(api))
    messenger = at(desk)
    starlette = application(app, channels=(messenger.channel,), routes=messenger.routes)
    transport = httpx.ASGITransport(starlette, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="https://ancha.test") as client:
        yield House(app, desk, messenger, starlette, client, api, hours)
    await desk.close()


@pytest.fixture
def wang(api: BotApi) -> Person:
    return Person(api, WANG)


@pytest.fixture
def stranger(api: BotApi) -> Person:
    return Person(api, STRANGER, "陌生人")


def picture(colour: str = "red", size: tuple[int, int] = (64, 48)) -> bytes:
    """The bytes of a photo."""
    data = io.BytesIO()
    Image.new("RGB", size, colour).save(data, "JPEG")
    return data.getvalue()
