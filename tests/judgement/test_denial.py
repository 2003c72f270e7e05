"""What is said not to be the case is no hazard; what nobody has seen may be missing all the same."""

from __future__ import annotations

from datetime import date

import pytest

from checklists.judgement.faults import FaultFinder
from checklists.judgement.judge import Judge
from checklists.judgement.reading import Reader
from tests.own import own_content

TODAY = date(2026, 11, 21)
WORDS = own_content().lexicon
READER = Reader(WORDS.wording)
FINDER = FaultFinder(WORDS.faults, WORDS.wording)


def denied(text: str) -> list[str]:
    reading = READER.read(text)
    return [reading.text[start:end] for start, end in FINDER.find(reading).denied]


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("未发现特种作业人员无证上岗", "未发现特种作业人员无证上岗"),
        ("作业都审批了，不存在未通风检测", "不存在未通风检测"),
        ("没有硝酸铵超量", "没有硝酸铵超量"),
        ("没有未经审批的动火", "没有未经审批的动火"),
        ("没有安全出口堵塞现象", "没有安全出口堵塞现象"),
        ("焊工证还有两个月到期", "还有两个月到期"),
        ("油炸机超温会自动断电", "会自动断"),
        ("瓦斯没有超限", "没有超限"),
    ],
)
def test_what_is_denied(text: str, span: str) -> None:
    assert denied(text) == [span]


@pytest.mark.parametrize(
    "text",
    [
        "未发现动火审批手续",            # nobody has seen it: it is missing
        "未见泄漏报警装置",
        "没有防拉脱联锁",
        "没有及时清理通道杂物",
        "没有报警器失灵",                # may well be two findings without a comma
        "超温不会自动断电",
        "没有人管，安全出口堵塞",
        "消火栓打不出水",                # what should be done is not
        "检修时没断电",
        "红色预警没停运",
    ],
)  # fmt: skip
def test_what_is_not_denied(text: str) -> None:
    assert denied(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "未发现特种作业人员无证上岗",
        "有限空间作业均已审批，不存在未通风检测",
        "没有发现煤气报警器失效",
        "没有硝酸铵超量",
        "油炸机超温会自动断电",
        "焊工证还有两个月到期，已报名复审",
    ],
)
def test_a_denied_hazard_is_ordinary_and_nothing_is_asked(judge: Judge, text: str) -> None:
    said = judge.judge(text, sector="工贸", on=TODAY)
    assert (said.verdict, said.question) == ("general", "")


@pytest.mark.parametrize(
    "text",
    [
        "焊工的证没过期，但不是他本人的",
        "未发现异常，但煤气柜报警器被拔了插头",
        "超温会自动断电的那套被拆了，油炸机还在开",
        "喷漆房的报警不是没装，是装了没接电",
    ],
)
def test_what_comes_after_a_denial_counts(judge: Judge, text: str) -> None:
    assert judge.judge(text, sector="工贸", on=TODAY).verdict == "suspected_major"


def test_what_is_denied_takes_back_nothing_else(judge: Judge) -> None:
    said = judge.judge("未发现无证上岗，但喷漆房的可燃气体报警器被拔掉了", sector="工贸", on=TODAY)
    assert (said.verdict, said.clauses[0].clause) == ("suspected_major", "GM-14")


@pytest.mark.parametrize(
    ("text", "sector"),
    [
        ("钢包吊运路线下面没有休息室、操作室", "冶金"),
        ("打磨车间里面没设办公室，也无人住宿", "粉尘涉爆"),
        ("包装间空调没用液氨直接制冷", "工贸"),
        ("猴车急停、越位保护逐个拉了一遍都停车", "煤矿"),
    ],
)
def test_a_thing_that_must_not_be_there_is_not(judge: Judge, text: str, sector: str) -> None:
    assert judge.judge(text, sector=sector, on=TODAY).verdict != "suspected_major"


@pytest.mark.parametrize(
    ("text", "sector"),
    [
        ("调聚酯漆的小房间里既没有探头也没有风机", "工贸"),
        ("加热炉水冷梁未见应急冷却水", "工贸"),
        ("台风来了不回港不撤人", "渔业"),
        ("无燃气经营资质从事瓶装气销售", "燃气"),
        ("安全设施没有验收就生产", "非煤矿山"),
    ],
)
def test_a_thing_that_must_be_there_and_is_not_is_no_denial(judge: Judge, text: str, sector: str) -> None:
    assert judge.judge(text, sector=sector, on=TODAY).verdict == "suspected_major"
