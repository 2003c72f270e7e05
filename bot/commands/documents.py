"""`documents`: which documents there are."""

from __future__ import annotations

import json

import click

from bot.commands.house import the_content


@click.command()
@click.option("--json", "as_json", is_flag=True, help="One JSON array instead of lines.")
def command(as_json: bool) -> None:
    """List the documents that can be made: id, what about, which stretches of time, and the name."""
    templates = sorted(the_content().templates.values(), key=lambda one: one.id)
    if as_json:
        rows = [
            {"id": one.id, "name": one.name, "about": one.about, "spans": list(one.spans), "plans": list(one.plans),
             "roles": list(one.roles)}
            for one in templates
        ]  # fmt: skip
        click.echo(json.dumps(rows, ensure_ascii=False, indent=1))
        return
    for one in templates:
        click.echo(f"{one.id:<16} {one.about:<11} {','.join(one.spans) or '-':<28} {one.name}")
