"""Reading along in English: a report as the README tells it, typed in English words, judged by its Chinese ones."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from checklists.content import Content
from checklists.gathering import HERE, gather
from checklists.judgement.judge import Judge
from dialogs.messages import Sender
from reports.bodies import region_body
from reports.documents.composing import compose
from reports.documents.offering import Maker, asked_about, document_offers, subjects
from reports.filling import fill
from reports.workbook import as_bytes
from storage.scope import EVERYTHING
from storage.unit_of_work import OpenUnit
from tests.conftest import SetClock
from tests.docs.pages import ROOT
from tests.transcripts.stage import Stage

SAID = "喷漆房用油性漆，没有可燃气体浓度报警器，排风机也坏了"


@pytest.fixture(scope="module")
def english() -> Content:
    found, _ = gather(HERE, "en")
    assert found is not None
    return found


def test_papers_are_chinese_throughout(
    english: Content, content: Content, open_unit: OpenUnit, two_towns: None
) -> None:
    """Forms, documents and what people are told about them: only the last is English."""
    day = date(2023, 6, 12)
    with open_unit() as unit:
        office = region_body(unit, EVERYTHING, "360702")
        forms = [fill(one, unit, form, office, "2023-06") for one in (english, content) for form in ("F6", "F7")]
        assert [as_bytes(one) for one in forms[:2]] == [as_bytes(one) for one in forms[2:]]
        maker = Maker("county", EVERYTHING, office=office)
        papers = []
        for one in (english, content):
            offer = next(of for of in document_offers(one, unit, maker, day) if of.template.about == "area")
            about = subjects(one, unit, maker, offer, day)[0].id
            papers.append(compose(unit, asked_about(one, unit, maker, offer, about, unit.now)))
        assert papers[0] == papers[1]
        assert english.texts("engine.yes") == "Yes"


def test_a_report_in_english(
    english: Content, open_unit: OpenUnit, two_towns: None, media_folder: Path, clock: SetClock
) -> None:
    content = english
    stage = Stage(content, Judge(content), open_unit, media_folder, clock, Sender(channel="web", address="李安"))

    def hears(words: str) -> str:
        return "\n".join(
            line for one in stage.say(words)
            for line in (*one.text.split("\n"), *(f"{n}. {tap.label}" for n, tap in enumerate(one.choices, 1)))
        )  # fmt: skip

    assert hears("Menu").startswith("Hello 李安.")
    assert "Send photos of the hazard" in hears("Report a hazard")
    assert "Where?" in hears("skip")
    assert "which equipment or place" in hears("Workshop 2")
    judged = hears(SAID)
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    (told,) = re.findall(rf"› {SAID}\nAncha →\n(.+?)^```", readme, re.MULTILINE | re.DOTALL)
    for line in told.splitlines():
        assert line.strip() in judged or line.strip() == "…", line
    assert "Who puts it right?" in hears("It takes time")
    assert "saved" in hears("pause")
    assert "Going on with “Report a hazard”" in hears("continue")
    assert "There is no such day" not in hears("back")
    assert "1. Discard it" in hears("cancel")
    assert "is discarded" in hears("discard it")
