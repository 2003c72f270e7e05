"""The disk is full at the n-th write, whichever that is: what is answered as taken is whole, the rest left no trace.

The limit is RLIMIT_FSIZE: like a full disk it makes the n-th write of a file fail, and like one it can be lifted.
"""

from __future__ import annotations

import resource
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from checklists.errors import TryLater
from dialogs.gateway import Gateway
from dialogs.messages import InboundMessage
from storage import media, reaching
from storage.tables import inbox
from storage.tables import media as media_table
from storage.together import Piece, done_together
from tests.conftest import Database
from tests.faults.looking import all_counts, count, said, second_engine, words
from tests.transcripts.stage import Stage

pytestmark = pytest.mark.unwatched
FRAME = 4096 + 24
"""A page in the write-ahead log, with its head (https://www.sqlite.org/fileformat2.html#wal_frame_format)."""


@contextmanager
def no_file_above(size: int) -> Iterator[None]:
    """As long as this lasts no file grows beyond that many bytes."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_three_messages_of_one_commit_and_a_disk_that_is_full_at_the_nth_write(
    stage: Stage, database: Database, tmp_path: Path
) -> None:
    stage.replay("@王建国\n> 登记\n> 5\n> 登记一条")
    database.engine.dispose()  # what it has open would keep the log of the writes before
    file = tmp_path / "ancha.sqlite3"
    refused = 0
    with second_engine(stage, f"sqlite:///{file}") as (engine, open_unit):
        gateway = replace(stage.gateway, open_unit=open_unit)
        with open_unit() as unit:
            reaching.bound(unit, "web", "default", "someone")
            unit.commit()
        for n in range(40):
            log = file.with_name(f"{file.name}-wal")
            before = all_counts(open_unit)
            room = log.stat().st_size // FRAME * FRAME + n * FRAME // 2
            messages = [said(text, f"m-{n}-{number}") for number, text in enumerate(("动火安全", "菜单", "登记"))]
            with no_file_above(max(room, 32 + n * FRAME // 2)):
                outcomes = done_together(open_unit, [_handled(gateway, one) for one in messages])
            answered = [words(one.value) for one in outcomes]
            taken = ["没有记录" not in one for one in answered]
            assert taken in ([True] * 3, [False] * 3), answered
            stands = count(open_unit, inbox, inbox.c.message_id.in_([one.id for one in messages]))
            assert stands == 3 * taken[0]
            if not taken[0]:
                refused += 1
                assert all_counts(open_unit) == before
            for one, was in zip(messages, answered, strict=True):  # the same once more: done now, or the same answer
                again = words(gateway.handle(one))
                assert "没有记录" not in again
                assert again == was or not taken[0]
        assert 0 < refused < 40
        with engine.connect() as connection:
            assert connection.exec_driver_sql("PRAGMA integrity_check").scalar_one() == "ok"
            assert not connection.exec_driver_sql("PRAGMA foreign_key_check").all()


def _handled(gateway: Gateway, message: InboundMessage) -> Piece:
    return lambda open_unit: gateway.handle(message, open_unit)


def test_a_photo_on_a_full_disk_leaves_no_row_and_no_half_file(stage: Stage, media_folder: Path) -> None:
    data = BytesIO()
    Image.effect_noise((64, 64), 90).convert("RGB").save(data, "JPEG")
    prepared = media.prepare(data.getvalue())
    largest = max(len(prepared.jpeg), len(prepared.thumbnail))
    for room in sorted({0, 1, len(prepared.thumbnail) - 1, len(prepared.thumbnail), largest - 1}):
        with stage.open_unit() as unit:
            owner = reaching.bound(unit, "web", "default", "someone")
            with pytest.raises(TryLater, match="photo could not be written"), no_file_above(room):
                media.keep(unit, media_folder, prepared, owner_binding=owner.id)
        assert not [one.name for one in media_folder.rglob("*.part")]
    assert count(stage.open_unit, media_table) == 0
    with stage.open_unit() as unit:
        owner = reaching.bound(unit, "web", "default", "someone")
        kept = media.keep(unit, media_folder, prepared, owner_binding=owner.id)
        unit.commit()
    assert (media_folder / kept.path).stat().st_size == kept.size
