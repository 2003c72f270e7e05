"""Plays the transcripts of tests/transcripts through Telegram's wire: updates in, calls out, nothing short-circuited.

What is compared with a transcript is what the conversation answered; that the same stood on the phone, whole and in
order and with the same options, is checked here with each answer.
"""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
from anyio.from_thread import BlockingPortal
from PIL import Image
from sqlalchemy import select, update
from starlette.applications import Starlette

from bot.channels.telegram.callback import HEADER
from bot.channels.telegram.desk import desk_of
from bot.channels.telegram.mounting import at
from bot.server import application
from bot.web.rate import Buckets
from bot.wiring import App
from bot.workers import Workers
from dialogs.gateway import Along, Gateway
from dialogs.messages import InboundMessage, Outbound, Sender
from storage.outbox import Letter
from storage.tables import bindings
from storage.unit_of_work import OpenUnit
from tests.bot.channels.telegram.conftest import ACCOUNT, SECRET, settings_for
from tests.fakes.telegram.api import BotApi, Wire, units
from tests.fakes.telegram.person import Person, buttons
from tests.transcripts.stage import PAUSE, PLAIN_LINKS, Stage


@dataclass
class Recording:
    """The gateway, remembering what it answered last."""

    gateway: Gateway
    letters: tuple[Letter, ...] = ()

    def handle(
        self, message: InboundMessage, open_unit: OpenUnit | None = None, along: Along = lambda *_: None, tries: int = 1
    ) -> tuple[Letter, ...]:
        self.letters = self.gateway.handle(message, open_unit, along, tries)
        return self.letters


@dataclass
class WireStage(Stage):
    """A stage on which everybody speaks through Telegram. A person's second channel is a second account of theirs."""

    portal: BlockingPortal = field(kw_only=True)
    engine: Any = field(kw_only=True)
    api: BotApi = field(default_factory=BotApi)
    numbers: dict[Sender, int] = field(default_factory=dict)
    update: dict[str, Any] = field(default_factory=dict)
    recording: Recording = field(init=False)
    starlette: Starlette = field(init=False)

    def move_in(self) -> None:
        """Whoever the town binds to the web is bound to Telegram instead."""
        with self.open_unit() as unit:
            for row in unit.execute(select(bindings)).all():
                number = self.number(Sender(channel=row.channel, account=row.account, address=row.address))
                where = {"channel": "telegram", "account": ACCOUNT, "address": str(number)}
                unit.execute(update(bindings).where(bindings.c.id == row.id).values(**where))
            unit.commit()

    def restart(self) -> None:
        super().restart()
        self.recording = Recording(self.gateway)
        app = App(
            settings=settings_for(Path("unused")),
            clock=self.clock,
            codes="x".__mul__,
            content=self.content,
            judge=self.judge,
            engine=self.engine,
            open_unit=self.open_unit,
            look=self.open_unit,
            gateway=self.recording,  # type: ignore[arg-type]
            workers=Workers(self.open_unit, one_writer=self.engine.dialect.name == "sqlite"),
            media_folder=self.media_folder,
            secret=b"a secret of the tests",
            links=PLAIN_LINKS,
            senders=Buckets(10_000, 500, lambda: 0.0),
        )
        self.portal.call(self._open, app)

    async def _open(self, app: App) -> None:
        async def at_once(_: float) -> None:
            return

        desk = desk_of(app, self._ticks, sleep=at_once, transport=Wire(self.api))
        messenger = at(desk)
        self.starlette = application(app, channels=(messenger.channel,), routes=messenger.routes)

    def _ticks(self) -> float:
        return self.clock.now.timestamp()

    def number(self, sender: Sender) -> int:
        return self.numbers.setdefault(sender, 9001 + len(self.numbers))

    def _read(self, line: str) -> InboundMessage:
        word, _, rest = line.partition(" ")
        return self._message("photo", text=rest) if word == "photo" else super()._read(line)

    def _answers(self, message: InboundMessage) -> tuple[Outbound, ...]:
        self.clock.now += PAUSE
        before = len(self.api.sent)
        again = message is self.last
        if not again:
            self.last = message
            self.update = self._updated(message)
        self.portal.call(self._bring)
        answers = tuple(Outbound.model_validate(letter.body) for letter in self.recording.letters)
        sent = self.api.sent[before:]
        if again:
            assert sent == []  # the phone has it already
        else:
            self._see(answers, sent, self.number(message.sender))
        self.shown.setdefault(message.sender, []).extend(one for one in answers if one.choices)
        return answers

    async def _bring(self) -> None:
        transport = httpx.ASGITransport(self.starlette)
        async with httpx.AsyncClient(transport=transport, base_url="https://ancha.test") as client:
            answer = await client.post("/telegram", content=json.dumps(self.update), headers={HEADER: SECRET})
        assert answer.status_code == 200

    def _updated(self, message: InboundMessage) -> dict[str, Any]:
        """What the person's phone makes of it."""
        person = Person(self.api, self.number(message.sender), message.sender.address)
        makers: dict[str, Callable[[], dict[str, Any]]] = {
            "text": lambda: person.message(text=message.text),
            "choice": lambda: person.taps(message.token),
            "photo": lambda: person.sends_photo(_png(message.text)),
            "follow": lambda: person.says(f"/start {message.scene}".strip()),
            "other": lambda: person.sends_document(message.text, "application/pdf", b"%PDF-1.7"),
        }
        if message.place is not None:
            return person.sends_place(message.place.latitude, message.place.longitude, message.place.label)
        return makers[message.kind]()

    def _see(self, answers: tuple[Outbound, ...], sent: list[dict[str, Any]], chat: int) -> None:
        """Each answer stood on the phone, whole and in order, its options below it with their numbers."""
        waiting = list(sent)
        for answer in answers:
            labels = [
                f"{number}. {' '.join(one.label.split())}" if answer.numbered else " ".join(one.label.split())
                for number, one in enumerate(answer.choices, 1)
            ]
            words, whole, pictures = "", _bare(answer.text), 0
            message: dict[str, Any] = {}
            while len(words) < len(whole) or pictures < len(answer.photos) or (labels and not buttons(message)):
                message = waiting.pop(0)
                assert message["chat"]["id"] == chat
                assert units(message.get("text", "")) <= 4096
                assert units(message.get("caption", "")) <= 1024
                words += _bare(message.get("text", message.get("caption", "")))
                pictures += "photo" in message
            assert words.startswith(whole)
            if words != whole and not answer.link:
                assert words == whole + _bare("".join(labels))
            assert [one["text"] for one in buttons(message)] == labels
            assert [one["callback_data"] for one in buttons(message)] == [one.token for one in answer.choices]
        assert waiting == []


def _bare(text: str) -> str:
    return "".join(text.split())


def _png(colour: str) -> bytes:
    data = io.BytesIO()
    Image.new("RGB", (32, 24), colour).save(data, "PNG")
    return data.getvalue()
