"""Puts the Official Account on the server: `/wechat`, the channel, and what runs behind."""

from __future__ import annotations

import anyio
from starlette.routing import Route

from bot.channels.messenger import Messenger
from bot.channels.wechat import photos
from bot.channels.wechat.callback import Callback
from bot.channels.wechat.channel import WeChatChannel
from bot.channels.wechat.desk import Desk, desk_of
from bot.clock import ticks
from bot.wiring import App

PATH = "/wechat"


def mounted(app: App) -> Messenger:
    """The account the settings name. Raises TellOperator for a faulty key or rules file."""
    return at(desk_of(app, ticks))


def at(desk: Desk) -> Messenger:
    """The account at that desk."""
    callback = Callback(desk)

    async def run() -> None:
        async with desk.http, anyio.create_task_group() as tasks:
            tasks.start_soon(callback.underway.run)
            tasks.start_soon(photos.run, desk)

    routes = (
        Route(PATH, callback.handshake, methods=["GET"]),
        Route(PATH, callback.receive, methods=["POST"]),
    )
    return Messenger(WeChatChannel(desk), routes, run)
