"""What the tests of conversations may ask for."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from checklists.content import Content
from checklists.form import Form
from checklists.judgement.judge import Judge
from tests.conftest import Database, SetClock
from tests.dialogs.asking import Asked
from tests.transcripts.stage import Stage

Ask = Callable[..., Asked]


@pytest.fixture
def ask(content: Content) -> Ask:
    """Put a form to somebody: `ask(form(…), facts=…, lists=…)`."""

    def put(one: Form, **more: object) -> Asked:
        return Asked(one, content.texts, **more)  # type: ignore[arg-type]

    return put


@pytest.fixture
def stage(
    content: Content, judge: Judge, database: Database, two_towns: None, media_folder: Path, clock: SetClock
) -> Stage:
    """The two towns of the transcripts, to be spoken to from a test."""
    return Stage(content, judge, database.open_unit, media_folder, clock)
