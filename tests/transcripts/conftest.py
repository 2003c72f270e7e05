"""`pytest tests/transcripts --update` writes the transcripts anew from what the program says; the diff is reviewed."""

from __future__ import annotations

from pathlib import Path

import pytest

from checklists.content import Content
from checklists.judgement.judge import Judge
from tests.conftest import Database, SetClock
from tests.transcripts.stage import Stage


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update", action="store_true", help="write the transcripts anew instead of comparing them")


@pytest.fixture
def update(request: pytest.FixtureRequest) -> bool:
    """Whether to write; without naming this folder on the command line nobody knows the option."""
    return bool(request.config.getoption("--update", default=False))


@pytest.fixture
def stage(
    content: Content, judge: Judge, database: Database, two_towns: None, media_folder: Path, clock: SetClock
) -> Stage:
    return Stage(content, judge, database.open_unit, media_folder, clock)
