"""`import enterprises FILE`, `import people FILE`: bulk set-up, all or nothing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

from bot.commands.exits import Failed, Misused
from bot.commands.house import record, the_content
from bot.commands.table_file import write_csv
from checklists.periods import BEIJING

if TYPE_CHECKING:
    from bot.imports.people import Joined
    from bot.imports.table import Fault
    from checklists.content import Content

Item = TypeVar("Item")
SHOWN = 50

_FILE = click.Path(dir_okay=False, path_type=Path)
_DRY = click.option("--dry-run", is_flag=True, help="Check everything and change nothing.")
_TEMPLATE = click.option("--template", is_flag=True, help="Write an empty table with all headings to FILE instead.")


@click.group()
def command() -> None:
    """Enter many enterprises or people from a table (.xlsx or .csv) at once.

    Either every row is entered or none: faults are listed by row and column, and a table can be read again.
    """


@command.command()
@click.argument("file", type=_FILE)
@_DRY
@_TEMPLATE
def enterprises(file: Path, dry_run: bool, template: bool) -> None:
    """Enter the enterprises of FILE. Needed: 企业名称, 统一社会信用代码, 县区, 行业."""
    from bot.imports import enterprises as table
    from bot.imports.lookups import Lookups, headings
    from bot.imports.table import read_table

    content = the_content()
    if template:
        _template(content, "enterprises", table.NEEDED, file)
        return
    columns = headings(content, "enterprises")
    rows = read_table(_there(file), columns, table.NEEDED)
    with record() as house, house.open_unit() as unit:
        lookups = Lookups.of(unit, content)
        sites, faults = table.understand(_shown(rows, "checked"), lookups, columns)
        _stop_at(faults)
        entered, faults = table.enter(unit, _shown(sites, "entered"), lookups, columns)
        _stop_at(faults)
        if not dry_run:
            unit.commit()
    boards = f" {entered.boards} signboards {'would be ' if dry_run else ''}filled." if entered.boards else ""
    click.echo(_result(f"{entered.new} enterprises", entered.there, dry_run=dry_run) + boards)
    _say_made(entered.departments, dry_run=dry_run)


@command.command()
@click.argument("file", type=_FILE)
@click.option("--codes", type=_FILE, help="The CSV file to write: each person's code for binding their phone.")
@_DRY
@_TEMPLATE
def people(file: Path, codes: Path | None, dry_run: bool, template: bool) -> None:
    """Enter the people of FILE with their roles. Needed: 姓名, 身份, and the enterprise's code or the region."""
    from bot.imports import people as table
    from bot.imports.lookups import Lookups, headings
    from bot.imports.table import read_table

    content = the_content()
    if template:
        _template(content, "people", table.NEEDED, file)
        return
    if codes is None and not dry_run:
        raise Misused("Say where to write the codes with which the people bind their phones: --codes FILE.csv.")
    columns = headings(content, "people")
    rows = read_table(_there(file), columns, table.NEEDED)
    with record() as house, house.open_unit() as unit:
        lookups = Lookups.of(unit, content)
        members, faults = table.understand(_shown(rows, "checked"), lookups, columns)
        _stop_at(faults)
        entered, faults = table.enter(unit, _shown(members, "entered"), lookups, columns)
        _stop_at(faults)
        if codes is not None and not dry_run:
            # Before the commit: people whose codes nobody can read could not get in.
            _write_codes(content, entered.joined, house.settings.base_url, codes)
            unit.commit()
    click.echo(_result(f"{len(entered.joined)} people", entered.there, dry_run=dry_run))
    _say_made(entered.departments, dry_run=dry_run)
    if codes is not None and not dry_run:
        click.echo(f"Written: {codes}")


def _there(file: Path) -> Path:
    if not file.is_file():
        raise Misused(f"{file} is not there; give the table to read, or --template to make one.")
    return file


def _template(content: Content, name: str, needed: tuple[str, ...], file: Path) -> None:
    from bot.imports.template import write_template

    write_template(content, name, needed, file)
    click.echo(f"Written: {file}")


def _shown(items: Sequence[Item], done: str) -> Iterable[Item]:
    """The items, with a progress bar on a terminal for what takes longer than a second."""
    from tqdm import tqdm

    return tqdm(items, desc=done, unit="row", delay=1, disable=None, leave=False)


def _stop_at(faults: Sequence[Fault]) -> None:
    if not faults:
        return
    lines = [str(fault) for fault in faults[:SHOWN]]
    more = [f"and {len(faults) - SHOWN} more"] if len(faults) > SHOWN else []
    raise Failed("\n".join([f"{len(faults)} faults, nothing was entered:", *lines, *more]))


def _result(entered: str, there: int, *, dry_run: bool) -> str:
    said = f"{entered} {'would be ' if dry_run else ''}entered"
    return f"{said}, {there} were there already." if there else f"{said}."


def _say_made(departments: Sequence[str], *, dry_run: bool) -> None:
    """The departments nobody knew before, by name: a slip would be one of them."""
    if departments:
        done = "would be made" if dry_run else "were made"
        click.echo(f"{len(departments)} departments {done}: {', '.join(departments)}.")


def _write_codes(content: Content, joined: Sequence[Joined], base_url: str, file: Path) -> None:
    rows = [
        (
            one.name, content.texts(f"role.{one.role}"), one.body, one.code,
            f"{base_url.rstrip('/')}/chat/?scene={one.code}", f"{one.until.astimezone(BEIJING):%Y-%m-%d}",
        )
        for one in joined
    ]  # fmt: skip
    write_csv(file, [content.texts.words["import.codes"], *rows], secret=True)
