"""What several processes and full pools do to one person's messages; needs the storage to close what it opened."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from dialogs.messages import Sender
from storage.tables import hazards, inbox
from tests.conftest import Database
from tests.dialogs.test_gateway import at_once, count, impatient, said, texts
from tests.transcripts.stage import Stage

__all__ = ["impatient"]


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_long_lock_does_not_use_up_the_connections(impatient: Stage, database: Database) -> None:
    with database.engine.connect() as other:
        other.execute(text("SELECT 1"))
        for _ in range(40):
            assert texts(impatient.gateway.handle(said("菜单", id_="m-1")))[0].startswith("系统正忙")
    assert "王建国" in texts(impatient.gateway.handle(said("菜单", id_="m-1")))[0]


def test_the_same_message_delivered_four_times_at_once_gets_the_same_answer_four_times(stage: Stage) -> None:
    stage.replay("@王建国\n> 登记")
    answers = at_once(stage, *(said("5", id_="m-1") for _ in range(4)))
    assert {tuple(texts(letters)) for letters in answers} == {tuple(texts(stage.gateway.handle(said("5", id_="m-1"))))}
    assert count(stage, inbox, inbox.c.message_id == "m-1") == 1


def test_a_new_address_that_writes_twice_at_once_is_answered_twice(stage: Stage) -> None:
    stranger = Sender(channel="wechat", address="openid-1")
    for letters in at_once(stage, said("你好", stranger, "m-1"), said("菜单", stranger, "m-2")):
        assert texts(letters)[0].startswith("您好，这里是安查")


def test_two_hazards_of_one_instant_are_both_entered_at_once(stage: Stage) -> None:
    script = "\n> 隐患\n> 跳过\n> 门卫室\n> 门卫室的灭火器过期了"
    stage.replay(f"@王建国{script}\n@陈永兴{script}")
    chen = Sender(channel="web", address="陈永兴")
    for letters in at_once(stage, said("确认", id_="m-1"), said("确认", chen, id_="m-2")):
        assert "已登记" in texts(letters)[0]
    assert count(stage, hazards) == 2


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_a_table_locked_by_another_process_is_said_within_five_seconds(stage: Stage, database: Database) -> None:
    with database.engine.connect() as other:
        other.execute(text("LOCK TABLE inbox IN ACCESS EXCLUSIVE MODE"))
        assert texts(stage.gateway.handle(said("菜单", id_="m-1")))[0].startswith("系统正忙")
    assert "王建国" in texts(stage.gateway.handle(said("菜单", id_="m-1")))[0]
