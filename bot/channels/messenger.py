"""Messengers that are switched on: what each adds to the server.

A messenger is a module with `mounted(app) -> Messenger`, named here; its settings switch it on.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import Any

from starlette.routing import BaseRoute

from bot.channels.channel import Channel
from bot.wiring import App

MODULES = {
    "wechat": "bot.channels.wechat.mounting",
    "wecom": "bot.channels.wecom.mounting",
    "telegram": "bot.channels.telegram.mounting",
}


@dataclass(frozen=True)
class Messenger:
    """What the delivery loop sends through, what the web server answers, and what runs as long as it does.

    `run` goes on until it is cancelled, and then closes what it opened.
    """

    channel: Channel
    routes: tuple[BaseRoute, ...]
    run: Callable[[], Coroutine[Any, Any, None]]


def switched_on(app: App) -> tuple[Messenger, ...]:
    """The messengers whose settings are there. Raises TellOperator for settings that cannot be right."""
    made = []
    for name in app.settings.channels:
        messenger: Messenger = importlib.import_module(MODULES[name]).mounted(app)
        made.append(messenger)
    return tuple(made)
