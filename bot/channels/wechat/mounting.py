"""Puts the Official Account on the server: `/wechat`, the channel, and what runs behind."""

from __future__ import annotations

from functools import partial

from bot.channels.messenger import Messenger
from bot.channels.tencent import photos
from bot.channels.tencent.mounting import messenger
from bot.channels.wechat.callback import Callback
from bot.channels.wechat.channel import WeChatChannel
from bot.channels.wechat.desk import Desk, desk_of
from bot.channels.wechat.photos import fetching
from bot.clock import ticks
from bot.wiring import App

PATH = "/wechat"


def mounted(app: App) -> Messenger:
    """The account the settings name. Raises TellOperator for a faulty key or rules file."""
    return at(desk_of(app, ticks))


def at(desk: Desk) -> Messenger:
    """The account at that desk."""
    callback = Callback(desk)
    return messenger(
        PATH, WeChatChannel(desk), desk.http, handshake=callback.handshake, receive=callback.receive,
        behind=(callback.underway.run, partial(photos.run, fetching(desk))),
    )  # fmt: skip
