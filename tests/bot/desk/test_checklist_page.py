"""A checklist filled in on a page and in the chat by turns: one session, one truth."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import count

import httpx
import pytest

from dialogs.messages import InboundMessage, Outbound, Sender
from storage import inspections, sessions
from storage.scope import EVERYTHING
from tests.bot.desk.conftest import Town, Visit, picture

pytestmark = pytest.mark.anyio
LEDGER = "checklist/ganzhou-2023/ledger"
STUDY = "checklist/ganzhou-2023/study"


@dataclass
class Held:
    """陈永兴's chat and page."""

    town: Town
    client: httpx.AsyncClient
    place: str
    numbers: count[int] = field(default_factory=lambda: count(1))
    page: str = ""

    @property
    def role(self) -> int:
        return self.town.roles["陈永兴"][1].id

    def chat(self, text: str = "", token: str = "", photos: tuple[int, ...] = ()) -> str:
        kind = "choice" if token else "photo" if photos else "text"
        sender = Sender(channel="web", address="陈永兴")
        message = InboundMessage(
            id=f"chat-{next(self.numbers):08d}", sender=sender, kind=kind, text=text, token=token, photos=photos
        )  # fmt: skip
        letters = self.town.app.gateway.handle(message)
        self.last = tuple(Outbound.model_validate(one.body) for one in letters)
        return "\n".join(one.text for one in self.last)

    async def look(self) -> str:
        self.page = (await self.client.get(f"/r/{self.role}/{self.place}")).text
        return self.page

    async def send(self, step: str, *, page: str = "", files: object = None, **fields: str) -> httpx.Response:
        """Post a form of the page as it was last seen (or of an older one)."""
        seen = page or self.page
        item = fields.get("item", "")
        was = re.search(
            rf'name="item" value="{re.escape(item)}">\s*<input type="hidden" name="was" value="(\w+)"', seen
        )
        session = re.search(r'name="session" value="(\d+)"', seen)
        key = re.search(r'name="key" value="([^"]+)"', seen)
        assert key is not None
        data = {
            "key": key[1], "once": f"once{next(self.numbers):08d}", "step": step,
            "session": session[1] if session else "", **({"was": was[1]} if was else {}), **fields,
        }  # fmt: skip
        sent = files or {"nothing": ("", b"")}
        found = await self.client.post(f"/r/{self.role}/{self.place}", data=data, files=sent)  # type: ignore[arg-type]
        self.page = found.text if found.status_code == 200 else self.page
        return found


@pytest.fixture
def held(town: Town, visit: Visit) -> Held:
    one = Held(town, visit(town, "陈永兴"), LEDGER)
    one.chat("自查")
    for _ in range(7):
        one.chat("没有")
    one.chat("否")
    one.chat("确认提交")
    return one


async def test_begun_in_the_chat_answered_on_the_page_finished_in_the_chat(held: Held) -> None:
    asked = held.chat("双重预防、台账和上报")
    assert "第 1–6 题，共 16 题" in asked
    assert held.last[-1].link.startswith("/r/o/")
    assert "已答 0 / 16 题" in await held.look()
    await held.send("answer", item="gz-risk-map", value="no")
    assert "已答 1 / 16 题" in held.page
    assert "已存好，这一项有问题" in held.page
    # the group of six is another one now: its button is old, and a number typed to it answers nothing
    said = held.chat(token=held.last[-1].choices[0].token)
    assert "这是前面一题的按钮" in said
    assert "红橙黄蓝四色风险分布图" not in said
    held.chat("都正常")
    held.chat("0")
    assert "都答完了，请核对" in held.chat("0")
    assert "已答 16 / 16 题" in await held.look()
    assert "《双重预防、台账和上报》已提交，发现 1 个问题" in held.chat("提交")
    assert "开始填这份清单" in await held.look()


