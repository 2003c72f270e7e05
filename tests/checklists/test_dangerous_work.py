"""What the rules for dangerous work make of a job, and what `check` says of a misspelt name in them."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from checklists.content import Content
from checklists.dangerous_work import counting_as
from tests.checklists.drafts import WORK, faults


@pytest.mark.parametrize(
    ("begins", "ends", "counts"),
    [
        ("2023-06-12 09:00", "2023-06-12 17:00", "second"),  # a Monday by day
        ("2023-06-12 09:00", "2023-06-14 17:00", "second"),  # three days, resting at night
        ("2023-06-12 19:00", "2023-06-12 20:00", "second"),  # over when the night begins
        ("2023-06-12 19:00", "2023-06-12 20:01", "first"),
        ("2023-06-12 05:00", "2023-06-12 07:00", "first"),
        ("2023-06-12 22:00", "2023-06-13 01:00", "first"),
        ("2023-06-10 09:00", "2023-06-10 10:00", "first"),  # a Saturday
        ("2023-06-22 09:00", "2023-06-22 10:00", "first"),  # the dragon boat festival
        ("2023-06-25 09:00", "2023-06-25 10:00", "second"),  # a Sunday that is worked for it
    ],
)
def test_on_holidays_and_at_night_hot_work_counts_one_grade_higher(
    content: Content, begins: str, ends: str, counts: str
) -> None:
    kind = content.dangerous_work.kind("hot-work")
    grade = kind.grade("second")
    assert grade is not None
    span = (datetime.fromisoformat(begins), datetime.fromisoformat(ends))
    assert counting_as(content.dangerous_work, kind, grade, *span).id == counts


def test_a_name_that_nothing_has_is_found(tmp_path: Path) -> None:
    text = WORK.replace("hours: 8,", "hours: 8, certificates: [welding], feeds: [drill-hold],")
    said = "\n".join(faults(tmp_path, **{"dangerous-work": text}))
    assert "hot-work: nobody knows 'welding'" in said
    assert "hot-work: nobody knows 'drill-hold'; did you mean 'drill-held'?" in said
