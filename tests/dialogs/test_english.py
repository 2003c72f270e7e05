"""Reading along in English: a report as the README tells it, typed in English words, judged by its Chinese ones."""

from __future__ import annotations

import re
from pathlib import Path

from checklists.gathering import HERE, gather
from checklists.judgement.judge import Judge
from dialogs.messages import Sender
from storage.unit_of_work import OpenUnit
from tests.conftest import SetClock
from tests.docs.pages import ROOT
from tests.transcripts.stage import Stage

SAID = "喷漆房用油性漆，没有可燃气体浓度报警器，排风机也坏了"


def test_a_report_in_english(open_unit: OpenUnit, two_towns: None, media_folder: Path, clock: SetClock) -> None:
    content, _ = gather(HERE, "en")
    assert content is not None
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
    assert "Reply “discard it”" in hears("cancel")
    assert "is discarded" in hears("discard it")
