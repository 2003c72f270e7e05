"""How long the faults go on: a few rounds with the other tests, two hundred by `make faults`."""

from __future__ import annotations

from pathlib import Path

import pytest

from checklists.content import Content
from checklists.judgement.judge import Judge
from tests.conftest import Database, SetClock
from tests.transcripts.stage import Stage


@pytest.fixture
def fault_rounds(request: pytest.FixtureRequest) -> int:
    """How many processes are killed; `make faults` kills two hundred."""
    return int(request.config.getoption("--faults"))


@pytest.fixture
def stage(
    content: Content, judge: Judge, database: Database, two_towns: None, media_folder: Path, clock: SetClock
) -> Stage:
    """The towns of the transcripts, spoken to from a test."""
    return Stage(content, judge, database.open_unit, media_folder, clock)
