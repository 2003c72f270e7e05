"""An enrolment left half filled ends, with a word, once the person is enrolled by another."""

from __future__ import annotations

import pytest

from tests.transcripts.stage import Stage

TWICE = """\
!invite staff 宏达
!invite safety_officer 永兴
@{who}
>scene C000000001
> 暂停
>scene C000000002
> 91360703000000027P
{name}>tap 确认提交
"""
ENDED = "以前没填完的登记不用再填了"


@pytest.mark.parametrize(("who", "name"), [("孙小妹", "> 孙小妹\n"), ("李安", "")])
def test_a_half_filled_enrolment_ends_with_the_finished_one(stage: Stage, who: str, name: str) -> None:
    """Of a stranger as of somebody known, who takes one more role."""
    said = stage.replay(TWICE.format(who=who, name=name)).rpartition(">tap")[2]
    assert "登记好了" in said
    assert ENDED in said
    assert "没填完的表" not in said, "nothing waits any more"
    assert "统一社会信用代码" not in "".join(one.text for one in stage.say("继续"))


def test_one_enrolment_alone_says_nothing_of_others(stage: Stage) -> None:
    steps = "!invite staff 宏达\n@孙小妹\n>scene C000000001\n> 91360702000000019E\n> 孙小妹\n>tap 确认提交\n"
    said = stage.replay(steps)
    assert "登记好了" in said
    assert ENDED not in said
