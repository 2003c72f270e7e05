"""The bot as the delivery loop sees it."""

from __future__ import annotations

from bot.channels.channel import Result
from bot.channels.telegram.account import NAME
from bot.channels.telegram.desk import Desk
from bot.channels.telegram.sending import send
from dialogs.messages import Outbound
from storage.reaching import Binding


class TelegramChannel:
    """Private chats with one bot."""

    name = NAME
    at_once = 12

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    async def send(self, binding: Binding, message: Outbound, letter: int) -> Result:
        """Send all of it; a further try goes on behind the last part that was sent."""
        return await send(self._desk, binding, message, letter)

    def settled(self, binding: Binding) -> None:
        """Nothing waits for it."""
