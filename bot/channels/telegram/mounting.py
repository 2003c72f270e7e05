"""Puts the bot on the server: `/telegram` in webhook mode, the channel, and what runs behind."""

from __future__ import annotations

import anyio
from starlette.routing import Route

from bot.channels.messenger import Messenger
from bot.channels.telegram import photos, polling
from bot.channels.telegram.account import PATH
from bot.channels.telegram.answering import Answering
from bot.channels.telegram.callback import Callback
from bot.channels.telegram.channel import TelegramChannel
from bot.channels.telegram.desk import Desk, desk_of
from bot.channels.telegram.setup import until_set_up
from bot.clock import ticks
from bot.web.straight import Taken
from bot.wiring import App


def mounted(app: App) -> Messenger:
    """The bot the settings name. Raises TellOperator for a token or secret that cannot be one."""
    return at(desk_of(app, ticks))


def at(desk: Desk) -> Messenger:
    """The bot at that desk."""
    answering = Answering(desk)

    async def updates() -> None:
        await until_set_up(desk)
        if not desk.account.webhook:
            await polling.run(desk, answering)

    async def run() -> None:
        try:
            async with anyio.create_task_group() as tasks:
                tasks.start_soon(photos.run, desk)
                tasks.start_soon(updates)
        finally:
            await desk.close()

    routes = (Route(PATH, Taken(Callback(desk, answering).receive), methods=["POST"]),) if desk.account.webhook else ()
    return Messenger(TelegramChannel(desk), routes, run)
