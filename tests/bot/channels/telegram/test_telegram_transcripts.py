"""All conversations through Telegram: each transcript comes out as it stands, and so it stood on the phone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from anyio.from_thread import start_blocking_portal

from checklists.content import Content
from checklists.judgement.judge import Judge
from tests.bot.channels.telegram.stage import WireStage
from tests.conftest import Database, SetClock
from tests.transcripts.stage import BESIDE_CHANNELS

FOLDER = Path(__file__).parents[3] / "transcripts"
FILES = sorted({path.stem for path in FOLDER.glob("*.txt")} - BESIDE_CHANNELS)


@pytest.fixture
def stage(
    content: Content, judge: Judge, database: Database, two_towns: None, media_folder: Path, clock: SetClock
) -> Iterator[WireStage]:
    with start_blocking_portal() as portal:
        made = WireStage(content, judge, database.open_unit, media_folder, clock, portal=portal, engine=database.engine)
        made.move_in()
        yield made


ON_BOTH = ("hazard", "second_channel")


@pytest.mark.unwatched  # what it runs is watched in the tests of this folder and in tests/transcripts
@pytest.mark.parametrize(
    ("database", "name"),
    [*(("sqlite", name) for name in FILES), *(("postgresql", name) for name in ON_BOTH)],
    indirect=["database"],
)
def test_a_transcript_comes_out_the_same_through_telegram(name: str, stage: WireStage, content: Content) -> None:
    written = (FOLDER / f"{name}.txt").read_text(encoding="utf-8")
    said = stage.replay(written).replace(content.texts("telegram.kinds.file"), "报告.pdf")
    assert said.splitlines() == written.splitlines()
    assert None not in stage.api.queries.values()
