"""Identity numbers and phones given in a conversation: sealed while it goes on, masked once it is over, and never sent
back whole."""

from __future__ import annotations

from sqlalchemy import Table, select

from dialogs.messages import Sender
from storage import readings, registers
from storage.scope import EVERYTHING
from storage.signboards import signboards_of
from storage.tables import inbox, outbox, sessions
from tests.conftest import Database
from tests.transcripts.stage import Stage

NUMBER = "T360702198001011238"
READ = "T539900198705120019"
PHONES = ("0797 8123456", "13812345678", "8123457")
TYPED = f"@李安\n> 登记\n> 1\n> 登记一条\n> 张铁军\n> 1\n> 跳过\n> {NUMBER}"


def kept(database: Database, *tables: Table) -> str:
    """All rows in words; a row of the library shortens itself."""
    with database.open_unit() as unit:
        return str([tuple(row) for table in tables or (inbox, outbox, sessions) for row in unit.execute(select(table))])


def numbers(database: Database) -> list[str]:
    with database.open_unit() as unit:
        found = registers.entries(unit, EVERYTHING, "certificate")
        return [registers.number_of(unit, one.id, EVERYTHING) for one in found]


def of_signboards(stage: Stage) -> None:
    """刘明 opens what stands behind a form of his office."""
    stage.speaker = Sender(channel="web", address="刘明")
    stage._answers(stage._message("choice", token="m.signboard", text=""))


def test_a_number_that_was_typed_stands_in_no_message_and_in_no_state(stage: Stage, database: Database) -> None:
    stage.replay(TYPED)
    assert NUMBER[1:] not in kept(database), "while it goes on"
    stage.restart()  # what the record says is all there is
    said = stage.replay("@李安\n> 2030-05-01\n> 跳过\n> 1\n> 跳过")
    assert "→ …1238" in said
    assert NUMBER[1:] not in kept(database)
    stage.replay("@李安\n> 提交")
    assert numbers(database) == [NUMBER], "sealed in the register, and whole"
    assert NUMBER[1:] not in kept(database), "when it is over"
    assert "'sealed'" not in kept(database, sessions), "nobody needs it any more"


def test_so_does_one_of_a_form_that_was_given_up(stage: Stage, database: Database) -> None:
    stage.replay(TYPED)
    stage.replay("@李安\n> 取消\n> 1")
    assert "cancelled" in kept(database, sessions)
    assert NUMBER[1:] not in kept(database)
    assert "'sealed'" not in kept(database, sessions)


def test_a_number_read_from_a_photo(stage: Stage, database: Database) -> None:
    stage.reads = True
    stage.restart()
    stage.replay("@李安\n> 登记\n> 1\n> 登记一条\n>photo red")
    card = f"特种作业操作证 / 证号 / {READ} / 姓名 / 赵玉梅 / 作业类别 / 电工作业 / 有效期限 / 2018-06-01至2024-05-31"
    said = stage.replay(f"@李安\n!read {card}")
    assert "证号：…0019" in said
    assert READ[1:] not in kept(database)
    stage.restart()
    stage.replay("@李安\n> 1\n> 跳过\n> 跳过\n> 1\n> 提交")
    assert numbers(database) == [READ]
    assert READ[1:] not in kept(database)
    with database.open_unit() as unit:
        assert readings.sweep(unit) == 0


def test_a_number_that_was_read_wrongly_is_not_sent_whole(stage: Stage, database: Database) -> None:
    stage.reads = True
    stage.restart()
    stage.replay("@李安\n> 登记\n> 1\n> 登记一条\n>photo red")
    wrong = READ[:-1] + "8"
    said = stage.replay(f"@李安\n!read 特种作业操作证 / 证号 / {wrong} / 姓名 / 赵玉梅 / 作业类别 / 电工作业")
    assert "证号读成 …0018" in said
    assert wrong[1:] not in kept(database)


def test_phones_of_a_signboard(stage: Stage, database: Database) -> None:
    """However they are written: what a question says is personal is masked whole, not by what it looks like."""
    of_signboards(stage)
    entered = f"> 镇政府\n> {PHONES[0]}\n> 李领导\n> {PHONES[1]}\n> 王干部\n> {PHONES[2]}"
    assert "→ …5678" in stage.replay(f"@刘明\n> 宏达家具\n> 1\n{entered}")
    stage.restart()
    assert not any(phone in kept(database, outbox, sessions) for phone in PHONES)
    stage.replay("@刘明\n> 提交")
    with database.open_unit() as unit:
        (board,) = (one for one in signboards_of(unit, EVERYTHING) if one.leader)
        assert (board.principal_phone, board.leader_phone, board.officer_phone) == PHONES
    of_signboards(stage)
    said = stage.replay("@刘明\n> 宏达家具\n> 1")
    assert "李领导 …5678" in said, "what the board says is told with the last signs"
    assert not any(phone in kept(database, outbox, sessions) for phone in PHONES)
