"""The schedule file, and what its author hears when it is wrong."""

from __future__ import annotations

from datetime import time
from pathlib import Path

import pytest

from checklists.content import Content
from checklists.gathering import HERE, gather


def test_reminders_go_out_at_nine_and_digests_on_monday_at_half_past_eight(content: Content) -> None:
    found = content.schedule
    assert found.at == time(9)
    assert (found.digest.weekday, found.digest.at) == (1, time(8, 30))
    assert found.expiry.before == (30, 7, 0)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (('at: "09:00"', 'at: "25:00"'), "schedule.yaml:3: at: "),
        (("batch: 1000", "batch: 0"), "schedule.yaml:5: batch: "),
        (("batch: 1000", "bacth: 500"), "schedule.yaml:5: nobody knows the key 'bacth'; did you mean 'batch'?"),
        (("before: [30, 7, 0]", "before: [30, a, 0]"), "1: Input should be a valid integer"),
        (("batch: 1000", "batch: ["), "not YAML"),
    ],
)
def test_faults_are_named_with_their_line(tmp_path: Path, change: tuple[str, str], said: str) -> None:
    text = (HERE / "schedule.yaml").read_text(encoding="utf-8")
    assert change[0] in text
    (tmp_path / "schedule.yaml").write_text(text.replace(*change), encoding="utf-8")
    _, problems = gather(tmp_path)
    assert any(said in str(problem) for problem in problems), [str(problem) for problem in problems]
