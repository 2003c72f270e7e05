"""An enrolment left half filled ends, with a word, once the person is enrolled by another."""

from __future__ import annotations

import pytest

from storage import enterprises, invitations, people
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


def official(stage: Stage, name: str, role: str, region: str, department_id: int | None = None) -> None:
    """Entered by an import, which gives a code to bind."""
    with stage.open_unit() as unit:
        person = people.add_person(unit, name)
        people.grant(unit, person, role, region=region, department_id=department_id, by=None)
        unit.commit()


def office(stage: Stage) -> int:
    """A department of 章贡, and a code of it: C000000001."""
    with stage.open_unit() as unit:
        department = enterprises.add_department(unit, "章贡区水利局", "360702", "county", ("water",))
        invitations.invite(unit, "department", region="360702", department_id=department)
        unit.commit()
    return department


def test_an_officials_enrolment_is_overtaken_by_an_import_just_as_well(stage: Stage) -> None:
    stage.replay("!invite county 360702\n@孙县官\n>scene C000000001\n> 孙县官\n")
    official(stage, "孙县官", "county", "360702")
    said = stage.replay("@孙县官\n>tap 确认提交\n")
    assert "您是县（市、区）监管人员，已经有人替您登记好了" in said
    with stage.open_unit() as unit:
        assert [name for _, name in people.officials_at(unit, "county", "360702", None)].count("孙县官") == 1


def test_so_is_that_of_a_departments_official_and_not_by_another_department(stage: Stage) -> None:
    department = office(stage)
    official(stage, "孙水利", "department", "360702")  # of no department, of another
    stage.replay("@孙水利\n>scene C000000001\n> 孙水利\n")
    official(stage, "孙水利", "county", "360702")
    official(stage, "孙水利", "county", "360703")
    assert "登记好了" in stage.replay("@孙水利\n>tap 确认提交\n"), "namesakes of other offices are other people"
    with stage.open_unit() as unit:
        assert [name for _, name in people.officials_at(unit, "department", None, department)] == ["孙水利"]


def test_a_departments_official_is_told_as_well(stage: Stage) -> None:
    department = office(stage)
    stage.replay("@孙水利\n>scene C000000001\n> 孙水利\n")
    official(stage, "孙水利", "department", "360702", department)
    assert "已经有人替您登记好了" in stage.replay("@孙水利\n>tap 确认提交\n")


def test_an_official_who_has_the_role_keeps_the_code(stage: Stage) -> None:
    said = stage.replay("!invite county 360702\n@刘明\n>scene C000000001\n>tap 确认提交\n")
    assert "您已经是县（市、区）监管人员了" in said
    said = stage.replay("!invite county 360703\n@刘明\n>scene C000000002\n>tap 确认提交\n")
    assert "登记好了" in said, "of another county they may become one as well"


def test_who_has_the_role_already_keeps_the_code(stage: Stage) -> None:
    said = stage.replay("!invite safety_officer 宏达\n@李安\n>scene C000000001\n> 91360702000000019E\n>tap 确认提交\n")
    assert "您已经是安全员了" in said
