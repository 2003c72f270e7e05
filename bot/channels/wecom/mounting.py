"""Puts the WeCom app on the server: `/wecom`, the channel, and what runs behind."""

from __future__ import annotations

from functools import partial

from bot.channels.messenger import Messenger
from bot.channels.tencent import photos
from bot.channels.tencent.mounting import messenger
from bot.channels.wecom.callback import Callback
from bot.channels.wecom.channel import WeComChannel
from bot.channels.wecom.desk import Desk, desk_of
from bot.channels.wecom.photos import fetching
from bot.clock import ticks
from bot.wiring import App

PATH = "/wecom"


def mounted(app: App) -> Messenger:
    """The app the settings name. Raises TellOperator for a faulty key or rules file."""
    return at(desk_of(app, ticks))


def at(desk: Desk) -> Messenger:
    """The app at that desk."""
    callback = Callback(desk)
    return messenger(
        PATH, WeComChannel(desk), desk.http, handshake=callback.handshake, receive=callback.receive,
        behind=(callback.underway.run, partial(photos.run, fetching(desk))),
    )  # fmt: skip
