"""`explain FORM CELL …`: the records behind one figure."""

from __future__ import annotations

import json
from datetime import datetime

import click

from bot.commands.body import asked_for, body_of
from bot.commands.house import moment, record, the_content
from checklists.periods import BEIJING


@click.command()
@click.argument("form")
@click.argument("cell")
@asked_for
@click.option("--json", "as_json", is_flag=True, help="One JSON array instead of lines.")
def command(
    form: str, cell: str, region: str | None, department: int | None, period: str, as_of: str | None, as_json: bool
) -> None:
    """List the records behind the figures at CELL (as in a spreadsheet: D4) of FORM."""
    from reports.explaining import explain

    until = moment(as_of) if as_of else None
    content = the_content()
    with record() as house, house.look() as unit:
        found = explain(content, unit, form, body_of(unit, region, department), period, cell=cell, as_of=until)
    if as_json:
        plain = [
            {
                "metric": one.metric, "name": one.name, "definition": one.definition, "unit": one.unit,
                "figure": one.figure,
                "records": [
                    {
                        "entity": row.entity, "id": row.id, "number": row.number, "enterprise": row.enterprise,
                        "when": row.when.isoformat(), "what": row.what, "amount": row.amount,
                    }
                    for row in one.records
                ],
            }
            for one in found
        ]  # fmt: skip
        click.echo(json.dumps(plain, ensure_ascii=False, indent=1, default=str))
        return
    for one in found:
        figure = "(not its duty)" if one.figure is None else f"{one.figure}{one.unit}"
        click.echo(f"{one.name}: {figure}\n  {one.definition}")
        for row in one.records:
            when = (
                row.when.astimezone(BEIJING).strftime("%Y-%m-%d %H:%M") if isinstance(row.when, datetime) else row.when
            )
            click.echo(f"  {row.entity} {row.number or row.id}  {when}  {row.enterprise}  {row.what}  +{row.amount}")
