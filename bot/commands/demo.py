"""`demo [--port 8000] [--fresh] [--plan ID] [--language en]`: the sample county with the web chat."""

from __future__ import annotations

import click

from bot.commands.house import LANGUAGE


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option("--fresh", is_flag=True, help="Throw the demo's record away and plant the county anew.")
@click.option("--plan", metavar="ID", help="The city's plan to show (default: the first that binds all sectors).")
@LANGUAGE
def command(host: str, port: int, fresh: bool, plan: str | None, language: str | None) -> None:
    """Plant a sample county on SQLite below ANCHA_DATA_DIR/demo and serve three phones over it, with a clock one can
    move. No account needed anywhere.

    Nothing of it is real, and nothing of the real record is touched.
    """
    from bot.commands.house import demo_house, demo_plan
    from bot.demo.pages import routes
    from bot.demo.show import Show, tick
    from bot.logs import set_up
    from bot.server import serve

    set_up("WARNING")
    settings = demo_house(language)
    wanted = demo_plan(settings, plan, fresh=fresh)
    click.echo(f"Preparing the sample county of {wanted.region_name} …")
    from bot.sample.demo import open_demo

    demo = open_demo(settings, wanted, fresh=fresh)
    click.echo(f"Open http://{'127.0.0.1' if host == '0.0.0.0' else host}:{port}/ in a browser; Ctrl-C stops.")  # noqa: S104
    show = Show(demo)
    serve(demo.app, host, port, demo_people=demo.people, routes=routes(show), tick=lambda: tick(show))
