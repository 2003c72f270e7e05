"""How far key tasks are, as officials of a city whose plan has a table of them say it."""

from __future__ import annotations

from datetime import date

from checklists.content import Content
from checklists.due_dates import deadline_items
from dialogs.messages import Outbound
from storage import enterprises, people, reaching
from storage.key_tasks import states_of
from tests.transcripts.stage import Stage


def _said(stage: Stage, name: str, *texts: str) -> Outbound:
    stage.speaker = stage.speaker.model_copy(update={"address": name})
    for text in texts:
        answers = stage.say(text)
    return answers[-1]


def test_a_county_says_how_far_a_key_task_is(stage: Stage, content: Content) -> None:
    plan = content.plans["honghe-2023"]
    with stage.open_unit() as unit:
        enterprises.add_region(unit, "532501", "个旧市", "county")
        person = people.add_person(unit, "杨云")
        people.grant(unit, person, "county", region="532501", by=None)
        reaching.bind(unit, reaching.bound(unit, "web", "default", "杨云").id, person)
        unit.commit()

    tasks = _said(stage, "杨云", "报表", "填重点工作进展")
    assert tasks.choices[0].label == "○ 1.各级安委会制定印发专项行动方案。"
    for _ in range(3):  # nine on a page
        assert tasks.choices[-1].label == "后面的"
        tasks = _said(stage, "杨云", "后面的")
    assert len(tasks.choices) == 2
    _said(stage, "杨云", "放弃", "确认放弃")
    tasks = _said(stage, "杨云", "报表", "填重点工作进展")
    chosen = _said(stage, "杨云", "1")
    assert chosen.text.startswith("动员部署阶段（2023年5月20日前）\n1.各级安委会制定印发专项行动方案。")
    kept = _said(stage, "杨云", "已完成", "6月1日印发")
    assert kept.text == "已记下：已完成。"
    _said(stage, "杨云", "报表", "填重点工作进展")
    with stage.open_unit() as unit:
        states = states_of(unit, plan.id, 2023, "532501", None)
    assert {name: (one.state, one.note) for name, one in states.items()} == {
        "mobilise-government-1": ("done", "6月1日印发")
    }


def test_a_city_without_such_a_table_has_no_such_entry(stage: Stage) -> None:
    labels = [choice.label for choice in _said(stage, "刘明", "报表").choices]
    assert "填重点工作进展" not in labels
    assert "填责任公示牌" in labels


def test_each_phase_of_the_key_tasks_stands_in_the_calendar(content: Content) -> None:
    plan = content.plans["honghe-2023"]
    days = [item.day for item in deadline_items(plan, 2023) if item.name.startswith("key-tasks")]
    assert days == [date(2023, 5, 20), date(2023, 6, 30), date(2023, 12, 31)]
    limits = [cell.text.format(year=2023) for cell in content.layouts["F11"].cells if "{year}年" in cell.text[2:]]
    assert limits[-4:] == [
        "动员部署阶段（2023年5月20日前）", "自查自改和督导帮扶（2023年5月中下旬至6月底）", "精准执法（2023年6月至12月）",
        "总结提高（2023年12月）",
    ]  # fmt: skip
