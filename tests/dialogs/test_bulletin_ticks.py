"""What the principal has read fills in the duty to learn from accidents, to be confirmed."""

from __future__ import annotations

import pytest

from storage import bulletins, enterprises, people
from storage.bulletins import Audience, Draft
from storage.oversight.office import Office
from storage.scope import Scope
from tests.dialogs.test_permit_talk import read
from tests.transcripts.stage import Stage

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
LESSONS = "m.inspection.weihai-industry-2023/lessons"


def sent(stage: Stage, *items: str) -> int:
    """A lesson to 威海's enterprises; its id."""
    with stage.open_unit() as unit:
        by = people.add_person(unit, "发通报的人")
        draft = Draft("lesson", "屋顶动火", "封住孔洞", (), items, Audience("371002"))
        one = bulletins.write(unit, Scope(region="371002"), draft, Office("county", "371002", None), by=by)
        bulletins.send(unit, one, {"text": "x"}, 50)
        site = enterprises.by_code(unit, "91371002000000035G")
        assert site is not None
        enterprises.set_profile(unit, site, {"hot_work": "yes"}, by=None)
        unit.commit()
        return one.id


def test_the_principals_reading_ticks_it(stage: Stage) -> None:
    number = sent(stage)
    assert "已记下您看过了" in read(stage, "吴刚", f"m.bulletins.{number}")
    assert "填好了" not in read(stage, "吴刚", LESSONS), "the safety officer's reading is not the principal's"
    read(stage, "孙海", f"m.bulletins.{number}")
    shown = read(stage, "孙海", LESSONS)
    assert "有 1 题按您看过的通报先填好了" in shown
    assert "查过、改过吗" in shown, "the next one is asked"
    assert "已看《屋顶动火》（6月12日）" in stage.replay("@孙海\n> 是")


def test_answering_its_checklist_ticks_the_look_at_home(stage: Stage) -> None:
    number = sent(stage, "hot-work-guardian")
    read(stage, "孙海", f"m.bulletins.{number}")
    assert "看护吗" in read(stage, "孙海", f"m.bulletin-check.{number}")
    assert "没有明确现场监护人员" in stage.replay("@孙海\n> 否\n> 1")
    assert "有 2 题按您看过的通报先填好了" in read(stage, "孙海", LESSONS)


def test_nobody_reads_what_was_not_sent_to_them(stage: Stage) -> None:
    number = sent(stage, "hot-work-guardian")
    for name in ("王建国", "陈永兴", "赵小兵"):
        for token in (f"m.bulletins.{number}", f"m.bulletin-check.{number}"):
            assert "屋顶动火" not in read(stage, name, token)
