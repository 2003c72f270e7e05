"""A copy that was put back on a fresh machine answers as the record did, photos and trail included."""

from __future__ import annotations

import itertools
import shutil
from pathlib import Path

import pytest
from sqlalchemy import select, text

from storage import media, trail, upkeep
from storage.database import open_engine, units
from storage.keys import Keys
from storage.scope import EVERYTHING
from storage.tables import hazard_photos
from tests.conftest import CountedCodes, Database
from tests.transcripts.stage import Stage

pytestmark = [pytest.mark.unwatched, pytest.mark.parametrize("database", ["sqlite"], indirect=True)]

SECRET = b"a secret of the tests"
FOUND = "@李安\n>photo red\n> 好了\n> 木工车间\n> 粉尘清扫不及时，除尘系统没有泄爆\n> 跳过\n> 能马上改\n> 确认"


def test_a_restored_copy_answers_with_its_photos(stage: Stage, database: Database, tmp_path: Path) -> None:
    with database.engine.begin() as connection:  # the tests' tables are made without the migrations
        connection.execute(text("CREATE TABLE alembic_version (version_num VARCHAR(32) PRIMARY KEY)"))
        connection.execute(text("INSERT INTO alembic_version VALUES (:head)"), {"head": upkeep.head()})
    stage.replay(FOUND)
    stage.replay(
        "@赵小兵\n> 举报\n> 匿名\n> 是员工\n> 宏达家具\n> 1\n> 地下室\n> 有人在地下室做饭\n>photo blue\n> 好了\n> 确认"
    )
    trail.seal(database.open_unit)
    upkeep.backup(database.engine, tmp_path / "copy.backup")
    shutil.copytree(stage.media_folder, tmp_path / "copy-of-media")  # after the database, as docs/service.md says
    stage.replay("@李安\n>photo green\n> 好了\n> 后来的事")

    engine = open_engine(f"sqlite:///{tmp_path / 'fresh' / 'ancha.db'}")
    upkeep.upgrade(engine)
    upkeep.restore(engine, tmp_path / "copy.backup", tmp_path / "kept.backup")
    again = Stage(
        stage.content, stage.judge, units(engine, stage.clock, CountedCodes(itertools.count(500)), SECRET), tmp_path / "copy-of-media",
        stage.clock,
    )  # fmt: skip
    again.sent = 1000  # the platform counts on
    with again.open_unit() as unit:
        assert media.sweep(unit, again.media_folder, unit.now).missing == ()
        photo = unit.execute(select(hazard_photos.c.media_id)).scalar_one()
        assert media.path_of(unit, again.media_folder, photo, scopes=(EVERYTHING,)) is not None
    assert upkeep.check(engine, Keys(SECRET)).faults == ()
    shown = again.replay("@王建国\n> 隐患台账")
    assert "木工车间" in shown
    assert "后来的事" not in shown
    assert "有人在地下室做饭" in again.replay("!batch\n@刘明\n> 举报件\n> 1"), (
        "a report that waited comes into the copy too"
    )
    engine.dispose()
