"""`chat [--as ROLE] [--plan ID]`: the bot in the terminal, on the demo's record."""

from __future__ import annotations

import click

from bot.commands.house import LANGUAGE

ROLES = ("principal", "safety_director", "safety_officer", "staff", "county", "department", "city", "administrator")


@click.command()
@click.option("--as", "role", type=click.Choice((*ROLES, "stranger")), default="principal", show_default=True)
@click.option("--plan", metavar="ID", help="The city's plan (default: the one the demo holds).")
@LANGUAGE
def command(role: str, plan: str | None, language: str | None) -> None:
    """Talk with the bot as somebody of the sample county. `photo FILE` sends a picture, `exit` ends it."""
    from bot.channels.terminal import converse
    from bot.commands.house import demo_house, demo_plan
    from bot.logs import set_up
    from bot.sample.demo import open_demo

    set_up("ERROR")
    settings = demo_house(language)
    demo = open_demo(settings, demo_plan(settings, plan))
    me = next(one for one in demo.people if one.key == role)
    click.echo(f"{me.title}  {me.role_label}")
    converse(demo.app, me.address, lambda words: input(words), click.echo, channel="web")  # noqa: PLW0108
