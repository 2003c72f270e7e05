"""`forms`: lists the official forms."""

from __future__ import annotations

import json
from dataclasses import asdict

import click

from bot.commands.house import the_content


@click.command()
@click.option("--json", "as_json", is_flag=True, help="One JSON array instead of lines.")
def command(as_json: bool) -> None:
    """List the official forms: id, who fills it in, its plan, its title."""
    from reports.forms import available

    found = available(the_content())
    if as_json:
        click.echo(json.dumps([asdict(one) for one in found], ensure_ascii=False, indent=1))
        return
    for one in found:
        click.echo(f"{one.id:<5}{one.scope:<11}{one.plan:<22}{one.title}")
