"""One Official Account: who it is and its secrets."""

from __future__ import annotations

from dataclasses import dataclass, field

from bot.channels.tencent.seal import Seal, check_key
from bot.settings import PREFIX, Settings

NAME = "wechat"


@dataclass(frozen=True)
class Account:
    """`app_id` is also the account of its bindings."""

    app_id: str
    seal: Seal
    base_url: str
    secret: str = field(repr=False)


def account_of(settings: Settings) -> Account:
    """The account the settings name. Raises TellOperator for a key that cannot be one."""
    secret, token = settings.wechat_secret, settings.wechat_token
    assert secret is not None and token is not None  # noqa: S101, PT018  (bot.settings refuses half-set channels)
    keys = tuple(
        check_key(PREFIX + name, key.get_secret_value())
        for name, key in (
            ("WECHAT_AES_KEY", settings.wechat_aes_key),
            ("WECHAT_AES_KEY_PREVIOUS", settings.wechat_aes_key_previous),
        )
        if key
    )
    return Account(
        app_id=settings.wechat_app_id,
        seal=Seal(token.get_secret_value(), settings.wechat_app_id, keys),
        base_url=settings.wechat_api_base_url,
        secret=secret.get_secret_value(),
    )
