"""The tour is the whole story on each plan, and tells it the same way every time."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.tour import play
from checklists.content import Content
from checklists.judgement.judge import Judge

PLANS = (
    "ganzhou-2023", "honghe-2023", "pingdingshan-2023", "shaoguan-2023", "weihai-industry-2023", "weihai-mines-2023",
)  # fmt: skip


Told = tuple[str, dict[str, bytes]]


def told(content: Content, judge: Judge, plan: str, out: Path) -> Told:
    lines: list[str] = []
    files = play(content, content.plans[plan], out, lines.append, judge=judge)
    return "\n".join(lines), {file.name: file.read_bytes() for file in files}


@pytest.fixture(scope="module", params=PLANS)
def first(
    request: pytest.FixtureRequest, content: Content, judge: Judge, tmp_path_factory: pytest.TempPathFactory
) -> tuple[str, Told]:
    """A plan, and what its tour said and wrote."""
    return request.param, told(content, judge, request.param, tmp_path_factory.mktemp("tour"))


def test_the_whole_story(first: tuple[str, Told]) -> None:
    _, (story, files) = first
    scenes = ("企业登记", "主要负责人自查", "安全员随手拍", "台账和五落实", "整改", "销号", "提醒", "周报", "官方报表")
    places = [story.index(f". {scene}  ") for scene in scenes]
    assert places == sorted(places)
    assert story.count("疑似重大事故隐患") >= 2  # from the checklist's answer, and from the words of the photo report
    assert "已销号。" in story
    assert "还没做完" in story
    assert "出了点问题" not in story
    assert files["digest.jpg"].startswith(b"\xff\xd8\xff")
    (workbook,) = [data for name, data in files.items() if name.endswith(".xlsx")]
    assert workbook.startswith(b"PK")


def test_two_runs_say_and_write_the_same(
    first: tuple[str, Told], content: Content, judge: Judge, tmp_path: Path
) -> None:
    plan, before = first
    if plan == "weihai-industry-2023":  # the one with the most people; each further one costs the suite seconds
        assert told(content, judge, plan, tmp_path) == before
