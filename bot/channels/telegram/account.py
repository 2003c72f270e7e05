"""One Telegram bot: who it is, where its interface is, and its secrets."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from bot.settings import PREFIX, Settings
from checklists.errors import TellOperator

NAME = "telegram"
PATH = "/telegram"
_SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")


@dataclass(frozen=True)
class Account:
    """`id` is the bot's number, which stays when its token is changed, and the account of its bindings."""

    id: str
    base_url: str
    base_file_url: str
    webhook: str
    """Where Telegram sends updates; "" when they are polled."""
    token: str = field(repr=False)
    secret: str = field(repr=False)


def account_of(settings: Settings) -> Account:
    """The bot the settings name. Raises TellOperator for a token or a webhook secret that cannot be one
    (https://core.telegram.org/bots/api#setwebhook)."""
    assert settings.telegram_token is not None  # noqa: S101  (bot.settings switches the channel by it)
    token = settings.telegram_token.get_secret_value().strip()
    if re.search(r"[\s/?#]", token) or ":" not in token:
        raise TellOperator(f"{PREFIX}TELEGRAM_TOKEN is no bot token; copy it from @BotFather as NUMBER:LETTERS.")
    secret = settings.telegram_webhook_secret.get_secret_value() if settings.telegram_webhook_secret else ""
    by_webhook = settings.telegram_mode == "webhook"
    if by_webhook and not _SECRET.fullmatch(secret):
        raise TellOperator(
            f"{PREFIX}TELEGRAM_WEBHOOK_SECRET is not accepted by Telegram; use 1 to 256 letters, digits, _ and -."
        )
    return Account(
        id=token.partition(":")[0][:64],
        base_url=settings.telegram_base_url,
        base_file_url=settings.telegram_base_file_url,
        webhook=settings.base_url.rstrip("/") + PATH if by_webhook else "",
        token=token,
        secret=secret,
    )
