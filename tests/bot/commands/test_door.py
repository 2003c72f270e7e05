"""The door: quick help, exit statuses, no tracebacks for mistakes."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from bot.commands import COMMANDS, door
from tests.bot.commands.conftest import Run

ROOT = Path(__file__).parents[3]


def told(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, ROOT / "bot.py", *words], capture_output=True, text=True, check=False)


def test_help_names_every_command_with_its_line() -> None:
    help_page = told("--help")
    assert help_page.returncode == 0
    for name, (_, line) in COMMANDS.items():
        assert name in help_page.stdout
        assert line.split()[0] in help_page.stdout


def test_help_reads_nothing_heavy() -> None:
    """0.5 seconds are promised; a command's own libraries are read when it is called."""
    code = (
        "import sys; from bot.commands import door; door(['--help'], standalone_mode=False);"
        "heavy = {'sqlalchemy', 'pydantic', 'starlette', 'matplotlib', 'alembic', 'PIL', 'yaml'} & set(sys.modules);"
        "sys.exit(f'read for --help: {heavy}' if heavy else 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_nothing_is_read_before_the_port_opens_that_can_be_read_behind_it() -> None:
    """What answers, counts and draws comes right after (bot.server, `settle_in`) or when somebody asks for it."""
    late = (
        "{'dialogs.conversations', 'dialogs.routing', 'reports.forms', 'scheduler.tick', 'bot.web.desk.routes',"
        "'bot.web.standards', 'bot.api.application', 'bot.demo', 'alembic', 'jinja2', 'matplotlib', 'openpyxl', 'PIL',"
        "'telegram', 'httpx', 'yaml'}"
    )
    code = (
        "import sys, bot.processes, bot.server, bot.commands.serve, bot.channels.messenger;"
        f"early = {late} & set(sys.modules); sys.exit(f'read before the port opens: {{early}}' if early else 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_a_help_page(name: str, run: Run) -> None:
    assert run(name, "--help").output.startswith(f"Usage: door {name}")


@pytest.mark.parametrize(
    ("words", "status", "said"),
    [
        (("chek",), 2, "did you mean 'check'?"),
        (("flag",), 2, "Give either a description or --jsonl FILE."),
        (("calendar", "weihai-mine-2022"), 2, "did you mean 'weihai-mines-2023'?"),
        (("check", "nowhere"), 2, "does not exist"),
    ],
)
def test_a_wrong_call_gets_a_sentence_on_standard_error(words: tuple[str, ...], status: int, said: str) -> None:
    done = told(*words)
    assert done.returncode == status
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout == ""


def test_settings_that_are_wrong_end_with_2(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ANCHA_DATABASE_URL", "nonsense")
    assert "not a database address" in run("db", "check", status=2).output
    monkeypatch.delenv("ANCHA_DATABASE_URL")
    monkeypatch.setenv("ANCHA_DATABSE_URL", "sqlite:///x")
    assert "did you mean 'ANCHA_DATABASE_URL'" in run("db", "check", status=2).output


def test_without_tables_a_command_says_what_to_run(run: Run) -> None:
    assert "run `db upgrade` first" in run("outbox", status=2).output


def test_the_entry_point_is_this_door() -> None:
    assert door.name == "door"
