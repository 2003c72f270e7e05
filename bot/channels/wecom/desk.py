"""What the app's callback, its channel and its photo fetching share."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

import httpx

from bot.channels.tencent import tokens
from bot.channels.tencent.api import Api
from bot.channels.tencent.line import Line, line_of
from bot.channels.wecom.account import NAME, Account, account_of
from bot.channels.wecom.codes import sort
from bot.channels.wecom.rests import API, CARDS, Rests
from bot.channels.wecom.rules import Rules, load
from bot.wiring import App
from bot.workers import Workers
from storage.unit_of_work import UnitOfWork

T = TypeVar("T")


@dataclass(frozen=True)
class Desk:
    """One WeCom app at work. Belongs to one event loop."""

    app: App
    account: Account
    rules: Rules
    line: Line
    rests: Rests

    @property
    def http(self) -> httpx.AsyncClient:
        """Closed with the server."""
        return self.line.http

    @property
    def api(self) -> Api:
        """Calls to the platform."""
        return self.line.api

    @property
    def workers(self) -> Workers:
        """The threads for the record."""
        return self.line.workers

    @property
    def sending(self) -> bool:
        """Whether app messages can be sent at all, as far as is known."""
        return not self.rests.resting(API)

    @property
    def cards(self) -> bool:
        """Whether options go on cards."""
        return self.rules.cards.on and self.sending and not self.rests.resting(CARDS)

    @property
    def base_url(self) -> str:
        """What addresses of our own begin with."""
        return self.app.settings.base_url.rstrip("/")

    async def record(self, work: Callable[[UnitOfWork], T]) -> T:
        """Do something in a unit of work of its own, committed."""

        def committed() -> T:
            with self.app.open_unit() as unit:
                result = work(unit)
                unit.commit()
            return result

        return await self.workers.record(committed)


def desk_of(
    app: App,
    ticks: Callable[[], float],
    *,
    transport: httpx.AsyncBaseTransport | None = None,
    rules: Rules | None = None,
) -> Desk:
    """The desk of the app the settings name. `transport` takes the place of the network.

    Raises TellOperator for a faulty key or rules file.
    """
    account = account_of(app.settings)
    line = line_of(
        app, f"{NAME}:{account.corp_id}:{account.agent_id}",
        lambda http: tokens.corp_token(http, sort, account.corp_id, account.secret),
        sort, account.base_url, ticks, transport,
    )  # fmt: skip
    return Desk(app=app, account=account, rules=rules or load(app.settings.data_dir), line=line, rests=Rests(app.clock))
