"""Every conversation as people see it: the files beside this one, replayed, must come out as they stand."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import Database
from tests.transcripts.stage import Stage

HERE = Path(__file__).parent
FILES = sorted(path.stem for path in HERE.glob("*.txt"))


@pytest.mark.parametrize("name", FILES)
def test_a_transcript_comes_out_as_it_stands(name: str, stage: Stage, database: Database, update: bool) -> None:
    file = HERE / f"{name}.txt"
    written = file.read_text(encoding="utf-8")
    said = stage.replay(written)
    if update and database.kind == "sqlite":
        file.write_text(said, encoding="utf-8")
    else:
        assert said.splitlines() == written.splitlines()
