"""`chat [--as ROLE] [--plan ID] [--record FILE] [--replay FILE]`: the bot in the terminal, on the demo's record."""

from __future__ import annotations

from pathlib import Path

import click

from bot.commands.house import LANGUAGE

ROLES = ("principal", "safety_director", "safety_officer", "staff", "county", "department", "city", "administrator")


@click.command()
@click.option("--as", "role", type=click.Choice((*ROLES, "stranger")), default="principal", show_default=True)
@click.option("--plan", metavar="ID", help="The city's plan (default: the one the demo holds).")
@LANGUAGE
@click.option("--record", type=click.Path(dir_okay=False, path_type=Path), help="Write the conversation to this file.")
@click.option(
    "--replay", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="First say what this file says."
)
def command(role: str, plan: str | None, language: str | None, record: Path | None, replay: Path | None) -> None:
    """Talk with the bot as somebody of the sample county. `photo FILE` sends a picture, `exit` ends it.

    What is recorded is a transcript as in tests/transcripts; what is replayed too. After a replay you go on yourself.
    """
    from bot.channels import transcript
    from bot.channels.terminal import converse
    from bot.commands.house import demo_house, demo_plan
    from bot.logs import set_up
    from bot.sample.demo import open_demo

    set_up("ERROR")
    settings = demo_house(language)
    demo = open_demo(settings, demo_plan(settings, plan))
    me = next(one for one in demo.people if one.key == role)
    if replay is not None:
        addresses = {name: one.address for one in demo.people for name in (one.key, one.title)}
        transcript.replay(demo.app, replay, addresses, me.key, click.echo)
    heard = None
    if record is not None:
        recorder = transcript.Recorder(record, me.title, demo.app.content.texts)
        recorder.begin()
        heard = recorder.heard
    click.echo(f"{me.title}  {me.role_label}")
    read = lambda words: input(words)  # noqa: E731, PLW0108
    converse(demo.app, me.address, read, click.echo, channel="web", heard=heard)
