"""`tour [--plan ID] [--out DIR]`: the whole story, told in the terminal."""

from __future__ import annotations

from pathlib import Path

import click

from bot.commands.exits import Misused
from bot.commands.house import LANGUAGE


@click.command()
@click.option("--plan", metavar="ID", help="The city's plan (default: the first that binds all sectors).")
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), help="Default: ./out/tour-PLAN.")
@LANGUAGE
def command(plan: str | None, out: Path | None, language: str | None) -> None:
    """Tell the whole story without a person: enrol, self-inspect, photo report, flag, ledger, rectify, sign off,
    reminder, weekly digest, official form. Workbooks and pictures are written to --out; every run says the same."""
    from bot.commands.house import plan_named, the_content
    from bot.logs import set_up
    from bot.tour import play

    set_up("WARNING")
    content = the_content(language)
    wanted = plan_named(content, plan)
    target = out or Path("out") / f"tour-{wanted.id}"
    try:
        target.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Misused(f"{target} cannot be made ({error.strerror}); give another --out.") from error
    play(content, wanted, target, click.echo)
    click.echo(f"Written to {target}.", err=True)
