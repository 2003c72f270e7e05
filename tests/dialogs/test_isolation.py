"""One enterprise never sees another's data: every way somebody could try to, through the chat."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from dialogs.messages import InboundMessage, Outbound, Sender
from storage import enterprises, registers
from storage.scope import Scope
from storage.tables import hazard_photos, hazards, inbox, outbox, sessions, whistles
from tests.transcripts.stage import Stage

pytestmark = [pytest.mark.unwatched, pytest.mark.parametrize("database", ["sqlite"], indirect=True)]
"""Scopes are tested on both engines in tests/storage; here it is the conversations that might forget one."""

SECRETS = ("永兴", "冷库氨机房", "氨气报警", "马小河", "安捷制冷", "2023-00001")
"""What stands in the record of the other enterprise, and nowhere else."""

OTHERS = ("王建国", "李安", "赵小兵", "孙海", "周敏", "吴刚")
"""The people of two enterprises, of every role there is in one."""

WHOLE_MENU = (
    "自查",
    "上报隐患",
    "隐患台账",
    "证件协议和演练登记",
    "邀请同事",
    "举报件",
    "辖区情况",
    "辖区隐患台账",
    "我的身份",
    "文书",
    "接着填",
)


@pytest.fixture
def other(stage: Stage) -> Stage:
    """The principal of 永兴 has a hazard with a photo, a certificate, an invitation and a form half filled."""
    stage.replay(
        "@陈永兴\n>photo red\n> 好了\n> 冷库氨机房\n> 冷库氨机房没有装氨气报警装置\n> 跳过\n> 要些时间\n"
        "> 马小河\n> 装氨气报警\n> 0\n> 6月30日\n> 停用\n> 1\n"
        "> 登记\n> 2\n> 1\n> 安捷制冷有限公司\n> 外包\n> 是\n> 昨天\n> 明年5月1日\n> 跳过\n> 1\n"
        "> 邀请同事\n> 员工\n"
        "> 隐患\n> 跳过\n> 冷库氨机房"
    )
    return stage


def tapped(stage: Stage, name: str, token: str) -> str:
    """All that comes back when somebody sends this token, shown to them or not."""
    stage.sent += 1
    sender = Sender(channel="web", address=name)
    message = InboundMessage(id=f"forged-{stage.sent}", sender=sender, kind="choice", token=token)
    return "\n".join(_read(letter.body) for letter in stage.gateway.handle(message))


def _read(body: dict[str, object]) -> str:
    message = Outbound.model_validate(body)
    return "\n".join((message.text, *(choice.label for choice in message.choices)))


def assert_nothing_of_it(shown: str) -> None:
    for secret in SECRETS:
        assert secret not in shown, shown


def test_nothing_in_the_menu_and_no_register_shows_it(other: Stage) -> None:
    for name in OTHERS:
        for label in WHOLE_MENU:
            assert_nothing_of_it(other.replay(f"@{name}\n> 菜单\n> {label}"))
        for number in range(1, 6):
            assert_nothing_of_it(other.replay(f"@{name}\n> 菜单\n> 登记\n> {number}"))


@pytest.mark.parametrize("name", ["李安", "赵小兵", "孙海"])
def test_no_token_shows_it(other: Stage, name: str) -> None:
    """Tokens of the other's messages, of their sessions, and made up ones."""
    with other.open_unit() as unit:
        bodies = unit.execute(select(outbox.c.body)).scalars().all()
        numbers = unit.execute(select(sessions.c.id)).scalars().all()
    tokens = {choice["token"] for body in bodies for choice in body.get("choices", ())}
    tokens |= {f"r.{number}" for number in numbers} | {f"{number}.{step}.1" for number in numbers for step in (1, 2, 3)}
    tokens |= {"m.ledger.1", "m.oversee.1", "m.inspection.ganzhou-2023/ledger", "m.registers.1", "m.hazard.1", "m.area"}
    for token in sorted(tokens):
        assert_nothing_of_it(tapped(other, name, token))


@pytest.mark.parametrize("name", ["李安", "赵小兵"])
def test_a_forged_photo_does_not_hang_itself_on_ones_own_hazard(other: Stage, name: str) -> None:
    """A photo may be seen by everybody in whose ledger it hangs."""
    with other.open_unit() as unit:
        theirs = unit.execute(select(hazard_photos.c.media_id)).scalar_one()
    tapped(other, name, f"m.hazard.{theirs}")
    other.replay(f"@{name}\n> 好了\n> 跳过\n> 门卫室\n> 门卫室的灭火器过期了\n> 确认")
    with other.open_unit() as unit:
        hung = unit.execute(
            select(hazard_photos.c.hazard_id).where(hazard_photos.c.media_id == theirs)
        ).scalars().all()  # fmt: skip
    assert len(hung) == 1


def test_their_hazard_is_no_duplicate_of_anybody_elses(other: Stage) -> None:
    shown = other.replay("@王建国\n> 隐患\n> 跳过\n> 冷库氨机房\n> 冷库氨机房没有装氨气报警装置\n> 跳过\n> 能马上改")
    assert "相近的隐患" not in shown
    assert "2023-00001" not in shown


