"""Units, image and compose file: they name settings, commands and files that there are."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path
from typing import Any

import click
import pytest
import yaml

from bot.commands import door
from bot.settings import PREFIX, Settings
from tests.docs.pages import ROOT

DEPLOY = ROOT / "deploy"
UNITS = ("ancha.service", "ancha-backup.service", "ancha-backup.timer")
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))


def known(words: list[str]) -> click.Command:
    """The command these words give; its options and arguments are read and not carried out."""
    command = door.get_command(click.Context(door), words[0])
    assert command is not None, words
    if isinstance(command, click.Group):
        command = command.get_command(click.Context(command), words[1])
        words = words[1:]
    assert command is not None, words
    command.make_context(words[0], words[1:])
    return command


@pytest.mark.parametrize(
    "file", [ROOT / "compose.yaml", DEPLOY / "ancha.env.example", *(DEPLOY / one for one in UNITS)]
)
def test_only_settings_that_there_are(file: Path) -> None:
    settings = {PREFIX + name.upper() for name in Settings.model_fields}
    named = re.findall(r"\bANCHA_\w+", file.read_text(encoding="utf-8"))
    assert set(named) <= settings


@pytest.mark.parametrize("unit", UNITS[:2])
def test_units_give_commands_that_there_are(unit: str) -> None:
    lines = re.findall(r"^ExecStart(?:Pre)?=/srv/ancha/(\S+) (.*)$", (DEPLOY / unit).read_text(encoding="utf-8"), re.M)
    assert lines
    for program, words in lines:
        if program == ".venv/bin/ancha":
            known(words.split())
        else:
            assert (ROOT / program).stat().st_mode & 0o100, f"{program} cannot be run"


def test_commands_beside_the_service_find_its_record() -> None:
    """Who sources the file and calls a command has the folder the unit has, and no other."""
    folder = re.search(r"^Environment=(ANCHA_DATA_DIR=\S+)$", (DEPLOY / "ancha.service").read_text("utf-8"), re.M)
    assert folder is not None
    assert folder[1] in (DEPLOY / "ancha.env.example").read_text("utf-8").splitlines()
    assert f"ANCHA_DATA_DIR: {folder[1].partition('=')[2]}" in (ROOT / "compose.yaml").read_text("utf-8")


def test_the_compose_file_holds_together() -> None:
    services = COMPOSE["services"]
    for name, service in services.items():
        assert set(service.get("depends_on", ())) <= services.keys(), name
        for volume in service.get("volumes", ()):
            source = volume.split(":")[0]
            assert (ROOT / source).is_file() if source.startswith("./") else source in COMPOSE["volumes"], volume
        if service.get("command", [""])[0] == "ancha":
            known(service["command"][1:])
    assert [name for name, service in services.items() if "ports" in service] == ["web"]


def test_the_image_is_made_of_files_that_there_are_and_let_in() -> None:
    text = (ROOT / "Dockerfile").read_text(encoding="utf-8")
    copied = [one for line in re.findall(r"^COPY (?!--from)(.*) \S+$", text, re.M) for one in line.split()]
    let_in = {line[1:] for line in (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines() if line[0] == "!"}
    assert set(copied) == let_in
    assert all((ROOT / one).exists() for one in copied)
    packages = {path.parent.name for path in ROOT.glob("*/__init__.py")} - {"tests", "benchmarks"}
    assert packages <= let_in
    command = re.search(r'^CMD \["ancha", (.*)\]$', text, re.M)
    assert command is not None
    known(re.findall(r'"([^"]+)"', command[1]))


def test_a_copy_is_whole_or_not_called_one_and_old_ones_go(tmp_path: Path) -> None:
    programs, data, copies = tmp_path / "bin", tmp_path / "data", tmp_path / "copies"
    for folder in (programs, data / "media" / "2026", copies):
        folder.mkdir(parents=True)
    (data / "media" / "2026" / "p.jpg").write_bytes(b"photo")
    (data / "secret_key").write_text("secret")
    (copies / "old.backup").write_text("old")
    subprocess.run(["touch", "-d", "40 days ago", copies / "old.backup"], check=True)
    ancha = programs / "ancha"
    ancha.write_text('#!/bin/sh\ntest "$1 $2" = "db backup" && echo copied > "$3"\n')
    ancha.chmod(0o755)
    environment = {"PATH": f"{programs}:/usr/bin:/bin", "ANCHA_DATA_DIR": str(data)}
    subprocess.run(["sh", DEPLOY / "backup.sh", copies, "30"], env=environment, check=True, capture_output=True)
    (made,) = copies.glob("*.backup")
    assert made.read_text() == "copied\n"
    assert (copies / "media" / "2026" / "p.jpg").read_bytes() == b"photo"
    assert not list(copies.rglob("secret*"))

    ancha.write_text('#!/bin/sh\necho half > "$3"\nexit 1\n')
    failed = subprocess.run(["sh", DEPLOY / "backup.sh", copies], env=environment, check=False, capture_output=True)
    assert failed.returncode
    assert list(copies.glob("*.backup")) == [made]
