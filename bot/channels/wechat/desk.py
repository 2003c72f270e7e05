"""What the account's callback, its channel and its photo fetching share."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import httpx

from bot.channels.tencent import http, tokens
from bot.channels.tencent.api import Api
from bot.channels.tencent.tokens import Shelf, Tokens
from bot.channels.wechat.account import NAME, Account, account_of
from bot.channels.wechat.codes import sort
from bot.channels.wechat.rests import Rests
from bot.channels.wechat.rules import Rules, load
from bot.wiring import App
from bot.workers import Workers
from storage import access_tokens
from storage.access_tokens import AccessToken


@dataclass(frozen=True)
class Desk:
    """One Official Account at work. Belongs to one event loop."""

    app: App
    account: Account
    rules: Rules
    http: httpx.AsyncClient
    api: Api
    rests: Rests
    workers: Workers


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
    workers = Workers(one_writer=app.one_writer)
    client = http.client(account.base_url, transport)
    name = f"{NAME}:{account.app_id}"

    async def look() -> AccessToken | None:
        def saved() -> AccessToken | None:
            with app.open_unit() as unit:
                return access_tokens.saved(unit, name)

        return await workers.record(saved)

    async def put(token: AccessToken) -> None:
        def save() -> None:
            with app.open_unit() as unit:
                access_tokens.save(unit, name, token)
                unit.commit()

        await workers.record(save)

    kept = Tokens(
        lambda: tokens.stable_token(client, sort, account.app_id, account.secret), Shelf(look, put), app.clock, ticks
    )
    return Desk(
        app=app,
        account=account,
        rules=rules or load(app.settings.data_dir),
        http=client,
        api=Api(client, kept, sort),
        rests=Rests(app.clock),
        workers=workers,
    )
