"""Permits through the chat: who may approve, two at once, and nothing of it for anybody else."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from dialogs.messages import InboundMessage, Outbound, Sender
from storage import enterprises, permits, registers
from storage.permits import Application, Worker
from storage.scope import EVERYTHING
from storage.tables import permit_events, persons, register_entries, sessions
from tests.conftest import SetClock
from tests.dialogs.test_gateway import at_once
from tests.transcripts.stage import Stage

WEIHAI, FURNITURE = "91371002000000035G", "91360702000000019E"


def asked(stage: Stage, by: str, uscc: str = WEIHAI, grade: str = "second", guardian: str = "刘卫") -> int:
    """Hot work from now on by a welder whose certificate stands in the register; the permit's id."""
    with stage.open_unit() as unit:
        site = enterprises.by_code(unit, uscc)
        person = unit.execute(select(persons.c.id).where(persons.c.name == by)).scalar_one()
        assert site is not None
        entry = registers.enter(
            unit, enterprise_id=site.id, register="certificate", title="焊接", holder="丁大勇",
            valid_until=date(2024, 6, 1), details={"work": "welding"}, by=person,
        )  # fmt: skip
        application = Application(
            site.id, "hot-work", grade, "货架区", "补焊", unit.now, unit.now + timedelta(hours=2),
            (Worker("丁大勇", entry),), guardian, ("清走可燃物",),
        )  # fmt: skip
        one = permits.apply(unit, application, by=person, role=None)
        unit.commit()
        return one.id


def tapped(name: str, token: str, id_: str = "t-1") -> InboundMessage:
    return InboundMessage(id=id_, sender=Sender(channel="web", address=name), kind="choice", token=token)


def read(stage: Stage, name: str, token: str) -> str:
    """All that comes back when somebody sends this token, shown to them or not."""
    stage.sent += 1
    letters = stage.gateway.handle(tapped(name, token, f"forged-{stage.sent}"))
    return "\n".join(Outbound.model_validate(one.body).model_dump_json() for one in letters)


def test_two_approve_at_once_and_one_is_told_so(stage: Stage) -> None:
    number = asked(stage, "吴刚")
    for name in ("孙海", "周敏"):
        assert "要办什么" in read(stage, name, f"m.permits.{number}")
        stage.replay(f"@{name}\n> 批准")
    yes = [
        InboundMessage(id=f"y-{name}", sender=Sender(channel="web", address=name), kind="text", text="是")
        for name in ("孙海", "周敏")
    ]
    said = sorted(letter.body["text"][:8] for letters in at_once(stage, *yes) for letter in letters)
    assert said == ["ZY2023-0", "这张作业票刚才有"]
    with stage.open_unit() as unit:
        approved = unit.execute(select(permit_events.c.id).where(permit_events.c.kind == "approved")).all()
        assert len(approved) == 1


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_whoever_applied_or_watches_does_not_approve_where_somebody_else_can(stage: Stage) -> None:
    own = asked(stage, "孙海")
    assert '"批准"' not in read(stage, "孙海", f"m.permits.{own}")
    assert '"批准"' in read(stage, "周敏", f"m.permits.{own}")
    watched = asked(stage, "吴刚", guardian="周敏")
    assert '"批准"' not in read(stage, "周敏", f"m.permits.{watched}")
    assert '"批准"' in read(stage, "孙海", f"m.permits.{watched}")
    alone = asked(stage, "王建国", FURNITURE)
    assert '"批准"' in read(stage, "王建国", f"m.permits.{alone}"), "nobody else there could"
    assert '"批准"' not in read(stage, "李安", f"m.permits.{alone}")


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_the_highest_grade_is_the_principals(stage: Stage) -> None:
    number = asked(stage, "吴刚", grade="special")
    assert '"批准"' in read(stage, "孙海", f"m.permits.{number}")
    assert '"批准"' not in read(stage, "周敏", f"m.permits.{number}")


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_certificate_that_is_gone_stops_approval_and_beginning(stage: Stage, clock: SetClock) -> None:
    number = asked(stage, "吴刚")
    with stage.open_unit() as unit:
        entry = unit.execute(select(register_entries.c.id)).scalar_one()
        registers.withdraw(unit, entry, by=1)
        unit.commit()
    read(stage, "孙海", f"m.permits.{number}")
    assert "丁大勇 的操作证已经到期或注销" in stage.replay("@孙海\n> 批准\n> 是")
    with stage.open_unit() as unit:
        found = permits.permit(unit, number, EVERYTHING)
        assert found is not None
        assert found.status == "applied"


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_nobody_else_sees_it(stage: Stage) -> None:
    number = asked(stage, "吴刚")
    for name in ("王建国", "李安", "赵小兵", "陈永兴", "刘明", "何静", "钱进"):
        for token in (f"m.permits.{number}", f"m.permit.again-{number}", f"m.oversee-permits.{number}"):
            shown = read(stage, name, token)
            assert "货架区" not in shown, (name, token)
            assert "丁大勇" not in shown, (name, token)
    for name in ("高强", "苏平"):
        assert "货架区" in read(stage, name, f"m.oversee-permits.{number}")


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_the_months_permits_are_offered_as_evidence_and_their_photo_comes_along(stage: Stage) -> None:
    number = asked(stage, "吴刚")
    with stage.open_unit() as unit:
        site = enterprises.by_code(unit, WEIHAI)
        assert site is not None
        enterprises.set_profile(unit, site, {"hot_work": "yes"}, by=None)
        unit.commit()
    read(stage, "孙海", f"m.permits.{number}")
    stage.replay("@孙海\n> 批准\n> 是")
    read(stage, "吴刚", f"m.permits.{number}")
    stage.replay("@吴刚\n> 开工\n> 在\n>photo red\n> 好了")
    read(stage, "吴刚", "m.inspection.weihai-industry-2023/dangerous-work")
    for _ in range(20):
        shown = stage.replay("@吴刚\n> 是")
        if "请拍最近一张动火审批票" in shown:
            break
        if "照片" in shown:
            stage.replay("@吴刚\n> 跳过")
    assert "3. 每次都办，用系统里的作业票（4月1日起 1 张，已关闭 0 张）" in shown
    stage.replay("@吴刚\n> 3")
    with stage.open_unit() as unit:
        (state,) = unit.execute(select(sessions.c.state).where(sessions.c.status == "active")).scalars()
    answer = state["answers"]["hot-work-permit"]
    assert len(answer["photos"]) == 1
    assert answer["note"].startswith("用系统里的作业票")
    assert answer["at"].startswith("2023-06-12T02:")


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_report_nobody_receives_is_to_be_phoned_in(stage: Stage) -> None:
    number = asked(stage, "吴刚", grade="special")
    list(stage.leave("高强"))
    read(stage, "孙海", f"m.permits.{number}")
    said = stage.replay("@孙海\n> 批准\n> 是\n")
    assert "没有能收消息的监管人员，请打电话报告" in said
