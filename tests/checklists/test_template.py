"""What a document's author can get wrong, and what is said then."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from checklists.template import Template

SOUND: dict[str, object] = {
    "id": "paper", "name": "通报", "about": "area", "spans": ["month"], "roles": ["city"], "title": "{period}通报",
    "number": "{year}-{count}", "say": {"opening": "发现{metric[found]}个。"},
    "by_plan": {"p": {"opening": "本市发现{metric[found]}个。"}}, "basis": "四",
    "parts": [{"text": "{say[opening]}"}, {"table": "counties", "columns": [{"head": "地区", "field": "name"}]}],
}  # fmt: skip


def test_a_sound_one_says_what_it_needs() -> None:
    one = Template.model_validate(SOUND)
    assert one.metrics() == {"found"}
    assert one.lists() == {"counties"}
    assert one.words("p") == {"opening": "本市发现{metric[found]}个。"}


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"number": "{year}号"}, "a number needs {count}"),
        ({"title": "{enterprise}"}, "nobody fills in {enterprise}"),
        ({"parts": [{"text": "{say[ending]}"}]}, "nobody fills in {say[ending]}"),
        ({"parts": [{"text": "甲", "heading": "乙"}]}, "a part is of one sort"),
        ({"parts": [{"table": "hazards", "columns": [{"head": "甲", "field": "row"}]}]}, "there is no table 'hazards'"),
        ({"parts": [{"table": "counties", "columns": [{"head": "甲", "field": "words"}]}]}, "has no field 'words'"),
        ({"parts": [{"table": "counties"}]}, "needs columns"),
        ({"parts": [{"text": "甲", "when": "nothing"}]}, "no list and no field"),
        ({"by_plan": {"p": {"closing": "甲"}}}, "which `say` does not have"),
        ({"spans": []}, "looks back on a stretch"),
    ],
)
def test_faults_are_named(wrong: dict[str, object], said: str) -> None:
    with pytest.raises(ValidationError) as error:
        Template.model_validate({**SOUND, **wrong})
    assert said in str(error.value)
