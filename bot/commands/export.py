"""`export --list`, `export SYSTEM --out FILE (--region CODE | --department ID | --enterprise USCC) [--from] [--to]`."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.commands.exits import Misused
from bot.commands.house import day, record, the_content
from checklists.problems import did_you_mean

if TYPE_CHECKING:
    from storage.scope import Scope
    from storage.unit_of_work import UnitOfWork


@click.command()
@click.argument("system", required=False)
@click.option("--list", "listing", is_flag=True, help="List the systems there are tables for.")
@click.option("--region", metavar="CODE", help="What lies in this county or city, by its six digits.")
@click.option("--department", type=int, metavar="ID", help="What lies in a department's sectors.")
@click.option("--enterprise", metavar="USCC", help="One enterprise, by its unified social credit code.")
@click.option("--from", "first", metavar="DATE", help="First day (default: the first of the month of --to).")
@click.option("--to", "last", metavar="DATE", help="Last day (default: today in Beijing).")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="The file to write, .xlsx or .csv.")
def command(
    system: str | None, listing: bool, region: str | None, department: int | None, enterprise: str | None,
    first: str | None, last: str | None, out: Path | None,
) -> None:  # fmt: skip
    """Write the hazards found, put right or signed off from --from to --to in the columns that SYSTEM asks for."""
    content = the_content()
    if listing:
        for one in content.exports.values():
            click.echo(f"{one.id:<22}{one.system}  ({', '.join(one.plans)})")
        return
    from bot.clock import system_now
    from checklists.periods import beijing_day
    from reports.system_export import export_rows, write_csv, write_xlsx
    from storage.figures.period import days

    if system is None or system not in content.exports:
        raise Misused(f"There is no table for {system!r}; {did_you_mean(system or '', content.exports)}")
    if out is None or out.suffix not in (".xlsx", ".csv"):
        raise Misused("Say where to write it: --out FILE.xlsx or --out FILE.csv.")
    until = day(last) if last else beijing_day(system_now())
    since = day(first) if first else until.replace(day=1)
    if since > until:
        raise Misused("--from lies after --to; swap them.")
    with record() as house, house.look() as unit:
        scope = _scope(unit, region, department, enterprise)
        rows = export_rows(content, unit, scope, content.exports[system], days(since, until + timedelta(days=1)))
        try:
            if out.suffix == ".csv":
                with out.open("w", encoding="utf-8-sig", newline="") as file:
                    count = write_csv(rows, file)
            else:
                count = write_xlsx(rows, out)
        except OSError as error:
            raise Misused(f"{out} cannot be written ({error.strerror}); give another file.") from error
    click.echo(f"Written: {out}, {count} hazards.")


def _scope(unit: UnitOfWork, region: str | None, department: int | None, enterprise: str | None) -> Scope:
    from bot.commands.body import body_of
    from storage.enterprises import by_code
    from storage.scope import Scope

    if sum(one is not None for one in (region, department, enterprise)) != 1:
        raise Misused("Say whose hazards: one of --region CODE, --department ID, --enterprise USCC.")
    if enterprise is None:
        scope = body_of(unit, region, department).figures.scope
        return Scope(region=scope.region, sectors=scope.sectors)
    found = by_code(unit, enterprise)
    if found is None:
        raise Misused(f"No enterprise has the code {enterprise!r}; look it up in the list of enterprises.")
    return Scope(enterprise_id=found.id)
