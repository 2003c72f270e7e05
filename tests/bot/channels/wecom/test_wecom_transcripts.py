"""Every conversation on WeCom's wire: what people say goes in as sealed callbacks, and every answer comes out as the
app messages or the passive text that bear it, within the platform's sizes."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.channels.tencent import reading
from bot.channels.tencent.seal import Seal
from bot.channels.tencent.splitting import size
from bot.channels.wecom import cards
from bot.channels.wecom.rules import load
from bot.channels.wecom.understanding import understand
from bot.channels.wecom.wording import written
from checklists.content import Content
from checklists.judgement.judge import Judge
from dialogs.gateway import Along, Gateway
from dialogs.messages import InboundMessage, Outbound
from storage.outbox import Letter
from storage.unit_of_work import OpenUnit
from tests.conftest import Database, SetClock
from tests.fakes.wecom.envelope import CORP, KEY, TOKEN, sealed
from tests.fakes.wecom.member import cdata, event, message
from tests.fakes.wecom.platform import Platform
from tests.transcripts.stage import BESIDE_CHANNELS, Stage

HERE = Path(__file__).parents[3] / "transcripts"
FILES = sorted({path.stem for path in HERE.glob("*.txt")} - BESIDE_CHANNELS)
SEAL, RULES = Seal(TOKEN, CORP, (KEY,)), load()


@dataclass(frozen=True)
class Wire(Gateway):
    """The real gateway behind the wire."""

    clock: SetClock = None  # type: ignore[assignment]
    platform: Platform = None  # type: ignore[assignment]

    def handle(
        self, message: InboundMessage, open_unit: OpenUnit | None = None, along: Along = lambda *_: None, tries: int = 1
    ) -> tuple[Letter, ...]:
        letters = super().handle(self._through(message), open_unit, along, tries)
        for letter in letters:
            self._shown(Outbound.model_validate(letter.body), letter.id)
        return letters

    def _through(self, one: InboundMessage) -> InboundMessage:
        """The message as it comes back from the platform's XML; photos are fetched by a way of their own."""
        xml = self._xml(one)
        if not xml:
            return one
        fields = reading.read(SEAL.opened(sealed(xml)).xml)
        got = understand(fields, CORP, self.content.texts)
        assert got.message is not None
        same = {"id": one.id, "sender": one.sender, "photos": one.photos}
        return got.message.model_copy(update=same)

    def _xml(self, one: InboundMessage) -> str:
        if one.kind == "text":
            said = one.text.encode(errors="ignore").decode()  # no phone can send half a pair
            return message("text", "ZhangSan", self.clock, f"<Content>{cdata(said)}</Content>")
        if one.kind == "choice":
            inner = f"<EventKey>{cdata(one.token)}</EventKey><TaskId>t</TaskId><ResponseCode>r</ResponseCode>"
            return event("template_card_event", "ZhangSan", self.clock, inner)
        if one.place is not None:
            where = f"<Location_X>{one.place.latitude}</Location_X><Location_Y>{one.place.longitude}</Location_Y>"
            return message("location", "ZhangSan", self.clock, f"{where}<Label>{cdata(one.place.label)}</Label>")
        if one.kind == "follow" and not one.scene:
            return event("subscribe", "ZhangSan", self.clock)
        return ""

    def _shown(self, answer: Outbound, letter: int) -> None:
        """The platform takes it, as a card where it fits on one, else as text; a text is never cut silently."""
        texts, body = self.content.texts, {"agentid": 1000002, "touser": f"person-{letter}"}
        if cards.wants_card(answer, RULES.cards):
            on_it = answer if cards.on_a_card(answer, RULES.cards) else answer.model_copy(update={"text": ""})
            card = cards.card(on_it, cards.task_id(letter, self.secret), RULES.cards, texts)
            made = Outbound.model_validate(on_it)
            self.platform._tasks.clear()  # the same letter is answered again to a repeat
            self.platform.send({**body, "msgtype": "template_card", "template_card": card})
            keys = list(self.platform.members[f"person-{letter}"].cards[-1].keys().values())
            assert keys == [choice.token for choice in made.choices]
        whole = written(answer, texts, "https://ancha.example")
        if size(whole) <= RULES.limits.text_bytes and whole:
            self.platform.send({**body, "msgtype": "text", "text": {"content": whole}})


@dataclass
class WireStage(Stage):
    """A stage whose people are on WeCom."""

    def restart(self) -> None:
        super().restart()
        one = self.gateway
        self.gateway = Wire(
            one.content, one.judge, one.conversations, one.open_unit, one.secret, one.links, clock=self.clock,
            platform=Platform(now=self.clock),
        )  # fmt: skip


@pytest.fixture
def stage(
    content: Content, judge: Judge, database: Database, two_towns: None, media_folder: Path, clock: SetClock
) -> WireStage:
    return WireStage(content, judge, database.open_unit, media_folder, clock)


ON_BOTH = ("ledger", "enrol_new_enterprise")


@pytest.mark.unwatched  # what it runs is watched in the tests of this folder and in tests/transcripts
@pytest.mark.parametrize(
    ("database", "name"),
    [*(("sqlite", name) for name in FILES), *(("postgresql", name) for name in ON_BOTH)],
    indirect=["database"],
)
def test_a_conversation_is_the_same_on_wecom(name: str, stage: WireStage) -> None:
    said = (HERE / f"{name}.txt").read_text(encoding="utf-8")
    assert stage.replay(said).splitlines() == said.splitlines()
