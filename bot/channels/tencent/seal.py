"""What proves that a callback comes from Tencent: signature, time, and in the encrypted mode the cipher."""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from wechatpy.crypto import PrpCrypto

from bot.channels.hostile import Hostile
from checklists.errors import TellOperator

WINDOW = timedelta(minutes=10)
"""How far a callback's timestamp may lie from our clock; nothing else protects from a replay."""


class _Cipher(PrpCrypto):  # type: ignore[misc]
    """wechatpy's cipher, its random prefix from `secrets`."""

    def get_random_string(self) -> str:
        return secrets.token_hex(8)


@dataclass(frozen=True)
class Opened:
    """A decrypted callback, and the key it was encrypted with, which the answer must use too."""

    xml: bytes
    key: str


@dataclass(frozen=True)
class Seal:
    """The secrets of one callback address. `receiver` is the app id or corp id that every cipher text ends with;
    `keys` are the EncodingAESKeys, the current one first, none in plain mode."""

    token: str
    receiver: str
    keys: tuple[str, ...] = ()

    def __repr__(self) -> str:
        return f"Seal({len(self.keys)} keys)"

    def signed(self, signature: str, *parts: str) -> bool:
        """Whether that is the signature of the token and these parts, compared in constant time."""
        return hmac.compare_digest(signature.encode(), self.signature(*parts).encode())

    def signature(self, *parts: str) -> str:
        """SHA-1 over the token and these parts in order, as Tencent does it
        (https://developers.weixin.qq.com/doc/subscription/guide/dev/push/encryption.html)."""
        return hashlib.sha1("".join(sorted((self.token, *parts))).encode(), usedforsecurity=False).hexdigest()

    def opened(self, encrypted: str) -> Opened:
        """Decrypt with whichever key fits. Raises Hostile when none does."""
        for key in self.keys:
            try:
                words: str = _cipher(key).decrypt(encrypted, self.receiver)
            except Exception:  # noqa: S112  (a wrong key shows itself in any of a dozen errors)
                continue
            return Opened(words.encode(), key)
        raise Hostile("no key opens it")

    def closed(self, xml: str, key: str, timestamp: str, nonce: str) -> str:
        """An answer encrypted and signed, as XML."""
        encrypted = _cipher(key).encrypt(xml, self.receiver).decode()
        return (
            f"<xml><Encrypt><![CDATA[{encrypted}]]></Encrypt>"
            f"<MsgSignature><![CDATA[{self.signature(timestamp, nonce, encrypted)}]]></MsgSignature>"
            f"<TimeStamp>{timestamp}</TimeStamp><Nonce><![CDATA[{nonce}]]></Nonce></xml>"
        )


def fresh(timestamp: str, now: datetime) -> bool:
    """Whether a callback's timestamp (seconds since 1970) lies within the window around now."""
    if not (timestamp.isascii() and timestamp.isdecimal() and len(timestamp) <= 12):
        return False
    return abs(now.timestamp() - int(timestamp)) <= WINDOW.total_seconds()


def check_key(setting: str, key: str) -> str:
    """An EncodingAESKey as it stands; raises TellOperator for one that cannot be one."""
    if not re.fullmatch(r"[A-Za-z0-9+/]{43}", key):
        raise TellOperator(f"{setting} is not right: it has 43 letters and digits; copy it from the platform again.")
    return key


def _cipher(key: str) -> _Cipher:
    return _Cipher(base64.b64decode(key + "="))
