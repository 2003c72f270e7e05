"""Of a suspected major hazard the reporter hears who is being told, and whom only the reporter can tell."""

from __future__ import annotations

import pytest

from tests.transcripts.stage import Stage

REPORT = """\
@{name}
> 上报隐患
>photo red
> 好了
> 打磨车间
> 烧焊的师傅没有焊工证，干了好几年了
> 跳过
{fixed}>tap 确认提交
"""


def last_said(stage: Stage, name: str, *gone: str) -> str:
    """What somebody reads at the end of a report, after some have left everywhere."""
    for one in gone:
        list(stage.leave(one))
    fixed = "" if name == "赵小兵" else "> 能马上改\n"  # staff are not asked how it is put right
    return stage.replay(REPORT.format(name=name, fixed=fixed)).rpartition("已登记，")[2]


def test_who_can_be_reached_is_being_told(stage: Stage) -> None:
    said = last_said(stage, "赵小兵")
    assert "正在通知本企业负责人和监管部门。" in said
    assert "已告知" not in said, "nothing has been delivered yet"
    assert "打电话" not in said


@pytest.mark.parametrize(
    ("gone", "told", "to_phone"),
    [
        (("王建国",), "正在通知监管部门。", "本企业负责人在这里还没有能收消息的人，请马上打电话告知。"),
        (("刘明", "钱进"), "正在通知本企业负责人。", "监管部门在这里还没有能收消息的人，请马上打电话告知。"),
        (("刘明", "钱进", "王建国"), "", "本企业负责人和监管部门在这里还没有能收消息的人，请马上打电话告知。"),
    ],
)
def test_whom_nothing_reaches_is_to_be_phoned(stage: Stage, gone: tuple[str, ...], told: str, to_phone: str) -> None:
    said = last_said(stage, "赵小兵", *gone)
    assert told + to_phone in said
    assert told or "正在通知" not in said


def test_a_principal_is_not_told_to_phone_themselves(stage: Stage) -> None:
    said = last_said(stage, "王建国", "刘明", "钱进")
    assert "监管部门在这里还没有能收消息的人" in said
    assert "本企业负责人" not in said.partition("\n")[0]


DECIDED = """\
@李安
> 上报隐患
>photo red
> 好了
> 打磨车间
> 配电箱的门坏了，露着铜线
> 跳过
> 能马上改
>tap 确认提交
@钱进
> 辖区隐患台账
> 1
> 定整改期限
> 6月20日
> 现场检查责令限期整改
> 是
"""


@pytest.mark.parametrize(
    ("gone", "told"),
    [
        ((), "已通知企业 2 人。\n"),
        (("王建国",), "已通知企业 1 人。⚠ 王建国（企业主要负责人）在这里收不到通知，请打电话告知。"),
    ],
)
def test_an_official_hears_how_many_are_reached_and_whom_to_phone(
    stage: Stage, gone: tuple[str, ...], told: str
) -> None:
    for name in gone:
        list(stage.leave(name))
    assert told in stage.replay(DECIDED)


def test_where_nobody_is_reached_all_are_to_be_phoned(stage: Stage) -> None:
    head, official = DECIDED.split("@钱进")
    stage.replay(head)
    for name in ("李安", "王建国"):
        list(stage.leave(name))
    said = stage.replay("@钱进" + official)
    assert "王建国（企业主要负责人）、李安" in said
    assert "已通知企业" not in said


@pytest.mark.parametrize(("name", "own"), [("赵小兵", False), ("王建国", True)])
def test_nobody_is_sent_to_a_ledger_they_do_not_have(stage: Stage, name: str, own: bool) -> None:
    said = last_said(stage, name)
    assert ("“隐患台账”" in said) == own
    assert ("怎么整改由本企业的安全管理人员安排" in said) != own
