"""The templates of the pages on adding something are whole: each runs as it stands there."""

from __future__ import annotations

import re
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import pytest
import yaml
from click.testing import CliRunner

from bot.commands import door
from checklists import gathering
from checklists.content import Content
from checklists.form import Form
from checklists.judgement.judge import Judge
from checklists.texts import Texts, flattened
from dialogs.conversations import CONVERSATIONS
from dialogs.gateway import Gateway
from dialogs.messages import InboundMessage, Outbound, Sender
from reports.metrics.catalogue import METRICS
from storage.reaching import Binding
from storage.unit_of_work import OpenUnit
from tests.docs.pages import page


def blocks(name: str, language: str) -> list[str]:
    """The fenced blocks of a page in that language."""
    return re.findall(rf"^```{language}\n(.*?)^```$", page(name), re.MULTILINE | re.DOTALL)


def ran(source: str) -> dict[str, Any]:
    """What a template defines."""
    names: dict[str, Any] = {"__name__": "template"}
    exec(compile(source, "template", "exec", dont_inherit=True), names)
    return names


def said(problems: tuple[object, ...], folder: Path) -> list[str]:
    return [str(one).removeprefix(f"{folder}/") for one in problems]


def test_the_template_of_a_plan_is_a_sound_plan(tmp_path: Path) -> None:
    copy = shutil.copytree(gathering.HERE, tmp_path / "content")
    (template,) = blocks("how-to-add/plan.md", "yaml")
    (copy / "plans" / "city-2026.yaml").write_text(template, encoding="utf-8")
    assert said(gathering.gather(copy)[1], copy) == []


def test_a_new_city_goes_from_an_empty_file_to_its_calendar(tmp_path: Path) -> None:
    """Every step of the worked example, with what `check` says at each."""
    copy = shutil.copytree(gathering.HERE, tmp_path / "content")
    file = copy / "plans" / "qingshi-2026.yaml"
    first, second, checklists = blocks("handbooks/new-city.md", "yaml")
    told = [one.splitlines()[1:] for one in blocks("handbooks/new-city.md", "text")]
    third = second[: second.index("checklists:\n")] + checklists
    for step, lines in ((first, told[0]), (second, told[1]), (third, [])):
        file.write_text(step, encoding="utf-8")
        content, problems = gathering.gather(copy)
        assert said(problems, copy)[: len(lines) or None] == lines
    assert content is not None
    form = content.form("qingshi-2026", "study")
    assert form.question("drill-held").ask == "今年以来，组织过应急演练吗？"
    due = CliRunner().invoke(door, ["calendar", "qingshi-2026"], obj=content)
    assert due.exit_code == 0, due.output
    assert "2026-03-25" in due.output
    assert "报送进展情况调度表" in due.output


def test_the_template_of_a_conversation_is_held(
    content: Content, judge: Judge, open_unit: OpenUnit, two_towns: None
) -> None:
    questions, sentences = blocks("how-to-add/conversation.md", "yaml")
    form = Form.model_validate(yaml.load(questions, Loader=yaml.BaseLoader))
    texts = dict(flattened(yaml.safe_load(sentences)))
    conversation = ran(blocks("how-to-add/conversation.md", "python")[0])["ROLL_CALL"]
    entry = content.menu.entries[0].model_copy(
        update={"command": "roll-call", "label": "清点人数", "roles": ("safety_officer",), "words": ()}
    )
    content = replace(
        content, dialogs={**content.dialogs, form.id: form},
        texts=Texts({**content.texts.sentences, **texts}, content.texts.words),
        menu=content.menu.model_copy(update={"entries": (*content.menu.entries, entry)}),
    )  # fmt: skip
    gateway = Gateway(content, judge, {**CONVERSATIONS, conversation.id: conversation}, open_unit, b"secret of tests!")
    answer = ""
    for number, words in enumerate(("清点人数", "12", "跳过", "确认提交")):
        sender = Sender(channel="web", address="李安")
        letters = gateway.handle(InboundMessage(id=str(number), sender=sender, kind="text", text=words))
        answer = "\n".join(Outbound.model_validate(letter.body).text for letter in letters)
    assert "已记下：现场 12 人。" in answer


def test_the_template_of_a_figure_counts_something_new() -> None:
    (line,) = blocks("how-to-add/metric.md", "python")
    catalogue = __import__("reports.metrics.catalogue", fromlist=["_hazards"])
    metric = eval(line, vars(catalogue))
    assert metric.id not in METRICS
    assert (metric.wanted.event, metric.wanted.by) == ("listed", "county")
    (sentences,) = blocks("how-to-add/metric.md", "yaml")
    assert set(yaml.safe_load(sentences)["metric"][metric.id]) == {"name", "unit", "definition"}


@pytest.mark.anyio
@pytest.mark.parametrize(
    ("status", "result"), [(200, "Sent"), (429, "Later"), (503, "Later"), (404, "Elsewhere"), (400, "Never")]
)
async def test_the_template_of_a_channel_says_how_it_went(status: int, result: str) -> None:
    asked: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(request)
        return httpx.Response(status)

    board_of = ran(blocks("how-to-add/channel.md", "python")[0])["Board"]
    binding = Binding(id=1, channel="board", account="default", address="somebody", person_id=1)
    async with httpx.AsyncClient(transport=httpx.MockTransport(answer)) as http:
        board = board_of(http, "https://board.example")
        assert type(await board.send(binding, Outbound(text="您好"), 7)).__name__ == result
    assert asked[0].headers["Idempotency-Key"] == "7"


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"
