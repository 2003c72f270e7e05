"""Who a page belongs to: a signed token that names an address of the web channel. No account, nothing stored.

Only the signature lets somebody in: knowing an address (it stands in the record) is worth nothing.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta

from storage.unit_of_work import Codes

LASTS = timedelta(days=365)
RENEWED_AFTER = timedelta(days=7)
COOKIE = "ancha_visitor"
HEADER = "x-ancha-as"
_SIGNS = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_")


@dataclass(frozen=True)
class Visitor:
    """An address on the web channel; `issued` is when its token was made."""

    address: str
    issued: datetime

    def is_stale(self, now: datetime) -> bool:
        """Whether it is time for a fresh token, so that who comes regularly is never logged out."""
        return now - self.issued > RENEWED_AFTER


def new_address(codes: Codes) -> str:
    """An address for somebody seen for the first time."""
    return f"v-{codes(20)}"


def token_for(address: str, now: datetime, secret: bytes) -> str:
    """The token of an address, good for a year from now. Raises ValueError for an address with unfit signs."""
    if not address or not _SIGNS.issuperset(address):
        raise ValueError("an address on the web channel has letters, digits, - and _ only")
    body = f"{address}.{int(now.timestamp())}"
    return f"{body}.{_signature(body, secret)}"


def read_token(token: str, now: datetime, secret: bytes) -> Visitor | None:
    """The visitor a token names; None for a forged, damaged or expired one."""
    body, _, signature = token.rpartition(".")
    address, _, issued = body.rpartition(".")
    if not address or not (issued.isascii() and issued.isdecimal()) or len(token) > 256:
        return None
    if not hmac.compare_digest(signature.encode(), _signature(body, secret).encode()):
        return None
    moment = datetime.fromtimestamp(int(issued), now.tzinfo)
    return Visitor(address, moment) if now - moment < LASTS else None


def _signature(body: str, secret: bytes) -> str:
    key = hmac.digest(secret, b"web visitor", hashlib.sha256)  # a key of its own for each purpose
    return base64.urlsafe_b64encode(hmac.digest(key, body.encode(), hashlib.sha256)[:24]).decode()
