"""Whoever answers 我自己 where a name is asked for stands in the record by name."""

from __future__ import annotations

import pytest

from tests.transcripts.stage import Stage

REPORT = "隐患|跳过|除尘器|除尘系统没有装泄爆装置|跳过|要些时间"
ASKED = "作业票|1|其他危险作业|院子里|挖沟埋管|明天|早上8点|2"


def say(stage: Stage, name: str, *lines: str) -> str:
    return stage.replay("\n".join((f"@{name}", *(f"> {one}" for line in lines for one in line.split("|")))))


@pytest.mark.parametrize("said", ["我自己", "我", "本人。"])
def test_whoever_puts_a_hazard_right_themselves_stands_there_by_name(stage: Stage, said: str) -> None:
    shown = say(stage, "李安", REPORT, said, "装泄爆片|3000|半个月|停用")
    assert "6. 责任人\n     → 李安" in shown.partition("都答完了")[2]


def test_who_works_and_who_watches(stage: Stage) -> None:
    shown = say(stage, "吴刚", ASKED, "我自己、丁大勇", "我")
    assert "监护人" in shown.partition("> 我\n")[2]  # who works does not watch
    shown = say(stage, "吴刚", "返回")
    assert "谁来干" in shown
    shown = say(stage, "吴刚", "丁大勇|我|1 2 3|跳过")
    assert "监护人\n     → 吴刚" in shown
