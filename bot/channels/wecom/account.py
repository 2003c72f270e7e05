"""One WeCom app: the corporation, the app's number, and their secrets."""

from __future__ import annotations

from dataclasses import dataclass, field

from bot.channels.tencent.seal import Seal, check_key
from bot.settings import PREFIX, Settings

NAME = "wecom"


@dataclass(frozen=True)
class Account:
    """`corp_id` is also the account of its bindings: members keep their ids when the app is made anew."""

    corp_id: str
    agent_id: int
    seal: Seal
    base_url: str
    secret: str = field(repr=False)


def account_of(settings: Settings) -> Account:
    """The app the settings name. Raises TellOperator for a key that cannot be one."""
    secret, token, key = settings.wecom_secret, settings.wecom_token, settings.wecom_aes_key
    assert secret and token and key and settings.wecom_agent_id is not None  # noqa: S101, PT018  (bot.settings refuses half-set)
    return Account(
        corp_id=settings.wecom_corp_id,
        agent_id=settings.wecom_agent_id,
        seal=Seal(
            token.get_secret_value(),
            settings.wecom_corp_id,
            (check_key(f"{PREFIX}WECOM_AES_KEY", key.get_secret_value()),),
        ),
        base_url=settings.wecom_api_base_url,
        secret=secret.get_secret_value(),
    )
