"""Forms out of plans: shared items with the plan's own words and basis laid over them."""

from __future__ import annotations

from pathlib import Path

import pytest

from checklists.content import Content
from checklists.form import Form
from tests.checklists.drafts import ITEMS, PLAN, read


def whole(tmp_path: Path, **changed: str) -> Content:
    content, problems = read(tmp_path, **changed)
    assert problems == []
    assert content is not None
    return content


def test_a_checklist_becomes_a_form(tmp_path: Path) -> None:
    form = whole(tmp_path).form("qinghe", "study")
    assert (form.id, form.title, form.complete, form.summary) == ("inspect.qinghe.study", "学标准", "inspection", True)
    assert [(question.id, question.basis) for question in form.questions] == [
        ("drill-held", "清河 二5"), ("own", "清河 二1"),
    ]  # fmt: skip


def test_a_plan_words_a_shared_item_its_own_way(tmp_path: Path) -> None:
    own = "use: drill-held, ask: 半年演练了吗？, negative: {missing: 半年没演练, clause: GM-3-2}"
    content = whole(tmp_path, plans__qinghe=PLAN.replace("use: drill-held", own))
    question = content.form("qinghe", "study").question("drill-held")
    assert question.ask == "半年演练了吗？"
    assert question.negative is not None
    assert (question.negative.missing, question.negative.clause) == ("半年没演练", "GM-3-2")
    assert content.items["drill-held"].ask == "演练了吗？", "the shared one stays as it is"


def test_there_is_no_such_checklist(tmp_path: Path) -> None:
    with pytest.raises(KeyError, match="qinghe/nothing"):
        whole(tmp_path).form("qinghe", "nothing")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("演练了吗？", "演练过吗？"),
        ("没有演练", "未演练"),
        ("negative:", "help: 看记录。\n    negative:"),
        ("ask:", "na: yes\n    ask:"),
    ],
)
def test_the_version_changes_with_a_shared_item(tmp_path: Path, old: str, new: str) -> None:
    before = whole(tmp_path / "a").form("qinghe", "study").version
    assert whole(tmp_path / "b").form("qinghe", "study").version == before
    assert whole(tmp_path / "c", items__items=ITEMS.replace(old, new)).form("qinghe", "study").version != before


def test_a_form_survives_the_record(content: Content) -> None:
    """What is kept of a version is enough to finish on it."""
    for form in (*content.dialogs.values(), *content.checklist_forms()):
        again = type(form).model_validate(form.model_dump(mode="json"))
        assert again == form
        assert again.version == form.version


def test_which_questions_apply_hangs_on_what_was_answered() -> None:
    """Asked twice it is the same; an answer no question looks at changes nothing, whatever it says."""
    form = Form.model_validate({
        "id": "f", "title": "动火", "complete": "none", "facts": ["sector"],
        "questions": [
            {"id": "hot", "kind": "confirm", "ask": "动火吗？"},
            {"id": "welder", "kind": "confirm", "ask": "有证吗？", "when": {"hot": "yes"}},
            {"id": "fair", "kind": "note", "ask": "别忘了。", "when": {"sector": ["mine", "fair"]}},
            {"id": "who", "kind": "text", "ask": "谁？"},
        ],
    })  # fmt: skip
    for known, wanted in (
        ({}, ["hot", "who"]),
        ({"hot": "yes"}, ["hot", "welder", "who"]),
        ({"hot": "yes", "who": "王强"}, ["hot", "welder", "who"]),
        ({"hot": "no", "sector": "fair"}, ["hot", "fair", "who"]),
        ({"hot": "yes", "sector": ("shop", "mine")}, ["hot", "welder", "fair", "who"]),
        ({"hot": "yes"}, ["hot", "welder", "who"]),
    ):
        assert [one.id for one in form.applying(known)] == wanted, known
