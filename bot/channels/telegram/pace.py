"""How fast messages may go: one a second to each chat, twenty-five a second in all
(https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this). In memory, one for each process."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

EACH_SECONDS = 1.0
ALL_SECONDS = 1 / 25
LONGEST_SECONDS = 15.0
"""Whoever would have to wait longer comes back later instead."""
MOST_KEPT = 20_000


class Pace:
    """Turns for chats. Belongs to one event loop."""

    def __init__(self, ticks: Callable[[], float], sleep: Callable[[float], Awaitable[None]]) -> None:
        self._ticks = ticks
        self._sleep = sleep
        self._next: dict[int, float] = {}
        self._next_of_all = 0.0

    async def turn(self, chat: int) -> float:
        """Wait for this chat's turn: 0 when it has come, else the seconds after which to ask again."""
        now = self._ticks()
        at = max(now, self._next.get(chat, now))
        if at - now > LONGEST_SECONDS:
            return at - now
        self._forget(now)
        self._next[chat] = at + EACH_SECONDS
        if at > now:
            await self._sleep(at - now)
        now = self._ticks()
        at = max(now, self._next_of_all)
        self._next_of_all = at + ALL_SECONDS
        if at > now:
            await self._sleep(at - now)
        return 0.0

    def hold(self, chat: int, seconds: float) -> None:
        """Telegram said when it takes the next message for this chat."""
        self._next[chat] = max(self._next.get(chat, 0.0), self._ticks() + seconds)

    def _forget(self, now: float) -> None:
        if len(self._next) > MOST_KEPT:
            self._next = {chat: at for chat, at in self._next.items() if at > now}
