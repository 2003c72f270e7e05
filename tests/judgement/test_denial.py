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


def test_what_is_denied_takes_back_nothing_else(judge: Judge) -> None:
    said = judge.judge("未发现无证上岗，但喷漆房的可燃气体报警器被拔掉了", sector="工贸", on=TODAY)
    assert (said.verdict, said.clauses[0].clause) == ("suspected_major", "GM-14")
