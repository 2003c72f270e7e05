"""The tour is the whole story on each plan, and tells it the same way every time."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.tour import play
from checklists.content import Content
from checklists.judgement.judge import Judge
from tests.conftest import unwatched

WHOLE = "weihai-industry-2023"
"""The plan with the most people."""
OTHERS = ("ganzhou-2023", "honghe-2023", "pingdingshan-2023", "shaoguan-2023", "weihai-mines-2023")

Told = tuple[str, dict[str, bytes]]


def told(content: Content, judge: Judge, plan: str, out: Path) -> Told:
    lines: list[str] = []
    files = play(content, content.plans[plan], out, lines.append, judge=judge)
    return "\n".join(lines), {file.name: file.read_bytes() for file in files}


def assert_whole(story: str, files: dict[str, bytes]) -> None:
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


def test_two_runs_tell_the_whole_story_and_write_the_same(content: Content, judge: Judge, tmp_path: Path) -> None:
    one = told(content, judge, WHOLE, tmp_path / "one")
    assert_whole(*one)
    with unwatched():
        assert told(content, judge, WHOLE, tmp_path / "two") == one


@pytest.mark.unwatched  # the same lines as above
@pytest.mark.parametrize("plan", OTHERS)
def test_each_other_plan_has_its_whole_story(content: Content, judge: Judge, plan: str, tmp_path: Path) -> None:
    assert_whole(*told(content, judge, plan, tmp_path))
