"""What is said to be wrong, and what is only said not to be wrong."""

from __future__ import annotations

import pytest

from checklists.judgement.faults import FaultFinder
from checklists.judgement.reading import Reader
from tests.own import own_content

WORDS = own_content().lexicon
READER = Reader(WORDS.wording)
FINDER = FaultFinder(WORDS.faults, WORDS.wording)


def kinds(text: str) -> set[str]:
    return {found.kind for found in FINDER.find(READER.read(text)).found}


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("喷漆房没有装报警器", "absent"),
        ("喷漆房冇装报警器", "absent"),
        ("莫得报警器", "absent"),
        ("报警器装了但坏了", "broken"),
        ("报警器不能正常使用", "broken"),
        ("阀门关不上", "broken"),
        ("联锁被短结了", "disabled"),
        ("安全出口被货物堵住", "blocked"),
        ("作业未审批", "unapproved"),
        ("证已过有效期", "expired"),
        ("焊工无证上岗", "unqualified"),
        ("没有按规定定期检查和更换", "unmanaged"),
        ("两条线共用一个除尘器", "shared"),
        ("报警没有和切断阀联锁", "unisolated"),
        ("预警了还在干，没撤人", "unresponsive"),
        ("梁上积尘很厚", "accumulated"),
        ("坝体有裂缝", "leaking"),
        ("没检测就下去了", "untested"),
        ("水池没设在排放口", "misplaced"),
        ("冻结装置没放在单独作业间", "misplaced"),
        ("危险废物没堆在厂区的专库里", "misplaced"),
        ("管线漏装阻火器", "absent"),
        ("新炉子忘了装切断阀", "absent"),
        ("库房少了避雷针", "absent"),
    ],
)
def test_a_fault_is_found(text: str, kind: str) -> None:
    assert kind in kinds(text)


@pytest.mark.parametrize(
    "text",
    [
        "报警器已经装好",
        "没有发现泄漏",
        "未见异常",
        "无隐患",
        "设备完好，没有损坏",
        "漏电保护器齐全",
        "泄漏报警器都正常",
        "货没放在通道上",
        "不锈钢管道",
        "无关人员已撤离",
        "检查合格，没问题",
    ],
)
def test_what_is_well_is_no_fault(text: str) -> None:
    assert kinds(text) == set()


def test_a_part_that_reassures_is_known() -> None:
    faulty = FINDER.find(READER.read("报警器正常，护栏断了"))
    assert faulty.assured == {0}
    assert {found.part for found in faulty.found} == {1}


def test_although_takes_back_what_is_well() -> None:
    assert FINDER.find(READER.read("虽签订了协议，但没有去检查")).assured == frozenset()


def test_a_guard_against_a_fault_is_not_the_fault() -> None:
    assert "exceeded" not in kinds("管线没有超压自动切断")
    assert "absent" in kinds("管线没有超压自动切断") or "unisolated" in kinds("管线没有超压自动切断")
