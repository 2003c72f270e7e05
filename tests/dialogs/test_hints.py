"""How to answer is told with examples that the question itself takes."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from checklists.content import Content
from checklists.texts import Texts
from dialogs.answers import Given
from tests.dialogs.asking import form
from tests.dialogs.conftest import Ask

FIRST = date(2023, 1, 1)


def _hint(texts: Texts, key: str) -> list[str]:
    return texts(f"engine.how_{key}").partition("比如 ")[2].rstrip("。").split("、")


@pytest.mark.parametrize("days", range(0, 365, 7))
def test_a_day_that_may_not_be_over_is_asked_for_with_days_it_takes(ask: Ask, content: Content, days: int) -> None:
    one = form("[{id: q, kind: date, ask: 哪天作业？, limits: {not_before: today}}]")
    assert "昨天" not in ask(one).shown.text
    examples = _hint(content.texts, "date_ahead")
    assert len(examples) == 3
    for example in examples:
        asked = ask(one)
        asked.give(Given(today=FIRST + timedelta(days=days), text=example))
        assert asked.said == [], example


def test_any_other_day_is_asked_for_with_yesterday_too(ask: Ask) -> None:
    assert "昨天" in ask(form("[{id: q, kind: date, ask: 哪天检查的？, limits: {not_after: today}}]")).shown.text