async def test_words_typed_in_the_chat_after_the_page_went_on_answer_nothing(held: Held) -> None:
    held.chat("双重预防、台账和上报")
    held.chat("逐项答")
    await held.look()
    await held.send("answer", item="dual-prevention", value="no")
    assert "没有记录。请看现在这一题" in held.chat("是")
    assert 'data-item="gz-risk-identified"' in await held.look()
    assert "已答 1 / 16 题" in held.page


async def test_what_was_answered_elsewhere_is_not_overwritten_by_a_stale_page(held: Held) -> None:
    held.chat("双重预防、台账和上报")
    old = await held.look()
    await held.send("answer", item="dual-prevention", value="no")
    await held.send("answer", item="dual-prevention", value="yes", page=old)
    assert "这一题刚才在别处" in held.page
    assert re.search(r'id="item-dual-prevention".*?value="no" checked', held.page, re.S)
    await held.send("answer", item="dual-prevention", value="yes")
    assert re.search(r'id="item-dual-prevention".*?value="yes" checked', held.page, re.S)


async def test_a_save_that_comes_twice_is_one(held: Held) -> None:
    held.chat("双重预防、台账和上报")
    old = await held.look()
    await held.send("answer", item="dual-prevention", value="yes", once="once0repeated")
    await held.send("answer", item="dual-prevention", value="no")
    await held.send("answer", item="dual-prevention", value="yes", once="once0repeated", page=old)
    assert "这一题刚才在别处" not in held.page
    assert re.search(r'id="item-dual-prevention".*?value="no" checked', held.page, re.S)


async def test_key_items_want_their_photo_and_the_whole_is_handed_in_on_the_page(held: Held) -> None:
    held.place = STUDY
    await held.look()
    await held.send("begin")
    await held.send("answer", item="study-standard", value="yes")
    assert "还差照片" in held.page
    await held.send("together")
    await held.send("answer", item="self-inspection-arranged", value="no")
    await held.send("answer", item="self-inspection-done", value="yes")
    await held.send("submit")
    assert "还没答完，没有提交" in held.page
    assert "请拍" in held.chat("继续"), "the chat asks for the photo that is owed"
    await held.send("photo", item="study-standard", files={"photos": ("a.png", picture("red"), "image/png")})
    assert "还差照片" not in held.page
    shown = re.search(r'src="(/r/\d+/photo/session/[^"]+)"', held.page)
    assert shown is not None
    assert (await held.client.get(shown[1])).headers["content-type"] == "image/jpeg"
    await held.send("submit")
    assert "《学标准、组织自查》已提交，发现 1 个问题" in held.page
    assert "接着填下一份" in held.page
    with held.town.app.open_unit() as unit:
        site = held.town.rows["yongxing"].site
        done = inspections.latest_of(unit, EVERYTHING, site)[0]
        assert {one.question for one in inspections.answers(unit, done)} == {
            "study-standard", "self-inspection-arranged", "self-inspection-done"
        }  # fmt: skip
    await held.send("submit", session="1")
    assert "没有记下" in held.page


async def test_not_applicable_needs_its_reason(held: Held) -> None:
    held.chat("双重预防、台账和上报")
    await held.look()
    await held.send("answer", item="five-fields", value="_na")
    assert "请点一个原因" in held.page
    await held.send("answer", item="five-fields", value="_na", reason="没有重大隐患")
    assert "已答 1 / 16 题" in held.page


async def test_nobody_else_sees_or_moves_the_session(held: Held, visit: Visit) -> None:
    held.chat("双重预防、台账和上报")
    await held.look()
    await held.send("photo", item="dual-prevention", files={"photos": ("a.png", picture("red"), "image/png")})
    shown = re.search(r"photo/session/\d+/\d+", held.page)
    assert shown is not None
    for name in ("李安", "刘明", "王建国"):
        other = visit(held.town, name)
        role = held.town.roles[name][1].id
        assert (await other.get(f"/r/{role}/{shown[0]}")).status_code == 404
        found = await other.get(f"/r/{role}/{held.place}")
        assert "已答" not in found.text
    with held.town.app.open_unit() as unit:
        assert sessions.session(unit, int(shown[0].split("/")[2])) is not None
