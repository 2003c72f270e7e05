"""A whole app with the Official Account switched on, and the fake platform in place of the network."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import anyio
import httpx
import pytest
from pydantic import SecretStr

from bot.channels.tencent import underway
from bot.channels.wechat.desk import Desk, desk_of
from bot.channels.wechat.mounting import at
from bot.channels.wechat.rules import Rules, Template, load
from bot.delivery import Delivery
from bot.server import application
from bot.settings import Settings
from bot.wiring import App, wire
from checklists.content import Content
from checklists.judgement.judge import Judge
from dialogs.messages import Outbound
from storage import enterprises, outbox, people, reaching
from storage.outbox import Letter
from tests.conftest import CountedCodes, Fresh, SetClock
from tests.databases import Databases
from tests.fakes.wechat.phone import TOKEN, Phone
from tests.fakes.wechat.platform import APP_ID, SECRET, Platform

USCC = "91360702000000019E"
NEWS, ONCE = "template-of-news-000001", "subscription-once-00001"
_FIELDS = {"thing1": "title", "time2": "moment", "thing3": "hint"}


@dataclass
class Ticks:
    """A stopwatch that is moved by hand."""

    at: float = 0.0

    def __call__(self) -> float:
        return self.at


@dataclass(frozen=True)
class House:
    """The app, the account's desk, the platform and the delivery loop, whose steps tests take themselves."""

    app: App
    desk: Desk
    platform: Platform
    client: httpx.AsyncClient
    clock: SetClock
    ticks: Ticks
    delivery: Delivery
    phone: Callable[[str], Phone]

    def binding(self, openid: str) -> int:
        """The id of somebody's binding."""
        with self.app.open_unit() as unit:
            found = reaching.bound(unit, "wechat", APP_ID, openid).id
            unit.commit()
        return found

    def queue(self, openid: str, text: str, kind: str = "notice", **more: object) -> int:
        """Queue a message for somebody; its number."""
        binding = self.binding(openid)
        body = Outbound.model_validate({"text": text, "kind": kind, **more})
        with self.app.open_unit() as unit:
            letter = outbox.put(
                unit, body.model_dump(mode="json", exclude_defaults=True), kind=kind, binding_id=binding
            )
            unit.commit()
        assert letter is not None
        return letter

    def letter(self, number: int) -> Letter:
        """A message as it stands in the outbox."""
        with self.app.open_unit() as unit:
            found = outbox.listed(unit, ("waiting", "sending", "sent", "held", "failed", "dropped"), 10_000)
        return next(one for one in found if one.id == number)

    @asynccontextmanager
    async def another_process(self) -> AsyncIterator[Callable[[str], Phone]]:
        """Phones whose messages come to a second process over the same record."""
        async with opened(self.app, self.platform, self.clock, self.desk.rules) as other:
            yield other.phone

    async def deliver(self, **move: float) -> None:
        """Move the clock, then take the delivery loop's steps until nothing is due."""
        self.clock.move(**move)
        while await self.delivery.step():
            pass


@pytest.fixture(autouse=True)
def no_hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    """A slow machine is not what these tests are about."""
    monkeypatch.setattr(underway, "NOTE_SECONDS", 60.0)
    monkeypatch.setattr(underway, "IN_TIME_SECONDS", 60.0)


@pytest.fixture
def rules() -> Rules:
    return load()


def with_templates(rules: Rules) -> Rules:
    """The rules with one template of each kind set up."""
    once, news = Template(id=ONCE, fields=_FIELDS), Template(id=NEWS, fields=_FIELDS)
    return rules.model_copy(
        update={
            "subscriptions": {"notice": once, "reminder": once},
            "templates": {"notice": news, "reminder": news},
        }
    )


@pytest.fixture
def aes_keys() -> tuple[str, ...]:
    """None: plain mode. Tests of the encrypted mode override it."""
    return ()


@pytest.fixture(params=["sqlite"])
def app(
    request: pytest.FixtureRequest, fresh: Fresh, databases: Databases, tmp_path: Path, content: Content,
    judge: Judge, clock: SetClock, codes: CountedCodes, aes_keys: tuple[str, ...],
) -> Iterator[App]:  # fmt: skip
    url = SecretStr(fresh(request.param, tmp_path / "data" / "ancha.db"))
    keys = [SecretStr(key) for key in aes_keys]
    settings = Settings(
        _env_file=None, data_dir=tmp_path / "data", database_url=url, wechat_app_id=APP_ID,
        wechat_secret=SecretStr(SECRET), wechat_token=SecretStr(TOKEN), wechat_aes_key=keys[0] if keys else None,
        wechat_aes_key_previous=keys[1] if len(keys) > 1 else None, per_person=10_000,
    )  # type: ignore[call-arg]  # fmt: skip
    made = wire(settings, clock, codes, content=content, judge=judge, reads_photos=False)
    databases.quick(made.engine)
    yield made
    made.engine.dispose()


@pytest.fixture
def platform(clock: SetClock) -> Platform:
    return Platform(now=clock, templates=frozenset((NEWS, ONCE)))


@asynccontextmanager
async def opened(app: App, platform: Platform, clock: SetClock, rules: Rules) -> AsyncIterator[House]:
    """One process serving the account."""
    ticks = Ticks()
    desk = desk_of(app, ticks, transport=platform.transport(), rules=rules)
    messenger = at(desk)
    starlette = application(app, channels=(messenger.channel,), routes=messenger.routes)
    transport = httpx.ASGITransport(starlette, raise_app_exceptions=False)
    async with (
        httpx.AsyncClient(transport=transport, base_url="http://ancha.test") as client,
        anyio.create_task_group() as tasks,
    ):
        tasks.start_soon(messenger.run)
        yield House(
            app, desk, platform, client, clock, ticks, starlette.state.site.delivery,
            lambda openid: Phone(client, clock, platform, openid),
        )  # fmt: skip
        tasks.cancel_scope.cancel()


@pytest.fixture
async def house(app: App, platform: Platform, clock: SetClock, rules: Rules) -> AsyncIterator[House]:
    async with opened(app, platform, clock, rules) as made:
        yield made


@pytest.fixture
def officer(app: App) -> str:
    """The openid of a safety officer of a furniture works."""
    with app.open_unit() as unit:
        enterprises.add_region(unit, "360700", "赣州市", "city")
        enterprises.add_region(unit, "360702", "章贡区", "county")
        site = enterprises.add_enterprise(unit, name="宏达家具", uscc=USCC, region="360702", sector="industry")
        person = people.add_person(unit, "李安")
        people.grant(unit, person, "safety_officer", enterprise_id=site, by=None)
        reaching.bind(unit, reaching.bound(unit, "wechat", APP_ID, "oOfficer").id, person)
        unit.commit()
    return "oOfficer"
