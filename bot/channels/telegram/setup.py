"""Tells Telegram how this bot works: by webhook or polling, and the commands of its menu."""

from __future__ import annotations

import logging

import anyio
from telegram import BotCommand
from telegram.error import BadRequest, InvalidToken

from bot.channels.telegram import faults
from bot.channels.telegram.desk import Desk
from bot.channels.telegram.exchange import TooFast
from bot.channels.telegram.understanding import COMMANDS, WANTED

log = logging.getLogger("ancha.telegram")

WAITS = (1, 2, 5, 15, 60, 300)
MOST_CONNECTIONS = 20
DEAF = (
    "Telegram refuses the webhook's address. ANCHA_BASE_URL must be https, reachable from outside, on port 443, 80, "
    "88 or 8443; or set ANCHA_TELEGRAM_MODE=polling."
)


async def until_set_up(desk: Desk) -> None:
    """Try until Telegram has taken it, ever more seldom."""
    tries = 0
    while True:
        try:
            await set_up(desk)
        except Exception as error:
            _tell(error)
            wait = error.seconds if isinstance(error, TooFast) else 0.0
            await anyio.sleep(max(wait, WAITS[min(tries, len(WAITS) - 1)]))
            tries += 1
        else:
            return


async def set_up(desk: Desk) -> None:
    """Webhook or none, then the commands. Raises what Telegram answers, except on the commands."""
    bot, account = desk.bot, desk.account
    me = await bot.get_me()
    if account.webhook:
        await bot.set_webhook(
            account.webhook, secret_token=account.secret, allowed_updates=WANTED, max_connections=MOST_CONNECTIONS
        )
    else:
        await bot.delete_webhook(drop_pending_updates=False)
    log.info("Telegram: @%s, by %s", me.username, "webhook" if account.webhook else "polling")
    texts = desk.app.content.texts
    try:
        await bot.set_my_commands(
            [BotCommand("start", texts("telegram.start"))]
            + [BotCommand(name, texts(f"telegram.commands.{name}.explain")) for name in COMMANDS]
        )
    except Exception as error:
        log.warning("the menu of commands is not set: %s", faults.named(error))


def _tell(error: Exception) -> None:
    if isinstance(error, InvalidToken):
        log.error(faults.NOT_LET_IN)
    elif isinstance(error, BadRequest):
        log.error(DEAF)
    else:
        log.warning("Telegram is not set up yet: %s", faults.named(error))
