"""What is said in private is judged like all else, and no figure tells when."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from checklists.judgement.judge import Judge
from tests.transcripts.stage import Stage

REPORT = """@赵小兵
> 举报
> 匿名
> 不是
> 河边那家没有牌子的纸箱厂
> 章贡区
> 河边
> 纸箱厂的安全出口用铁链锁着
> 没有
> 1
"""


def test_an_anonymous_report_is_not_counted(stage: Stage) -> None:
    counted: list[str] = []

    @contextmanager
    def timed() -> Iterator[None]:
        counted.append("judged")
        yield

    stage.gateway = replace(stage.gateway, judge=Judge(stage.content, timed))
    assert "回执码" in stage.replay(REPORT)
    assert counted == []
    stage.replay("@李安\n> 隐患\n>photo red\n> 好了\n> 喷漆房\n> 喷漆房没有通风，满屋漆雾")
    assert counted == ["judged"]
