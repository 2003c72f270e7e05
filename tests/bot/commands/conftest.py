"""Commands as somebody at a keyboard gives them, on a folder of their own."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.commands import door
from checklists.content import Content
from tests.bot.commands.tables import book

Run = Callable[..., Result]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the command is given: no `.env`, and a data folder that is not there yet."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ANCHA_DATA_DIR", str(tmp_path / "data"))
    return tmp_path


def giving(content: Content | None) -> Run:
    """Gives commands with that content; with None they read it themselves."""

    def given(*words: str | Path, status: int = 0, typed: str | None = None) -> Result:
        result = CliRunner().invoke(door, [str(word) for word in words], input=typed, obj=content)
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        assert result.exit_code == status, result.output
        return result

    return given


@pytest.fixture
def run(folder: Path, content: Content) -> Run:
    """`run("db", "upgrade")` gives the command and says how it ended."""
    return giving(content)


@pytest.fixture(scope="session")
def readied(content: Content, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder whose database has its tables and one plan in force."""
    made = tmp_path_factory.mktemp("readied") / "data"
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(made.parent)
        patch.setenv("ANCHA_DATA_DIR", str(made))
        giving(content)("db", "upgrade")
        giving(content)("plan", "start", "ganzhou", "--year", "2023")
    return made


@pytest.fixture
def ready(run: Run, folder: Path, readied: Path) -> Run:
    """The same, on a database that has its tables and one plan in force."""
    shutil.copytree(readied, folder / "data")
    return run


@pytest.fixture
def tried(ready: Run, folder: Path) -> Run:
    """`tried(ROWS…)` says what the command says of a workbook, without entering it."""

    def given(*rows: Sequence[object], status: int = 0, options: Sequence[str] = (), **more: Sequence[object]) -> str:
        file = book(folder / "名单.xlsx", *rows, **more)
        return ready("import", "enterprises", file, "--dry-run", *options, status=status).output

    return given
