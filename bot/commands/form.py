"""`form FORM (--region CODE | --department ID) --period YYYY-MM [--as-of TIME] --out FILE.xlsx`."""

from __future__ import annotations

from pathlib import Path

import click

from bot.commands.body import asked_for, body_of
from bot.commands.exits import Misused
from bot.commands.house import moment, record, the_content


@click.command()
@click.argument("form")
@asked_for
@click.option(
    "--out", required=True, type=click.Path(dir_okay=False, path_type=Path), help="The workbook to write, FILE.xlsx."
)
def command(form: str, region: str | None, department: int | None, period: str, as_of: str | None, out: Path) -> None:
    """Fill the official form FORM (F1 … F14) from the record and write it as a workbook.

    What an official should know before submitting it is said on standard error, and so is that it is another city's.
    """
    from reports.filling import fill
    from reports.workbook import write
    from storage.enterprises import ever_in_force

    if out.suffix.lower() != ".xlsx":
        raise Misused(f"{out} is no .xlsx; a form is written as a workbook, so name the file one.")
    until = moment(as_of) if as_of else None
    content = the_content()
    with record() as house, house.look() as unit:
        filled = fill(content, unit, form, body_of(unit, region, department), period, as_of=until)
        try:
            write(filled, out)  # a ledger is read from the record while it is written
        except OSError as error:
            raise Misused(f"{out} cannot be written ({error.strerror}); give another file.") from error
        asked = filled.asked
        of_theirs = ever_in_force(unit, asked.layout.plan, asked.body.region)
    if not of_theirs:
        plan = content.plans[asked.layout.plan]
        click.echo(
            f"{asked.layout.id} is a form of {plan.region_name} ({plan.id}), whose plan is not in force for "
            f"{asked.body.name}; it is filled all the same. `forms` lists each plan's, `plan list` which are in force.",
            err=True,
        )
    for words in (*filled.unbalanced, *filled.notices):
        click.echo(words, err=True)
    click.echo(f"Written: {out} ({asked.layout.id}, {asked.body.name}, due {asked.due}).")
