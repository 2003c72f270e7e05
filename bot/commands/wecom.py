"""`wecom check | menu`: what an operator does with the WeCom app beside serving it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, TypeVar

import click

from bot.commands.exits import Failed, Misused

if TYPE_CHECKING:
    from bot.channels.wecom.desk import Desk

T = TypeVar("T")


@click.group()
def command() -> None:
    """The WeCom app that the settings name."""


@command.command()
def check() -> None:
    """See that WeCom knows the app: fetch an access token."""

    async def ask(desk: Desk) -> str:
        await desk.api.tokens.current()
        return f"{desk.account.corp_id}, app {desk.account.agent_id}: WeCom answers."

    click.echo(_with_desk(ask))


@command.command()
def menu() -> None:
    """Publish the menu of wecom.yaml in place of the one there."""
    from bot.channels.wecom.menu import publish

    async def put(desk: Desk) -> str:
        count = await publish(desk.api, desk.account.agent_id, desk.rules)
        return f"Published: a menu of {count} buttons."

    click.echo(_with_desk(put))


def _with_desk(work: Callable[[Desk], Awaitable[T]]) -> T:
    """Do something with the app; what WeCom refuses becomes a sentence."""
    import anyio

    from bot.channels.tencent.refusal import Refused, Unanswered
    from bot.channels.wecom.desk import desk_of
    from bot.clock import system_now, ticks
    from bot.codes import codes
    from bot.commands.house import must_be_ready
    from bot.logs import set_up
    from bot.settings import read_settings
    from bot.wiring import wire

    settings = read_settings()
    if "wecom" not in settings.channels:
        raise Misused(
            "WeCom is not set up: set ANCHA_WECOM_CORP_ID, ANCHA_WECOM_AGENT_ID, ANCHA_WECOM_SECRET, "
            "ANCHA_WECOM_TOKEN and ANCHA_WECOM_AES_KEY."
        )
    set_up("WARNING")
    app = wire(settings, system_now, codes)
    must_be_ready(app.engine, settings)

    async def do() -> T:
        desk = desk_of(app, ticks)
        async with desk.http:
            return await work(desk)

    try:
        return anyio.run(do)
    except Refused as refused:
        raise Failed(f"WeCom refuses ({refused}); docs/channels/wecom.md says what each code asks for.") from None
    except Unanswered as silence:
        raise Failed(f"WeCom does not answer ({silence}); check the network and ANCHA_WECOM_API_BASE_URL.") from None
