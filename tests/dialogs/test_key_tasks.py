"""How far key tasks are, as officials of a city whose plan has a table of them say it."""

from __future__ import annotations

from checklists.content import Content
from dialogs.messages import Outbound
from storage import enterprises, people
from storage.enterprises import Campaign
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
        enterprises.add_region(unit, "532500", "红河州", "city")
        enterprises.add_region(unit, "532501", "个旧市", "county")
        enterprises.put_in_force(unit, Campaign(plan.id, 2023, plan.region, plan.begins(2023), plan.ends(2023)))
        person = people.add_person(unit, "杨云")
        people.grant(unit, person, "county", region="532501", by=None)
        people.bind(unit, people.bound(unit, "web", "default", "杨云").id, person)
        unit.commit()

    tasks = _said(stage, "杨云", "报表", "填重点工作进展")
    assert len(tasks.choices) == 29
    assert tasks.choices[0].label == "○1.各级安委会制定印发专项行动方案。"
    kept = _said(stage, "杨云", "1", "已完成", "6月1日印发")
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
