"""The one way in: every message is carried out once, answered in words, and leaves the record whole."""

from __future__ import annotations

import logging
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest
from sqlalchemy import event, func, select, text

from dialogs.conversations import CONVERSATIONS
from dialogs.messages import InboundMessage, Outbound, Sender
from dialogs.talk import Closing
from storage.database import open_engine, units
from storage.tables import bindings, form_versions, hazards, inbox, outbox, sessions
from tests.conftest import CountedCodes, Database
from tests.transcripts.stage import Stage

WANG = Sender(channel="web", address="王建国")
LI = Sender(channel="web", address="李安")


def said(text: str, sender: Sender = WANG, id_: str = "") -> InboundMessage:
    return InboundMessage(id=id_ or f"{sender.address}-{text}", sender=sender, kind="text", text=text)


def texts(letters: tuple[Any, ...]) -> list[str]:
    return [Outbound.model_validate(letter.body).text for letter in letters]


def count(stage: Stage, table: Any, *conditions: Any) -> int:
    with stage.open_unit() as unit:
        return int(unit.execute(select(func.count()).select_from(table).where(*conditions)).scalar_one())


def test_a_message_delivered_twice_is_carried_out_once(stage: Stage) -> None:
    stage.replay("@王建国\n> 登记\n> 5")
    first = stage.gateway.handle(said("登记一条", id_="m-1"))
    again = stage.gateway.handle(said("登记一条", id_="m-1"))
    assert first == again
    assert texts(first)[0].startswith("培训什么内容？")
    assert count(stage, inbox, inbox.c.message_id == "m-1") == 1


def test_the_same_id_on_another_account_is_another_message(stage: Stage) -> None:
    stage.gateway.handle(said("菜单", id_="m-1"))
    stage.gateway.handle(said("菜单", Sender(channel="web", account="二号", address="王建国"), id_="m-1"))
    assert count(stage, inbox, inbox.c.message_id == "m-1") == 2


def at_once(stage: Stage, *messages: InboundMessage) -> list[tuple[Any, ...]]:
    """Hand these over in the same instant, each from a thread of its own."""
    barrier = Barrier(len(messages))

    def hand_over(message: InboundMessage) -> tuple[Any, ...]:
        barrier.wait()
        return stage.gateway.handle(message)

    with ThreadPoolExecutor(len(messages)) as pool:
        return list(pool.map(hand_over, messages))


def test_the_same_message_twice_at_once(stage: Stage) -> None:
    stage.replay("@王建国\n> 登记")
    at_once(stage, *(said("5", id_="m-1") for _ in range(4)))
    assert count(stage, inbox, inbox.c.message_id == "m-1") == 1
    assert texts(stage.gateway.handle(said("5", id_="m-1")))[0].startswith("安全培训：还没有登记。")


def test_two_messages_at_once_from_one_person_each_get_an_answer_and_none_is_half_done(stage: Stage) -> None:
    """The second finds the next question, or is told that it did not count; the session never runs ahead of it."""
    stage.replay("@王建国\n> 登记\n> 5\n> 登记一条")
    answers = at_once(stage, said("动火安全", id_="m-1"), said("有限空间安全", id_="m-2"))
    carried_out = count(stage, inbox, inbox.c.message_id.in_(("m-1", "m-2")))
    told = [one for letters in answers for one in texts(letters)]
    assert len(told) == 2
    later = [one for one in told if "没有记录" in one or "没有生效" in one]
    assert len(later) == 2 - carried_out
    with stage.open_unit() as unit:
        state = unit.execute(select(sessions.c.state).where(sessions.c.status == "active")).scalar_one()
    assert state["at"] == "training_day"


def test_hazards_reported_at_once_by_two_enterprises_are_both_entered(stage: Stage) -> None:
    script = "\n> 隐患\n> 跳过\n> 门卫室\n> 门卫室的灭火器过期了"
    stage.replay(f"@王建国{script}\n@陈永兴{script}")
    chen = Sender(channel="web", address="陈永兴")
    answers = at_once(stage, said("确认", id_="m-1"), said("确认", chen, id_="m-2"))
    for sender, letters in zip((WANG, chen), answers, strict=True):
        if "已登记" not in texts(letters)[0]:  # told that it was not recorded: sending it again does it
            assert "没有" in texts(letters)[0]
            assert "已登记" in texts(stage.gateway.handle(said("确认", sender, id_="m-3")))[0]
    assert count(stage, hazards) == 2


