"""Every conversation of tests/transcripts again, each line sent as WeChat's XML and each answer read from what the
phone shows: it must say all that is answered, and the whole must come out as it does without WeChat in between."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from datetime import timedelta
from html import escape
from pathlib import Path
from typing import Any

import httpx
import pytest
from anyio.from_thread import start_blocking_portal
from PIL import Image
from sqlalchemy import select, update

from bot.channels.wechat.desk import desk_of
from bot.channels.wechat.mounting import at
from bot.channels.wechat.rules import load
from bot.server import application
from bot.wiring import App
from dialogs.messages import InboundMessage, Outbound, Sender
from storage import private_post, reaching
from storage.outbox import Letter
from storage.tables import bindings, inbox, outbox
from storage.unit_of_work import UnitOfWork
from tests.bot.channels.wechat.conftest import Ticks
from tests.conftest import SetClock
from tests.fakes.wechat.phone import Phone, bare, message, picture, taps
from tests.fakes.wechat.platform import APP_ID, Platform
from tests.transcripts import stage as stages
from tests.transcripts.stage import BESIDE_CHANNELS, PAUSE, PLAIN_LINKS, Stage

FOLDER = Path(stages.__file__).parent
FILES = sorted({path.stem for path in FOLDER.glob("*.txt")} - BESIDE_CHANNELS)


def openid(name: str) -> str:
    """What stands for a person on this account."""
    return f"o{hashlib.sha256(name.encode()).hexdigest()[:27]}"


@dataclass
class WireStage(Stage):
    """A stage whose speakers on the usual channel have WeChat in their hands. Others speak as before."""

    app: App = field(kw_only=True)
    platform: Platform = field(kw_only=True)
    run: Callable[..., Any] = field(kw_only=True)
    client: httpx.AsyncClient = field(kw_only=True)
    step: Callable[[], Any] = field(kw_only=True)

    def restart(self) -> None:
        """The server holds nothing but what is on record."""
        self.gateway = self.app.gateway

    def _answers(self, inbound: InboundMessage) -> tuple[Outbound, ...]:
        if inbound.sender.channel != "web" or not _sendable(inbound.text):
            return self._without_wechat(inbound)
        self.clock.now += PAUSE
        phone = Phone(self.client, self.clock, self.platform, openid(inbound.sender.address))
        if inbound is not self.last:
            self.xml, self.seen = self._written(inbound, phone.openid), len(self.platform.texts(phone.openid))
        self.last = inbound
        shown = self.run(phone.sends, self.xml)
        self.platform.says(phone.openid)
        expected = self._expected(phone.openid)
        now = self.clock.now
        while self._unfinished(phone.openid):  # what did not fit follows
            self.clock.now += timedelta(seconds=9)
            self.run(self.step)
        self.run(self.step)
        self.clock.now = now
        followed = self.platform.texts(phone.openid)[self.seen :]
        whole = _squeezed(shown + "".join(followed))
        for one in expected:
            assert _squeezed(one.text) in whole, f"{one.text!r} is not in {whole!r}"
            for choice in one.choices:
                assert _squeezed(choice.label) in whole
        answers = tuple(expected[self._along :])
        tappable = {tap.id for text in (shown, *followed) for tap in taps(text)}
        assert {choice.token for one in answers for choice in one.choices} <= tappable | self._typed_only(shown)
        self.shown.setdefault(inbound.sender, []).extend(one for one in answers if one.choices)
        return answers

    def _without_wechat(self, inbound: InboundMessage) -> tuple[Outbound, ...]:
        """Said straight to the gateway, and the answers read where they belong; what WeChat could not send comes from
        the same address all the same."""
        if inbound.sender.channel == "web":
            sender = Sender(channel="wechat", account=APP_ID, address=openid(inbound.sender.address))
            return super()._answers(inbound.model_copy(update={"sender": sender}))
        answers = super()._answers(inbound)
        with self.open_unit() as unit:
            binding = reaching.bound(unit, inbound.sender.channel, inbound.sender.account, inbound.sender.address).id
            mine = (outbox.c.binding_id == binding, outbox.c.status == "waiting")
            unit.execute(update(outbox).where(*mine).values(status="sent"))
            unit.commit()
        return answers

    def _read(self, line: str) -> InboundMessage:
        word, _, rest = line.partition(" ")
        return self._message("photo", text=rest) if word == "photo" and self._here else super()._read(line)

    @property
    def _here(self) -> bool:
        return self.speaker.channel == "web"

    def _unfinished(self, whose: str) -> bool:
        """Whether something still waits for that person alone, beside what their reply has brought them."""
        with self.open_unit() as unit:
            binding = reaching.bound(unit, "wechat", APP_ID, whose).id
            if self._in_private(unit, binding):
                return True
            query = select(outbox.c.id).where(outbox.c.binding_id == binding, outbox.c.status == "waiting")
            return unit.execute(query.limit(1)).first() is not None

    def _in_private(self, unit: UnitOfWork, binding: int) -> list[Letter]:
        return [one for one in private_post.due(unit) if one.binding_id == binding]

    def _typed_only(self, shown: str) -> set[str]:
        """Options of a reply so long that they have numbers but no links."""
        return set() if taps(shown) else {c.token for one in self._last_expected for c in one.choices}

    def _written(self, inbound: InboundMessage, whose: str) -> str:
        clock = self.clock
        if inbound.kind == "photo":
            data = io.BytesIO()
            Image.new("RGB", (32, 24), inbound.text).save(data, "PNG")
            return picture(whose, clock, self.platform, data.getvalue(), f"p{self.sent}")
        if inbound.kind == "place":
            assert inbound.place is not None
            inner = (
                f"<Location_X>{inbound.place.latitude}</Location_X><Location_Y>{inbound.place.longitude}</Location_Y>"
            )
            return message("location", whose, clock, f"{inner}<Label><![CDATA[{inbound.place.label}]]></Label>")
        if inbound.kind == "follow":
            event, key = ("SCAN", inbound.scene) if inbound.scene else ("subscribe", "")
            inner = f"<Event><![CDATA[{event}]]></Event><EventKey><![CDATA[{key}]]></EventKey>"
            return message("event", whose, clock, inner, number=False)
        if inbound.kind == "other":
            return message("file", whose, clock, f"<Title><![CDATA[{inbound.text}]]></Title>")
        tap = f"<bizmsgmenuid><![CDATA[{inbound.token}]]></bizmsgmenuid>" if inbound.token else ""
        return message("text", whose, clock, f"<Content>{escape(inbound.text)}</Content>{tap}")

    def _expected(self, whose: str) -> list[Outbound]:
        """What the record says was answered to the last message of that person, or beside it in private."""
        with self.open_unit() as unit:
            binding = reaching.bound(unit, "wechat", APP_ID, whose).id
            in_private = self._in_private(unit, binding)
            if in_private:
                self._along = 0
                self._last_expected = [Outbound.model_validate(one.body) for one in in_private]
                return self._last_expected
            last = select(inbox.c.id).where(inbox.c.binding_id == binding).order_by(inbox.c.id.desc()).limit(1)
            received = unit.execute(
                select(inbox.c.received_at).where(inbox.c.id == last.scalar_subquery())
            ).scalar_one()
            query = select(outbox.c.body, outbox.c.created_at).where(outbox.c.reply_to == last.scalar_subquery())
            rows = unit.execute(query.order_by(outbox.c.id)).all()
        self._along = sum(row.created_at < received for row in rows)  # held since earlier, and taken along
        self._last_expected = [Outbound.model_validate(row.body) for row in rows]
        return self._last_expected


def _sendable(text: str) -> bool:
    """Whether WeChat could send it at all: half of a character has no UTF-8."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _squeezed(text: str) -> str:
    """Words only: without links, line breaks and what divides messages."""
    for part in ("\n（还没完，下文随后发来）", "\n", " ", "－－－－－－", "　"):
        text = bare(text).replace(part, "")
    return text.replace("＜", "<")


