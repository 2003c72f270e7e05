"""`import enterprises FILE`, `import people FILE`: bulk set-up, all or nothing. What clerks must put right is said in
the interface's language, by the row and column they see."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

from bot.commands.exits import Failed, Misused
from bot.commands.house import record, the_content
from bot.commands.table_file import write_csv
from checklists.periods import BEIJING

if TYPE_CHECKING:
    from bot.imports.enterprises import Site
    from bot.imports.lookups import Lookups
    from bot.imports.people import Joined
    from bot.imports.table import Fault, Table
    from checklists.content import Content

Item = TypeVar("Item")
SHOWN = 50

_FILE = click.Path(dir_okay=False, path_type=Path)
_DRY = click.option("--dry-run", is_flag=True, help="Check everything and change nothing.")
_SHEET = click.option("--sheet", metavar="NAME", help="The sheet to read, where several have such headings.")
_HIDDEN = click.option("--hidden", type=click.Choice(["read", "skip"]), help="What to do with hidden rows.")
_REGION = click.option("--region", metavar="NAME", help="The county (or city) of rows that name none.")
_FAULTS = click.option("--faults", type=_FILE, help="The CSV file to write all faults to, for whoever made the table.")
_TEMPLATE = click.option("--template", is_flag=True, help="Write an empty table with all headings to FILE instead.")


@click.group()
def command() -> None:
    """Enter many enterprises or people from a table (.xlsx or .csv) at once.

    Either every row is entered or none: faults are listed by row and column, and a table can be read again.
    """


@command.command()
@click.argument("file", type=_FILE)
@_SHEET
@_HIDDEN
@_REGION
@_FAULTS
@_DRY
@_TEMPLATE
def enterprises(
    file: Path,
    sheet: str | None,
    hidden: str | None,
    region: str | None,
    faults: Path | None,
    dry_run: bool,
    template: bool,
) -> None:
    """Enter the enterprises of FILE. Needed: 企业名称, 统一社会信用代码, 县区, 行业."""
    from bot.imports import enterprises as entering
    from bot.imports.lookups import Lookups
    from bot.imports.table import read_table, some

    content = the_content()
    texts = content.texts
    if template:
        _template(content, "enterprises", entering.NEEDED, file)
        return
    needed = [one for one in entering.NEEDED if not (region and one == "region")]
    table = read_table(_there(file), entering.columns_of(content), needed, texts, sheets=_named(sheet), hidden=hidden)
    with record() as house:
        with house.look() as unit:  # all that needs no turn at writing, while a server goes on
            lookups = _at_home(Lookups.of(unit, content), region)
        sites, wrong, again = entering.understand(_shown(table.rows, texts("import.checking")), lookups)
        _stop_at(wrong, table, content, faults)
        with house.open_unit() as unit:
            entered, wrong = entering.enter(unit, _shown(sites, texts("import.entering")), lookups)
            _stop_at(wrong, table, content, faults)
            if not dry_run:
                unit.commit()
    done = "would" if dry_run else "done"
    click.echo(texts(f"import.enterprises_{done}", new=entered.new) + _there_already(entered.there, content))
    if entered.boards:
        click.echo(texts(f"import.boards_{done}", count=entered.boards))
    kinds = [one.row for one in sites if one.kind_from_sector]
    pairs = _read_as(table, lookups)
    if pairs:
        shown = texts("import.and").join(pairs[:SHOWN]) + ("…" if len(pairs) > SHOWN else "")
        click.echo(texts("import.read_as", pairs=shown))
    twins = _of_one_name(sites)
    if twins:
        click.echo(texts("import.same_name", rows=some(twins, texts)))
    if kinds:
        click.echo(texts("import.kinds", rows=some(kinds, texts)))
    _say_the_rest(table, again, entered.departments, done, content)


@command.command()
@click.argument("file", type=_FILE)
@click.option("--codes", type=_FILE, help="The CSV file to write: each person's code for binding their phone.")
@_SHEET
@_HIDDEN
@_REGION
@_FAULTS
@_DRY
@_TEMPLATE
def people(
    file: Path,
    codes: Path | None,
    sheet: str | None,
    hidden: str | None,
    region: str | None,
    faults: Path | None,
    dry_run: bool,
    template: bool,
) -> None:
    """Enter the people of FILE with their roles. Needed: 姓名, 身份, the enterprise's code or name, or the region."""
    from bot.imports import people as entering
    from bot.imports.lookups import Lookups
    from bot.imports.table import read_table

    content = the_content()
    texts = content.texts
    if template:
        _template(content, "people", entering.NEEDED, file)
        return
    if codes is None and not dry_run:
        raise Misused(texts("import.no_codes"))
    headings = entering.columns_of(content)
    table = read_table(_there(file), headings, entering.NEEDED, texts, sheets=_named(sheet), hidden=hidden)
    with record() as house:
        with house.look() as unit:
            lookups = _at_home(Lookups.of(unit, content), region)
        members, wrong, again = entering.understand(_shown(table.rows, texts("import.checking")), lookups)
        _stop_at(wrong, table, content, faults)
        with house.open_unit() as unit:
            entered, wrong = entering.enter(unit, _shown(members, texts("import.entering")), lookups)
            _stop_at(wrong, table, content, faults)
            if codes is not None and not dry_run:
                # Before the commit: people whose codes nobody can read could not get in.
                _write_codes(content, entered.joined, house.settings.base_url, codes)
                unit.commit()
    done = "would" if dry_run else "done"
    click.echo(texts(f"import.people_{done}", new=len(entered.joined)) + _there_already(entered.there, content))
    _say_the_rest(table, again, entered.departments, done, content)
    if codes is not None and not dry_run:
        click.echo(texts("import.written", file=codes))


