"""What the account's callback, its channel and its photo fetching share."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import httpx

from bot.channels.tencent import tokens
from bot.channels.tencent.api import Api
from bot.channels.tencent.line import Line, line_of
from bot.channels.wechat.account import NAME, Account, account_of
from bot.channels.wechat.codes import sort
from bot.channels.wechat.rests import Rests
from bot.channels.wechat.rules import Rules, load
from bot.wiring import App
from bot.workers import Workers


@dataclass(frozen=True)
class Desk:
    """One Official Account at work. Belongs to one event loop."""

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


def desk_of(
    app: App,
    ticks: Callable[[], float],
    *,
    transport: httpx.AsyncBaseTransport | None = None,
    rules: Rules | None = None,
) -> Desk:
    """The desk of the account the settings name. `transport` takes the place of the network.

    Raises TellOperator for a faulty key or rules file.
    """
    account = account_of(app.settings)
    line = line_of(
        app, f"{NAME}:{account.app_id}",
        lambda http: tokens.stable_token(http, sort, account.app_id, account.secret),
        sort, account.base_url, ticks, transport,
    )  # fmt: skip
    return Desk(app=app, account=account, rules=rules or load(app.settings.data_dir), line=line, rests=Rests(app.clock))
