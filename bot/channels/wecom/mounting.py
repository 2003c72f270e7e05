"""Puts the WeCom app on the server: `/wecom`, the channel, and what runs behind."""

from __future__ import annotations

import anyio
from starlette.routing import Route

from bot.channels.messenger import Messenger
from bot.channels.wecom import photos
from bot.channels.wecom.callback import Callback
from bot.channels.wecom.channel import WeComChannel
from bot.channels.wecom.desk import Desk, desk_of
from bot.clock import ticks
from bot.wiring import App

PATH = "/wecom"


def mounted(app: App) -> Messenger:
    """The app the settings name. Raises TellOperator for a faulty key or rules file."""
    return at(desk_of(app, ticks))


def at(desk: Desk) -> Messenger:
    """The app at that desk."""
    callback = Callback(desk)

    async def run() -> None:
        async with desk.http, anyio.create_task_group() as tasks:
            tasks.start_soon(callback.underway.run)
            tasks.start_soon(photos.run, desk)

    routes = (
        Route(PATH, callback.handshake, methods=["GET"]),
        Route(PATH, callback.receive, methods=["POST"]),
    )
    return Messenger(WeComChannel(desk), routes, run)