def test_a_new_address_that_writes_twice_at_once_is_one_address(stage: Stage) -> None:
    stranger = Sender(channel="wechat", address="openid-1")
    at_once(stage, said("你好", stranger, "m-1"), said("菜单", stranger, "m-2"))
    assert count(stage, bindings, bindings.c.address == "openid-1") == 1


@pytest.fixture
def impatient(stage: Stage, database: Database, tmp_path: Path) -> Stage:
    """On SQLite, with a gateway that waits for a lock no longer than a blink."""
    if database.kind == "sqlite":
        engine = open_engine(f"sqlite:///{tmp_path / 'ancha.sqlite3'}")
        event.listen(engine, "connect", lambda connection, _: connection.execute("PRAGMA busy_timeout=20"))
        stage.open_unit = units(engine, stage.clock, CountedCodes(), b"a secret of the tests")
        stage.restart()
    return stage


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_database_locked_by_another_process_is_said_and_nothing_is_lost(impatient: Stage, database: Database) -> None:
    impatient.replay("@王建国\n> 登记\n> 5")
    with database.engine.connect() as other:
        other.execute(text("SELECT 1"))  # begins, which here is BEGIN IMMEDIATE
        for _ in range(3):
            assert texts(impatient.gateway.handle(said("登记一条", id_="m-1")))[0].startswith(
                "系统正忙，这一条没有记录"
            )
    assert count(impatient, inbox, inbox.c.message_id == "m-1") == 0
    assert texts(impatient.gateway.handle(said("登记一条", id_="m-1")))[0].startswith("培训什么内容？")


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_full_disk_is_said_and_leaves_the_record_whole(stage: Stage, database: Database, tmp_path: Path) -> None:
    stage.replay("@王建国\n> 隐患\n> 跳过\n> 门卫室")
    with database.engine.connect() as connection:
        pages = connection.execute(text("PRAGMA page_count")).scalar_one()
    full = open_engine(f"sqlite:///{tmp_path / 'ancha.sqlite3'}")
    event.listen(full, "connect", lambda connection, _: connection.execute(f"PRAGMA max_page_count={pages}"))
    no_room = replace(stage.gateway, open_unit=units(full, stage.clock, CountedCodes(), b"a secret of the tests"))
    before = {table.name: count(stage, table) for table in (inbox, outbox, sessions)}
    words = "门卫室的灭火器过期了" * 40
    letters: tuple[Any, ...] = ()
    for number in range(20):
        letters = no_room.handle(said(words, id_=f"full-{number}"))
        if "没有记录" in texts(letters)[0]:
            break
        before = {table.name: count(stage, table) for table in (inbox, outbox, sessions)}
        no_room.handle(said("修改3", id_=f"change-{number}"))
        before = {table.name: count(stage, table) for table in (inbox, outbox, sessions)}
    assert texts(letters) == ["系统正忙，这一条没有记录，前面的都在。请过一分钟再发一次。"]
    assert {table.name: count(stage, table) for table in (inbox, outbox, sessions)} == before
    full.dispose()
    assert "没有记录" not in texts(stage.gateway.handle(said("进度", id_="after")))[0]


def test_our_own_fault_is_said_leaves_no_trace_and_names_nobody_in_the_log(
    stage: Stage, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object) -> Closing:
        raise ZeroDivisionError

    stage.replay("@王建国\n> 隐患\n> 跳过\n> 门卫室\n> 门卫室的灭火器过期了")
    faulty = {**CONVERSATIONS, "hazard": replace(CONVERSATIONS["hazard"], complete=broken)}
    gateway = replace(stage.gateway, conversations=faulty)
    with caplog.at_level(logging.INFO):
        assert texts(gateway.handle(said("确认", id_="m-1")))[0].startswith("出了点问题，这一条没有记录")
    assert count(stage, inbox, inbox.c.message_id == "m-1") == 0
    assert "ZeroDivisionError" in caplog.text
    for personal in ("王建国", "灭火器", "门卫室"):
        assert personal not in caplog.text
    assert "已登记" in texts(stage.gateway.handle(said("确认", id_="m-1")))[0]


