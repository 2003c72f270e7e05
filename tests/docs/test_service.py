"""Settings and commands: each has its line, and no line has none."""

from __future__ import annotations

import re
from collections.abc import Iterator

import click
from pydantic_core import PydanticUndefined

from bot.commands import COMMANDS, door
from bot.settings import PREFIX, Settings
from tests.docs.pages import code, page, rows, section


def test_every_setting_has_its_line_with_its_default() -> None:
    table = {code(cells[0])[0]: cells[1] for cells in rows(section(page("service.md"), "Settings"))}
    assert list(table) == [PREFIX + name.upper() for name in Settings.model_fields]
    for name, field in Settings.model_fields.items():
        default = table[PREFIX + name.upper()]
        if field.default in (None, "", PydanticUndefined):
            assert not code(default), f"{name} has no default"
        else:
            assert code(default) == [str(field.default)]


def _commands() -> Iterator[tuple[str, click.Command]]:
    for name in COMMANDS:
        command = door.get_command(click.Context(door), name)
        assert command is not None
        if isinstance(command, click.Group):
            for below in command.list_commands(click.Context(command)):
                found = command.get_command(click.Context(command), below)
                assert found is not None
                yield f"{name} {below}", found
        else:
            yield name, command


def test_every_command_has_its_line_with_its_options() -> None:
    table = {code(cells[0])[0]: cells[1] for cells in rows(section(page("service.md"), "Commands"))}
    assert list(table) == [name for name, _ in _commands()]
    for name, command in _commands():
        options = {option.opts[-1] for option in command.params if isinstance(option, click.Option)}
        assert set(re.findall(r"--[\w-]+", table[name])) == options, name
