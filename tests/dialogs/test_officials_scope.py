"""An official never records for an enterprise outside the scope, whatever a forged button asks for."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from checklists.content import Content
from dialogs.messages import Outbound
from storage import enterprises, hazards
from storage.oversight.actions import ActFacts, record_act
from storage.oversight.office import Office
from storage.oversight.spot_checks import CheckFacts, record_check
from storage.scope import EVERYTHING
from storage.tables import actions, spot_checks
from storage.unit_of_work import OpenUnit
from tests.transcripts.stage import Stage

FAR = "赣州永兴食品有限公司"


def tapped(stage: Stage, name: str, command: str) -> str:
    """What a forged button of that command is answered with."""
    stage.speaker = stage.speaker.model_copy(update={"address": name})
    answers: tuple[Outbound, ...] = stage._answers(stage._message("choice", token=f"m.{command}", text=""))
    return "\n".join(answer.text for answer in answers)


def enterprise_id(open_unit: OpenUnit, name: str) -> int:
    with open_unit() as unit:
        return enterprises.found(unit, EVERYTHING, name)[0].id


@pytest.mark.parametrize("speaker", ["刘明", "钱进", "高强", "王建国", "赵小兵", "苏平"])
@pytest.mark.parametrize("command", ["spot-check.{id}", "action.penalty.{id}", "action.penalty.{id}.1"])
def test_forged_buttons_open_nothing(stage: Stage, content: Content, speaker: str, command: str) -> None:
    answer = tapped(stage, speaker, command.format(id=enterprise_id(stage.open_unit, FAR)))
    assert FAR not in answer
    refusals = (content.texts("record.outside"), content.texts("menu.not_allowed"))
    assert answer.startswith(refusals)
    with stage.open_unit() as unit:
        for table in (spot_checks, actions):
            assert unit.execute(select(func.count()).select_from(table)).scalar_one() == 0


def test_records_of_another_office_are_not_corrected(stage: Stage, content: Content) -> None:
    """The city's check and act at an enterprise of the county: the county sees neither in its corrections."""
    place = enterprise_id(stage.open_unit, "宏达")
    with stage.open_unit() as unit:
        city = Office("city", "360700", None)
        check = record_check(unit, city, CheckFacts(place, unit.now, ("何静",), ("not_led",)), by=1)
        act = record_act(unit, city, ActFacts("penalty", unit.now.date(), place), by=1)
        unit.commit()
    gone = content.texts("record.gone")
    for command in (f"spot-check.fix-{check}", f"action.fix-{act}", f"found-hazard.{check}"):
        assert tapped(stage, "刘明", command).startswith(gone), command
    assert "宏达" in tapped(stage, "何静", f"spot-check.fix-{check}")


def test_an_enterprise_changes_nobody_elses_risks(stage: Stage, content: Content) -> None:
    for words in ("风险", "1", "红", "涂装线", "粉尘爆炸", *["跳过"] * 4, "还没有", "跳过", "1"):
        stage.speaker = stage.speaker.model_copy(update={"address": "李安"})
        stage.say(words)
    assert tapped(stage, "陈永兴", "risk.1").startswith(content.texts("risk.gone"))
    assert "缺" not in tapped(stage, "陈永兴", "risks")
    assert tapped(stage, "刘明", "risk.1").startswith(content.texts("menu.not_allowed"))


def test_a_hazard_elsewhere_is_not_listed(stage: Stage, content: Content) -> None:
    with stage.open_unit() as unit:
        place = enterprises.found(unit, EVERYTHING, FAR)[0].id
        hazards.report(
            unit, enterprise_id=place, source="self", level="major", words="安全出口锁着", place="仓库", found_by=None
        )
        unit.commit()
    stage.speaker = stage.speaker.model_copy(update={"address": "刘明"})
    stage.say("挂牌督办")
    assert stage.say("挂牌")[0].text.startswith(content.texts("supervise.none_list"))