def test_control_characters_and_halves_of_pairs_reach_neither_record_nor_answer(stage: Stage) -> None:
    stage.replay("@王建国\n> 隐患\n> 跳过")
    letters = stage.gateway.handle(said("门\u0000卫\ud800室\u202e", id_="m-1"))
    texts(letters)[0].encode()
    with stage.open_unit() as unit:
        body = unit.execute(select(inbox.c.body).where(inbox.c.message_id == "m-1")).scalar_one()
    assert body == {"text": "门卫室"}


def test_a_form_is_finished_on_the_version_it_was_started_on(stage: Stage) -> None:
    stage.replay("@王建国\n> 登记\n> 5\n> 登记一条")
    registers = stage.content.dialogs["registers"]
    reworded = tuple(
        question.model_copy(update={"ask": f"改过的{question.ask}"})
        for question in registers.questions
        if question.id != "training_hours"
    )
    stage.content = replace(
        stage.content,
        dialogs={**stage.content.dialogs, "registers": registers.model_copy(update={"questions": reworded})},
    )
    stage.restart()
    old = stage.replay("@王建国\n> 动火安全\n> 昨天\n> 20\n> 4\n> 跳过\n> 确认")
    assert "改过的" not in old
    assert "培训了几个学时？" in old
    assert "安全培训已登记。" in old
    assert "改过的要登记或查看哪一类？" in stage.replay("@王建国\n> 登记")


def test_one_form_version_is_kept_however_often_and_with_whatever_intro_it_is_opened(stage: Stage) -> None:
    for _ in range(2):
        stage.replay(
            "@李安\n> 隐患\n> 跳过\n> 门卫室\n> 门卫室的灭火器过期了\n> 都不是，是新的\n> 确认\n> 隐患台账\n> 菜单"
        )
    assert count(stage, form_versions, form_versions.c.form == "ledger") == 1
    assert count(stage, form_versions, form_versions.c.form == "hazard") == 1


def test_looking_at_a_list_leaves_nothing_unfinished_behind(stage: Stage) -> None:
    shown = stage.replay("@李安\n> 隐患\n> 跳过\n> 门卫室\n> 门卫室的灭火器过期了\n> 确认\n> 台账\n> 1\n> 菜单\n> 继续")
    assert "没填完" not in shown.splitlines()[-30]
    assert "没有未填完的表" in shown


def test_a_number_typed_on_a_page_opened_in_between_means_that_page(stage: Stage) -> None:
    """And never the question that was asked before it."""
    shown = stage.replay("@李安\n> 菜单\n> 登记\n> 5\n> 菜单\n> 更多\n>tap 我的身份\n> 1")
    assert "证件协议和演练登记》先给您存着" in shown
    assert "输入绑定码 C" in shown
    assert "接着填《证件协议和演练登记》（已答 1 题，共 2 题）" in stage.replay("@李安\n> 继续")


def test_a_number_typed_where_the_question_was_never_shown_is_no_answer(stage: Stage) -> None:
    stage.replay("@李安\n> 我的身份\n> 1\n@李安 telegram\n> 绑定")
    with stage.open_unit() as unit:
        code = unit.execute(text("SELECT code FROM invitations")).scalar_one()
    stage.replay(f"@李安 telegram\n> {code}\n> 1\n> 登记\n> 5")  # 要新登记一条吗？ stands on telegram only
    shown = stage.replay("@李安\n> 2")
    assert "邀请同事" not in shown
    assert "要新登记一条吗" not in shown  # 2 was 回菜单 of the page shown last here
    assert "李安，您好" in shown


def test_an_unknown_token_is_answered_in_words(stage: Stage) -> None:
    stage.replay("@王建国\n> 登记")
    for token in ("", ".", "m.", "m.nothing", "r.", "r.999", "r.x", "999.1.1", "1.1.99", "1.1.yes", "x" * 48, "1.-1.1"):
        message = InboundMessage(id=f"m-{token}", sender=WANG, kind="choice", token=token)
        assert "出了点问题" not in texts(stage.gateway.handle(message))[0], token
