"""Groups are no place for hazards and names: a word on where to go instead, not too often."""

from __future__ import annotations

import logging
from collections import OrderedDict

from bot.channels.telegram import faults
from bot.channels.telegram.desk import Desk

log = logging.getLogger("ancha.telegram")

AGAIN_SECONDS = 60.0
MOST_KEPT = 1000


class Groups:
    """Remembers where it was said lately. In memory: nothing about groups is recorded."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._said: OrderedDict[int, float] = OrderedDict()

    async def refuse(self, chat: int) -> None:
        """Say it, unless it was said there within the minute."""
        now = self._desk.ticks()
        if now - self._said.get(chat, now - AGAIN_SECONDS) < AGAIN_SECONDS:
            return
        self._said.pop(chat, None)
        self._said[chat] = now
        if len(self._said) > MOST_KEPT:
            self._said.popitem(last=False)
        try:
            if not await self._desk.pace.turn(chat):
                await self._desk.bot.send_message(chat, self._desk.app.content.texts("telegram.group"))
        except Exception as error:
            log.info("a group was not told: %s", faults.named(error))