@pytest.fixture
def stage(app: App, two_towns: None, platform: Platform, clock: SetClock) -> Iterator[WireStage]:
    with app.open_unit() as unit:
        for name in _named(unit):
            person = reaching.bound(unit, "web", "default", name).person_id
            assert person is not None
            reaching.bind(unit, reaching.bound(unit, "wechat", APP_ID, openid(name)).id, person)
        unit.commit()
    app = replace(app, links=PLAIN_LINKS, gateway=replace(app.gateway, links=PLAIN_LINKS))
    with ExitStack() as stack:
        portal = stack.enter_context(start_blocking_portal())
        desk = desk_of(app, Ticks(), transport=platform.transport(), rules=load())
        messenger = at(desk)
        starlette = application(app, channels=(messenger.channel,), routes=messenger.routes)
        running = portal.start_task_soon(messenger.run)
        stack.callback(running.cancel)
        client = httpx.AsyncClient(transport=httpx.ASGITransport(starlette), base_url="http://ancha.test")
        yield WireStage(
            app.content, app.judge, app.open_unit, app.media_folder, clock, app=app, platform=platform, run=portal.call,
            client=client, step=starlette.state.site.delivery.step,
        )  # fmt: skip


def _named(unit: UnitOfWork) -> list[str]:
    """Everybody in the town."""
    return list(unit.execute(select(bindings.c.address).where(bindings.c.channel == "web")).scalars())


ON_BOTH = ("hazard", "whistle_anonymous")


@pytest.mark.unwatched  # what it runs is watched in the tests of this folder and in tests/transcripts
@pytest.mark.parametrize(
    ("app", "name"),
    [*(("sqlite", name) for name in FILES), *(("postgresql", name) for name in ON_BOTH)],
    indirect=["app"],
)
def test_a_conversation_runs_over_wechat_as_it_does_without(name: str, stage: WireStage) -> None:
    written = (FOLDER / f"{name}.txt").read_text(encoding="utf-8")
    assert stage.replay(written).splitlines() == written.splitlines()
