"""An enterprise was quicker than the official: what it signed off is still suspected, and can still be decided."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from storage.tables import audit
from tests.transcripts.stage import Stage

DUST = "除尘系统没有装泄爆装置，粉尘清扫不及时"
RECTIFIED = """\
> 1
> 报整改
>photo red
> 好了
> 改好了
> 是
"""
SIGNED = "> 台账\n> 1\n> 签字销号\n> 是\n"
PUT_RIGHT = f"@李安\n> 台账\n{RECTIFIED}@王建国\n{SIGNED}"
LOOKED_FOR = "@刘明\n> 辖区隐患台账\n>tap 认定已经销号、还没认定的\n> 1\n"


@pytest.fixture
def closed(stage: Stage) -> Stage:
    """Reported, put right and signed off before the county looked."""
    told = f"@李安\n> 隐患\n> 跳过\n> 除尘器\n> {DUST}\n> 没有装\n> 能马上改\n> 1\n"
    assert "已销号" in stage.replay(told + PUT_RIGHT)
    return stage


def test_it_is_found_without_knowing_its_words_and_leaves_the_tables(closed: Stage) -> None:
    said = closed.replay(f"{LOOKED_FOR}>tap 认定为一般隐患\n> 湿式除尘，不用泄爆\n> 是\n> 回台账\n")
    assert "（已销号）" in said
    assert "2023-00001 已认定：一般隐患。已通知企业 2 人。\n  调度表不再计这一条，发现、整改两边都减去" in said
    assert "* 王建国: 2023-00001 已认定为一般隐患：湿式除尘，不用泄爆" in said
    assert "认定已经销号" not in said.rpartition("> 回台账")[2], "there is none left"
    with closed.open_unit() as unit:
        done = unit.execute(select(audit).where(audit.c.entity == "hazards").order_by(audit.c.id.desc())).first()
    assert done is not None
    assert (done.action, done.before["level"], done.after["level"]) == (
        "hazard.confirmed", "suspected_major", "general",
    )  # fmt: skip


def test_a_major_one_is_named_with_its_clause_and_stays_signed_off(closed: Stage) -> None:
    said = closed.replay(
        f"{LOOKED_FOR}>tap 认定为重大隐患\n> 1\n> 现场看过\n> 是\n> 回台账\n>tap 找已经销号、退回的\n> 除尘\n> 1\n"
    )
    assert "按哪一条认定为重大" in said
    assert "现在不再算“疑似”" in said
    last = said.rpartition("> 1\n")[2]
    assert "2023-00001 重大隐患 已销号" in last
    assert "认定为" not in last, "it has been decided"


def test_what_was_put_right_is_not_sent_back_as_no_hazard(closed: Stage) -> None:
    assert "不是隐患，退回" not in closed.replay(LOOKED_FOR)


def test_a_list_that_another_official_has_emptied_meanwhile_says_so(closed: Stage) -> None:
    closed.replay("@刘明\n> 辖区隐患台账\n")
    closed.replay(f"{LOOKED_FOR.replace('刘明', '钱进')}>tap 认定为一般隐患\n> 现场看过\n> 是\n")
    said = closed.replay("@刘明\n>tap 认定已经销号、还没认定的\n")
    assert "已经销号的都认定过了，请另选" in said


def test_signatures_a_major_one_needs_and_did_not_get_are_named(stage: Stage) -> None:
    """Weihai wants the safety director's signature too; while nobody could tell, the principal's was enough."""
    told = "@吴刚\n> 隐患\n> 跳过\n> 车间\n> 车间没有通风\n>tap 跳过\n> 能马上改\n> 1\n"
    put_right = f"@吴刚\n> 台账\n{RECTIFIED}@孙海\n{SIGNED}"
    assert "已销号" in stage.replay(told + put_right)
    said = stage.replay(
        f"{LOOKED_FOR.replace('刘明', '高强')}>tap 认定为重大隐患\n> GM-11-3\n> 现场看过\n> 是\n"
    )  # fmt: skip
    assert "调度表补计这一条，发现、整改按当时的日期" in said
    assert "重大隐患销号还要安全总监（分管负责人）签字" in said
