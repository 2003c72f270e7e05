"""An article of a standard whose successor's text is not here goes to officials with the judge's caution."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tests.conftest import SetClock
from tests.transcripts.stage import Stage

WORDS = "喷漆房和打磨车间之间没有防火墙"
REPORT = f"""\
@赵小兵
> 上报隐患
>photo red
> 好了
> 喷漆房
> {WORDS}
> 没有
>tap 确认提交
"""
DECIDE = """\
@刘明
> 辖区隐患台账
> 1
>tap 认定为重大隐患
"""


@pytest.mark.parametrize(("day", "cautioned"), [((2025, 10, 20), False), ((2025, 11, 20), True)])
def test_an_expired_article_says_so_wherever_an_official_reads_it(
    stage: Stage, clock: SetClock, day: tuple[int, int, int], cautioned: bool
) -> None:
    clock.now = datetime(*day, 2, tzinfo=UTC)
    said = stage.replay(REPORT)
    notice = said.partition("* 刘明: ")[2].partition("* ")[0]
    assert "重大火灾隐患判定方法7.2.3" in notice
    assert ("GB 35181-2025" in notice) == cautioned
    clock.move(days=40)
    shown, confirming = stage.replay(DECIDE).split(">tap")
    assert "重大火灾隐患判定方法7.2.3" in shown
    assert ("GB 35181-2025" in shown) == cautioned, "by the day it was found"
    assert "就按这一条" in confirming
    assert ("GB 35181-2025" in confirming) == cautioned
