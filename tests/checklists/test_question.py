"""Questions and the `when` that decides whether they are asked."""

from __future__ import annotations

import pytest
import yaml
from pydantic import ValidationError

from checklists.question import Question, When


def when(text: str) -> When:
    return When.model_validate(yaml.load(text, Loader=yaml.BaseLoader))


@pytest.mark.parametrize(
    ("text", "facts", "holds"),
    [
        ("{hot: yes}", {"hot": "yes"}, True),
        ("{hot: yes}", {"hot": "no"}, False),
        ("{hot: yes}", {}, False),
        ("{hot: [yes, no]}", {"hot": "no"}, True),
        ("{kinds: dust}", {"kinds": ("smelting", "dust")}, True),
        ("{kinds: dust}", {"kinds": ()}, False),
        ("{hot: yes, sector: mine}", {"hot": "yes", "sector": "coal"}, False),
        ("{any: {hot: yes, out: yes}}", {"out": "yes"}, True),
        ("{any: {hot: yes, out: yes}}", {"out": "no"}, False),
        ("{all: {sector: mine}, any: {hot: yes, out: yes}}", {"sector": "mine"}, False),
        ("{all: {sector: mine}, any: {hot: yes, out: yes}}", {"sector": "mine", "hot": "yes"}, True),
        ("{all: yes}", {"all": "yes"}, True),  # a question may bear that name
    ],
)
def test_when(text: str, facts: dict[str, str | tuple[str, ...]], holds: bool) -> None:
    assert when(text).holds(facts.get) is holds


def test_when_names_what_it_looks_at() -> None:
    assert when("{all: {sector: mine}, any: {hot: yes}}").names() == ("sector", "hot")


def test_a_choice_without_options_is_yes_or_no() -> None:
    assert [option.label for option in Question(id="a", ask="甲？").choices()] == ["是", "否"]
    assert Question(id="a", ask="甲？", kind="text").choices() == ()


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"kind": "text", "options": [{"id": "a", "label": "甲"}]}, "has no options"),
        (
            {"kind": "confirm", "options": [{"id": "yes", "label": "交"}, {"id": "later", "label": "再看"}]},
            "options yes and no",
        ),
        ({"kind": "several"}, "needs options"),
        ({"kind": "date", "personal": True}, "a question of kind date is not personal"),
        ({"evidence": {"ask": "拍", "on": ["maybe"]}}, "evidence.on names the option 'maybe'; options are no, yes"),
        ({"negative": {"missing": "没有", "on": ["maybe"]}}, "negative.on names the option 'maybe'"),
        ({"kind": "chioce"}, "Input should be"),
        ({"askk": "x"}, "Extra inputs are not permitted"),
    ],
)
def test_what_makes_no_question(more: dict[str, object], said: str) -> None:
    with pytest.raises(ValidationError, match=said):
        Question.model_validate({"id": "a", "ask": "甲？", **more})
