"""`db upgrade | check | backup FILE | restore FILE | rekey OLD`."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from bot.commands.exits import Failed, Misused
from bot.commands.house import parse_content, record

KEPT_COPIES = 3
"""Copies of what restores replaced that stay in the data folder, the newest ones."""
_FILE = click.Path(dir_okay=False, path_type=Path)


@click.group()
def command() -> None:
    """Look after the database that ANCHA_DATABASE_URL names (default: SQLite below ANCHA_DATA_DIR)."""


@command.command()
def upgrade() -> None:
    """Bring the database to this version's tables; nothing happens where it has them."""
    from storage import upkeep

    with record(ready=False) as house:
        before, after = upkeep.upgrade(house.engine)
        sealed = upkeep.seal_plain(house.open_unit)
    if sealed:
        click.echo(f"Sealed: numbers and phones of {sealed} rows.")
    click.echo(f"Already at {after}." if before == after else f"Upgraded from {before or 'nothing'} to {after}.")
    if before != after or not house.settings.parsed_content.exists():
        parse_content(house.settings)  # a start is timed and waited for, this is not


@command.command()
def check() -> None:
    """Look at tables, pages, references and the audit trail; change nothing. Exit status 1 where something is wrong."""
    from bot.secret import secret_of
    from storage import upkeep
    from storage.keys import Keys

    with record(ready=False) as house:
        health = upkeep.check(house.engine, Keys(secret_of(house.settings)))
    for name, rows in health.rows.items():
        click.echo(f"{name:<20}{rows:>10}")
    if not health.sound:
        raise Failed("\n".join(health.faults))
    if health.trail is not None:
        click.echo(f"Audit trail: seal {health.trail.number}, row {health.trail.last_id}, {health.trail.digest}")
    click.echo(f"Sound: {health.backend}, revision {health.revision}.")


@command.command()
@click.argument("file", type=_FILE)
def backup(file: Path) -> None:
    """Copy the whole database, as it is at one moment, to FILE while the program runs."""
    from storage import upkeep

    with record() as house, _bar("copying") as told:
        upkeep.backup(house.engine, file, told)
        photos = house.settings.media_folder
    click.echo(f"Written: {file}. Photos are files: copy {photos} too, after this.")


@command.command()
@click.argument("file", type=_FILE)
@click.option("--yes", is_flag=True, help="Do not ask.")
def restore(file: Path, yes: bool) -> None:
    """Put the copy FILE in place of everything in the database; what is there now is kept beside it first.

    Stop the program before: while anybody else has the database open this is refused.
    """
    from bot.clock import system_now
    from storage import upkeep

    if not yes:
        if not sys.stdin.isatty():
            raise Misused("This replaces the whole record; add --yes to do it without being asked.")
        click.confirm("Replace everything in the database by this copy?", abort=True)
    with record(ready=False) as house, _bar("restoring") as told:
        upkeep.must_be_alone(house.engine)
        keep = house.settings.data_dir / f"before-restore-{system_now():%Y%m%dT%H%M%S.%fZ}.backup"
        house.settings.data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
        upkeep.restore(house.engine, file, keep, told)
        before, after = upkeep.upgrade(house.engine)
        upkeep.seal_plain(house.open_unit)
        _let_go_of_older(house.settings.data_dir, but=file)
    click.echo(f"Restored. What was there is kept in {keep}.")
    if before != after:
        click.echo(f"The copy was of an earlier version and was upgraded from {before} to {after}.")


@command.command()
@click.argument("old", required=False, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--lost", is_flag=True, help="The secret of before is lost: let go of what it sealed, and go on.")
@click.option("--yes", is_flag=True, help="Do not ask.")
def rekey(old: Path | None, lost: bool, yes: bool) -> None:
    """Seal everything anew under the secret that is set now; OLD is a file that holds the secret of before.

    Stop the program first, and keep a backup. Killed half-way, the same call goes on.
    """
    from bot.secret import secret_of
    from storage import noted, upkeep
    from storage.upkeep import rekeying

    if (old is None) != lost:
        raise Misused("Name the file that holds the secret of before, or say --lost where there is none any more.")
    before = old.read_bytes().strip() if old is not None else b""
    if old is not None and len(before) < 16:
        raise Misused(f"{old} holds no secret; write the one of before into it, and nothing else.")
    if not yes:
        if not sys.stdin.isatty():
            raise Misused("This seals the whole record anew while nobody else writes; add --yes once it is stopped.")
        click.confirm("Is the program stopped, and is there a backup?", abort=True)
    with record(ready=False) as house:
        if not upkeep.at_head(house.engine):
            raise Failed("The database does not have this version's tables; run `db upgrade` first.")
        if secret_of(house.settings) == before:
            raise Misused("That is the secret that is set now; set the new one (see docs/service.md, The secret).")
        notes = house.settings.data_dir / "noted"
        if not lost and notes.is_dir() and any(map(noted.names, notes.iterdir())):
            raise Failed("Messages that were acknowledged wait; start the program once more with the secret of before.")
        done = rekeying.go_on_without(house.open_unit) if lost else rekeying.rekey(house.open_unit, before)
        rekeying.compacted(house.engine)
    click.echo(
        ("Let go, or sealed anew: " if lost else "Sealed anew: ")
        + ", ".join(f"{count} {what}" for what, count in done.items())
        + "."
    )


def _let_go_of_older(folder: Path, *, but: Path) -> None:
    """Remove all but the newest of what restores replaced; `but`, which was just put back, stays too."""
    kept = sorted(folder.glob("before-restore-*.backup"), key=lambda one: one.name)
    for one in kept[:-KEPT_COPIES]:
        if not but.samefile(one):
            one.unlink(missing_ok=True)


@contextmanager
def _bar(what: str) -> Iterator[Callable[[int, int], None]]:
    """A progress bar on a terminal for what takes longer than a second."""
    from tqdm import tqdm

    with tqdm(desc=what, unit="page", delay=1, disable=None, leave=False) as bar:

        def told(done: int, total: int) -> None:
            bar.total = total
            bar.update(done - bar.n)

        yield told
