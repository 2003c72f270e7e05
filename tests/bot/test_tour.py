"""The tour is the whole story on each plan, and tells it the same way every time."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.tour import play
from checklists.content import Content

PLANS = (
    "ganzhou-2023", "honghe-2023", "pingdingshan-2023", "shaoguan-2023", "weihai-industry-2023", "weihai-mines-2023",
)  # fmt: skip


def told(content: Content, plan: str, out: Path) -> tuple[str, dict[str, bytes]]:
    lines: list[str] = []
    files = play(content, content.plans[plan], out, lines.append)
    return "\n".join(lines), {file.name: file.read_bytes() for file in files}


@pytest.mark.parametrize("plan", PLANS)
def test_the_whole_story(content: Content, plan: str, tmp_path: Path) -> None:
    story, files = told(content, plan, tmp_path)
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


def test_two_runs_say_and_write_the_same(content: Content, tmp_path: Path) -> None:
    assert told(content, PLANS[-2], tmp_path / "one") == told(content, PLANS[-2], tmp_path / "two")
