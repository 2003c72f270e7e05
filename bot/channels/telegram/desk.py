"""What the webhook, the polling, the channel and the photo fetching of one bot share."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

import anyio
import httpx
from telegram import Bot

from bot.channels.telegram.account import Account, account_of
from bot.channels.telegram.exchange import CONNECT_SECONDS, READ_SECONDS, Exchange
from bot.channels.telegram.lines import Lines
from bot.channels.telegram.pace import Pace
from bot.wiring import App
from bot.workers import Workers

REMEMBERED = 5000


@dataclass(frozen=True)
class Desk:
    """One bot at work. Belongs to one event loop."""

    app: App
    account: Account
    bot: Bot
    requests: tuple[Exchange, Exchange]
    files: httpx.AsyncClient
    workers: Workers
    pace: Pace
    ticks: Callable[[], float]
    taking: Lines = field(default_factory=Lines)
    answering: Lines = field(default_factory=Lines)
    _done: OrderedDict[int, int] = field(default_factory=OrderedDict)

    def parts_done(self, letter: int) -> int:
        """How many parts of a letter have been sent, so that a further try goes on from there."""
        return self._done.get(letter, 0)

    def note_parts(self, letter: int, count: int) -> None:
        """Remember that many parts as sent; 0 when nothing need be remembered any more."""
        self._done.pop(letter, None)
        if letter and count:
            self._done[letter] = count
            if len(self._done) > REMEMBERED:
                self._done.popitem(last=False)

    async def close(self) -> None:
        """Close the connections."""
        with anyio.CancelScope(shield=True):
            for one in self.requests:
                await one.shutdown()
            await self.files.aclose()


def desk_of(
    app: App,
    ticks: Callable[[], float],
    *,
    sleep: Callable[[float], Awaitable[None]] = anyio.sleep,
    transport: httpx.AsyncBaseTransport | None = None,
) -> Desk:
    """The desk of the bot the settings name. `transport` takes the place of the network.

    Raises TellOperator for a token or secret that cannot be one.
    """
    account = account_of(app.settings)
    calls, updates = Exchange(16, transport), Exchange(1, transport)
    bot = Bot(
        account.token,
        base_url=account.base_url,
        base_file_url=account.base_file_url,
        request=calls,
        get_updates_request=updates,
    )
    files = httpx.AsyncClient(
        timeout=httpx.Timeout(READ_SECONDS, connect=CONNECT_SECONDS), follow_redirects=False, transport=transport
    )
    return Desk(
        app=app,
        account=account,
        bot=bot,
        requests=(calls, updates),
        files=files,
        workers=app.workers,
        pace=Pace(ticks, sleep),
        ticks=ticks,
    )
