"""An enrolment left half filled ends, with a word, once the person is enrolled by another."""

from __future__ import annotations

import pytest

from storage import enterprises, people
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


IMPORTED = """\
!invite staff 宏达
@孙小妹
>scene C000000001
> 91360702000000019E
> 孙小妹
"""


def test_an_enrolment_overtaken_by_an_import_ends_and_says_so(stage: Stage) -> None:
    """Confirmed all the same it would make two people of one: the import gave out a code to bind."""
    stage.replay(IMPORTED)
    with stage.open_unit() as unit:
        site = enterprises.by_code(unit, "91360702000000019E")
        assert site is not None
        people.grant(unit, people.add_person(unit, "孙小妹"), "staff", enterprise_id=site.id, by=None)
        unit.commit()
    said = stage.replay("@孙小妹\n>tap 确认提交\n")
    assert "已经有人替您登记好了" in said
    with stage.open_unit() as unit:
        there = people.colleagues(unit, site.id, "staff")
    assert [name for _, name, _ in there].count("孙小妹") == 1


def test_who_has_the_role_already_keeps_the_code(stage: Stage) -> None:
    said = stage.replay("!invite safety_officer 宏达\n@李安\n>scene C000000001\n> 91360702000000019E\n>tap 确认提交\n")
    assert "您已经是安全员了" in said