def _named(sheet: str | None) -> tuple[str, ...]:
    return () if sheet is None else (sheet,)


def _at_home(lookups: Lookups, region: str | None) -> Lookups:
    """The same, with the region of rows that name none."""
    if region is None:
        return lookups
    home = lookups.region(region)
    if home is None:
        from bot.imports.checking import nearest

        texts = lookups.content.texts
        known = nearest(region, lookups.near, texts)
        raise Misused(texts("import.fault.region", written=region, known=known))
    return replace(lookups, home=home)


def _there(file: Path) -> Path:
    if not file.is_file():
        raise Misused(the_content().texts("import.file.missing", file=file))
    return file


def _template(content: Content, name: str, needed: tuple[str, ...], file: Path) -> None:
    from bot.imports.template import write_template

    write_template(content, name, needed, file)
    click.echo(content.texts("import.written", file=file))


def _shown(items: Sequence[Item], done: str) -> Iterable[Item]:
    """The items, with a progress bar on a terminal for what takes longer than a second."""
    from tqdm import tqdm

    return tqdm(items, desc=done, unit="", delay=1, disable=None, leave=False)


def _stop_at(faults: Sequence[Fault], table: Table, content: Content, file: Path | None) -> None:
    """Say every fault once with all its rows: the same slip stands in hundreds of them. Into the file, where one is
    named, each by itself, so that whoever made the table can go down the list."""
    from bot.imports.table import some

    if not faults:
        return
    texts = content.texts
    alike: dict[tuple[str, str], list[int]] = {}
    for one in faults:
        alike.setdefault((one.column, one.said), []).append(one.row)
    lines = [
        texts("import.fault.line", rows=some(rows, texts), column=table.seen(column, texts), said=said)
        for (column, said), rows in alike.items()
    ]
    if len(lines) > SHOWN:
        more = texts("import.fault.more", count=len(lines) - SHOWN)
        lines = [*lines[:SHOWN], *([] if file is not None else [more])]
    lines += dict.fromkeys(one.known.strip() for one in faults if one.known)
    rows = len({one.row for one in faults})
    if file is not None:
        each = [(one.row, table.seen(one.column, texts).strip(), one.said + one.known) for one in faults]
        write_csv(file, [texts.words["import.faults"], *sorted(each)])
        lines.append(texts("import.fault.written", file=file))
    raise Failed("\n".join([texts("import.fault.stopped", rows=rows), *lines]))


def _there_already(count: int, content: Content) -> str:
    return content.texts("import.there", count=count) if count else ""


def _read_as(table: Table, lookups: Lookups) -> list[str]:
    """What was taken for which sector where it was not called by its name: 家具厂 as 工贸."""
    texts = lookups.content.texts
    written = dict.fromkeys(row["sector"] for row in table.rows)
    meant = {words: lookups.sectors(words)[0] for words in written}
    return [
        texts("import.as", written=words, sector=one.name)
        for words, one in meant.items()
        if words not in lookups.names_of(one)
    ]


def _of_one_name(sites: Sequence[Site]) -> list[int]:
    """The rows of enterprises that share a name and have different codes: often one enterprise under two."""
    from dialogs.folding import folded

    named = Counter(folded(one.name) for one in sites)
    return [one.row for one in sites if named[folded(one.name)] > 1]


def _say_the_rest(table: Table, again: Sequence[int], made: Sequence[str], done: str, content: Content) -> None:
    """What was decided on the way and whoever gave the table should look at: new departments (a slip would be one of
    them), rows that were left out, columns nobody read."""
    from bot.imports.table import some

    texts = content.texts
    if made:
        click.echo(texts(f"import.offices_{done}", count=len(made), names=texts("import.and").join(made)))
    if again:
        click.echo(texts("import.again", rows=some(again, texts)))
    if table.left_out:
        click.echo(texts("import.left_out", rows=some(table.left_out, texts)))
    if table.head.others:
        click.echo(texts("import.unread", columns=texts("import.and").join(table.head.others)))


def _write_codes(content: Content, joined: Sequence[Joined], base_url: str, file: Path) -> None:
    rows = [
        (
            one.name, content.texts(f"role.{one.role}"), one.body, one.code,
            f"{base_url.rstrip('/')}/chat/?scene={one.code}", f"{one.until.astimezone(BEIJING):%Y-%m-%d}",
        )
        for one in joined
    ]  # fmt: skip
    write_csv(file, [content.texts.words["import.codes"], *rows], secret=True)
