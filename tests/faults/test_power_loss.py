"""The power fails in the middle of a commit: copies of the files as the disk may hold them are opened and looked at."""

from __future__ import annotations

import random
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import select

from storage.database import open_engine
from storage.tables import audit, inbox, outbox
from tests.conftest import Database
from tests.faults.looking import said, second_engine, words
from tests.transcripts.stage import Stage

pytestmark = pytest.mark.unwatched
SCRIPT = ("登记", "5", "登记一条", "动火安全", "昨天", "20", "4", "跳过", "确认")


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_what_was_answered_is_in_every_copy_and_what_was_not_is_in_it_whole_or_not_at_all(
    stage: Stage, database: Database, tmp_path: Path
) -> None:
    """What was synced before an answer stands; of what came after it the disk may hold any part, and rubbish."""
    dice = random.Random(7)
    database.engine.dispose()
    file, log = tmp_path / "ancha.sqlite3", tmp_path / "ancha.sqlite3-wal"
    answered: list[str] = []
    copies = cut = 0
    with second_engine(stage, f"sqlite:///{file}", "wal_autocheckpoint=40") as (_, open_unit):
        gateway = replace(stage.gateway, open_unit=open_unit)
        for round_number in range(4):
            for number, text in enumerate(SCRIPT):
                synced = log.stat().st_size if log.exists() else 0
                head = log.read_bytes()[:32] if synced else b""
                message = said(text, f"m-{round_number}-{number}")
                assert "没有记录" not in words(gateway.handle(message))
                same_log = log.read_bytes()[:32] == head  # else it was begun anew after a checkpoint
                for _ in range(3):
                    copy = tmp_path / "copy" / "ancha.sqlite3"
                    shutil.rmtree(copy.parent, ignore_errors=True)
                    copy.parent.mkdir()
                    shutil.copyfile(file, copy)
                    data = log.read_bytes()
                    if same_log:
                        whole = dice.randint(synced, len(data))
                        data = data[:whole] + dice.randbytes(min(512, len(data) - whole))
                        cut += 1
                    copy.with_name(log.name).write_bytes(data)
                    _looked_at(copy, answered, message.id, must=not same_log)
                    copies += 1
                answered.append(message.id)
    assert copies == 4 * 3 * len(SCRIPT)
    assert cut > copies // 2


def _looked_at(copy: Path, answered: list[str], last: str, must: bool) -> None:
    engine = open_engine(f"sqlite:///{copy}")
    try:
        with engine.connect() as connection:
            assert connection.exec_driver_sql("PRAGMA integrity_check").scalar_one() == "ok"
            assert not connection.exec_driver_sql("PRAGMA foreign_key_check").all()
            rows = connection.execute(select(inbox.c.id, inbox.c.message_id).order_by(inbox.c.id)).all()
            found = [row.message_id for row in rows]
            assert found in (answered, [*answered, last])
            assert found == [*answered, last] or not must
            replied = {row.reply_to for row in connection.execute(select(outbox.c.reply_to))}
            assert {row.id for row in rows} <= replied
            assert connection.execute(select(audit.c.id)).all() or len(found) < 2
    finally:
        engine.dispose()
