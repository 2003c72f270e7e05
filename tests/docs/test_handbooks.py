"""Whoever follows a handbook word by word gets where it says: all of them, one after the other, in one county."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from checklists.content import Content
from checklists.judgement.judge import Judge
from dialogs.messages import Sender
from storage.unit_of_work import OpenUnit
from tests.conftest import SetClock
from tests.docs.handbooks import PHOTO, STORY, file_of, ways
from tests.docs.pages import DOCS
from tests.transcripts.stage import Stage


@pytest.mark.parametrize("handbook", [name for name, _ in STORY])
def test_a_handbook_is_one_page_and_its_words_can_be_tapped(handbook: str, content: Content) -> None:
    text = file_of(handbook).read_text(encoding="utf-8")
    assert len(text) <= 2200
    labels = {entry.label for entry in content.menu.entries} | {"作业票"}
    for name in re.findall(r"\*\*(.+?)\*\*", text):
        assert name in labels, name


def test_each_handbook_leads_where_it_says(
    content: Content, judge: Judge, open_unit: OpenUnit, two_towns: None, media_folder: Path, clock: SetClock
) -> None:
    stage = Stage(content, judge, open_unit, media_folder, clock)
    for handbook, name in STORY:
        stage.speaker = Sender(channel="web", address=name)
        for way in ways(handbook):
            for step in way.steps:
                answers = stage.send_photo("grey") if step.says == PHOTO else stage.say(step.says)
                heard = "\n".join(line for one in answers for line in (one.text, *(tap.label for tap in one.choices)))
                missing = [words for words in step.hears if words not in heard]
                assert not missing, f"{handbook}, {way.heading}: {step.says!r} is answered without {missing}:\n{heard}"


def test_every_handbook_is_listed_and_has_its_pictures() -> None:
    listed = (DOCS / "handbooks" / "README.md").read_text(encoding="utf-8")
    for file in (DOCS / "handbooks").glob("*.md"):
        assert file.name == "README.md" or f"]({file.name})" in listed, file.name