def test_their_colleagues_are_offered_to_nobody_else(other: Stage) -> None:
    shown = other.replay(
        "@李安\n> 隐患\n> 跳过\n> 除尘器\n> 除尘系统没有装泄爆装置，粉尘清扫不及时\n> 跳过\n> 要些时间"
    )
    assert "由谁负责整改" in shown
    assert "陈永兴" not in shown


def test_an_official_sees_the_own_area_only(other: Stage) -> None:
    """永兴 lies in 南康, which is 赣州's: 赣州 sees it, 章贡 and 威海 do not."""
    for name in ("刘明", "钱进", "高强"):
        for label in ("辖区隐患台账", "辖区情况"):
            assert_nothing_of_it(other.replay(f"@{name}\n> 菜单\n> {label}"))
    assert "冷库氨机房" in other.replay("@何静\n> 辖区隐患台账")
    assert "冷库氨机房" in other.replay("@苏平\n> 辖区隐患台账")


def test_an_official_invites_only_enterprises_of_the_own_area(other: Stage) -> None:
    shown = other.replay("@刘明\n> 邀请同事\n> 企业主要负责人\n> 永兴")
    assert "赣州永兴" not in shown
    by_code = other.replay("@刘明\n> 菜单\n> 邀请同事\n> 企业主要负责人\n> 91360703000000027P")
    assert "赣州永兴" not in by_code


def test_a_code_of_one_enterprise_does_not_open_another(other: Stage) -> None:
    with other.open_unit() as unit:
        ours = enterprises.by_code(unit, "91360702000000019E")
        assert ours is not None
    shown = other.replay("!invite staff 宏达\n@新人\n> 绑定\n> C000000003\n> 91360703000000027P")
    assert "永兴" not in shown
    assert "不是发出邀请的那家企业" in shown


def test_staff_do_not_see_the_ledger_of_their_own_enterprise(stage: Stage) -> None:
    stage.replay("@李安\n> 隐患\n> 跳过\n> 门卫室\n> 门卫室的灭火器过期了\n> 确认")
    shown = stage.replay("@赵小兵\n> 隐患\n> 跳过\n> 门卫室\n> 门卫室的灭火器过期了")
    assert "2023-00001" not in shown
    for token in ("m.ledger", "m.registers", "m.oversee", "m.inspect", "m.invite", "m.area", "m.whistles"):
        assert "不在您的权限里" in tapped(stage, "赵小兵", token)


def test_somebody_without_a_role_any_more_goes_on_with_nothing(stage: Stage) -> None:
    stage.replay("@李安\n> 登记\n> 2\n> 1\n!dismiss 李安")
    shown = stage.replay("@李安\n> 安捷制冷有限公司\n> 继续\n> 外包")
    assert "外包还是外租" not in shown
    with stage.open_unit() as unit:
        ours = enterprises.by_code(unit, "91360702000000019E")
        assert ours is not None
        assert registers.entries(unit, Scope(enterprise_id=ours.id), "agreement") == ()


REPORT = (
    "@赵小兵\n> 举报\n> 匿名\n> 是员工\n> 宏达家具\n> 1\n"
    "> 三号宿舍地下室\n> 晚上有人在地下室偷偷做饭还充电\n>photo red\n> 好了"
)


def test_a_named_report_keeps_who_it_was_but_shows_it_to_nobody(stage: Stage) -> None:
    stage.replay(f"{REPORT}\n> 修改1\n> 实名\n> 确认\n!batch")
    with stage.open_unit() as unit:
        assert unit.execute(select(whistles.c.person_id)).scalar_one() is not None
    shown = stage.replay("@刘明\n> 举报件\n> 1")
    assert "实名" in shown
    assert "赵小兵" not in shown


def test_the_enterprise_never_sees_that_it_was_reported(stage: Stage) -> None:
    stage.replay(f"{REPORT}\n> 确认\n!batch")
    for name in ("王建国", "李安", "赵小兵"):
        for label in ("举报件", "隐患台账"):
            script = f"@{name}\n> 菜单\n> {label}"
            assert "地下室" not in stage.replay(script)
        assert "不在您的权限里" in tapped(stage, name, "m.whistles")


def test_a_verified_report_names_no_reporter_in_the_ledger(stage: Stage) -> None:
    stage.replay(f"{REPORT}\n> 修改1\n> 实名\n> 确认\n!batch\n@刘明\n> 举报件\n> 1\n> 查证属实\n> 已责令搬出\n> 是")
    shown = stage.replay("@王建国\n> 隐患台账\n> 1\n> 看办理经过")
    assert "地下室" in shown
    assert "赵小兵" not in shown
    with stage.open_unit() as unit:
        assert unit.execute(select(hazards.c.source)).scalar_one() == "whistle"
        assert unit.execute(select(inbox.c.id)).first() is not None
