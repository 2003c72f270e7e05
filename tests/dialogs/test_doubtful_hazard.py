"""A hazard of which nobody can tell yet whether it is major has a first step all the same."""

from __future__ import annotations

import pytest

from tests.transcripts.stage import Stage

UNTIL_KNOWN = "没弄清楚以前，先当它有危险"


def reported(stage: Stage, words: str) -> str:
    return stage.replay(f"@李安\n> 隐患\n> 跳过\n> 车间\n> {words}")


@pytest.mark.parametrize("words", ["车间没有通风", "焊工动火不办票，旁边都是木屑", "外包队动火作业没签安全协议"])
def test_what_cannot_be_told_is_treated_as_dangerous(stage: Stage, words: str) -> None:
    said = reported(stage, words)
    assert UNTIL_KNOWN in said or "先灭掉火种" in said


def test_an_ordinary_hazard_and_a_suspected_one_are_told_as_before(stage: Stage) -> None:
    assert UNTIL_KNOWN not in reported(stage, "灭火器过期了")
    assert UNTIL_KNOWN not in reported(stage, "喷漆房没有可燃气体报警器")


def test_people_who_may_be_locked_in_are_let_out_without_ado(stage: Stage) -> None:
    said = reported(stage, "车间安全出口上锁")
    assert "请先让出口能走" in said
    assert UNTIL_KNOWN not in said
