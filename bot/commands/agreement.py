"""`agreement [--region CODE | --department ID] [--from DAY] [--to DAY] [--clause ID] [--json]`."""

from __future__ import annotations

import json
from dataclasses import asdict

import click

from bot.commands.exits import Misused
from bot.commands.house import day, record, the_content


@click.command()
@click.option("--region", metavar="CODE", help="A county or city by its six digits (default: everything).")
@click.option("--department", type=int, metavar="ID", help="A department.")
@click.option("--from", "first", metavar="DATE", help="First day of the decisions (default: 365 days back).")
@click.option("--to", "last", metavar="DATE", help="Last day (default: today in Beijing).")
@click.option("--clause", metavar="ID", help="List the hazards that were flagged with this clause.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object instead of lines.")
def command(
    region: str | None, department: int | None, first: str | None, last: str | None, clause: str | None, as_json: bool
) -> None:
    """What officials made of suspected major hazards: confirmed, by another clause, ordinary, rejected.

    Figures for people: nothing learns from them.
    """
    from bot.clock import system_now
    from bot.commands.body import body_of
    from checklists.periods import beijing_day
    from reports.agreement import agreed, behind, last_year
    from storage.figures.body import Body
    from storage.figures.period import days
    from storage.scope import EVERYTHING

    if region is not None and department is not None:
        raise Misused("Give --region or --department, not both.")
    today = beijing_day(system_now())
    period = last_year(day(last) if last else today)
    if first is not None:
        if period.after_day <= day(first):
            raise Misused("--from lies after --to; swap them.")
        period = days(day(first), period.after_day)
    content = the_content()
    if clause is not None and clause not in content.clauses:
        raise Misused(f"No standard has the clause {clause!r}; clauses look like GM-3-2.")
    with record() as house, house.open_unit() as unit:
        whose = Body(EVERYTHING)
        if region is not None or department is not None:
            whose = body_of(unit, region, department).figures
        found = agreed(content, unit, whose, period)
        names = found.totals if clause is not None else ()
        rows = {name: behind(unit, whose, period, name, clause) for name in names if name != "flags-decided"}
    if as_json:
        plain = {
            "from": period.first_day.isoformat(), "before": period.after_day.isoformat(), "totals": found.totals,
            "clauses": [asdict(one.figures) for one in found.rows],
            "records": {name: [one.number for one in of_it] for name, of_it in rows.items()},
        }  # fmt: skip
        click.echo(json.dumps(plain, ensure_ascii=False, indent=1))
        return
    for name, figure in found.totals.items():
        click.echo(f"{content.texts(f'metric.{name}.name')}: {figure}  ({name})")
    click.echo("clause            decided  same  other  general  rejected  waiting")
    for one in found.rows:
        figures = one.figures
        click.echo(f"{figures.clause or '-':17} {figures.decided:7} {figures.same:5} {figures.major - figures.same:6} "
                   f"{figures.general:8} {figures.rejected:9} {figures.waiting:8}")  # fmt: skip
    for name, of_it in rows.items():
        for record_ in of_it:
            click.echo(f"{name}  {record_.number}  {record_.enterprise}  {record_.what}")
