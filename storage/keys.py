"""What the deployment's secret is used for in the record: names nobody can compute without it, and sealed words.

Every purpose has a key of its own, derived by HKDF (RFC 5869). Words are sealed by AES-256-GCM (NIST SP 800-38D) under
a fresh random nonce, and padded, so that their length tells little. Both are the library `cryptography`'s.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import os
from typing import Any

from checklists.errors import TellOperator

_NONCE = 12
_STEP = 512
"""Bytes to whose next multiple sealed words are filled up."""


class Keys:
    """The keys of one secret. Made without one it can do nothing, and says so."""

    def __init__(self, secret: bytes) -> None:
        self._secret = secret

    def name(self, purpose: str, *parts: object) -> str:
        """64 hexadecimal signs that stand for these parts: the same each time, and worthless without the secret."""
        key = hmac.digest(self._proper(), f"name:{purpose}".encode(), hashlib.sha256)
        return hmac.new(key, "\0".join(map(str, parts)).encode(), hashlib.sha256).hexdigest()

    def seal(self, purpose: str, value: object) -> str:
        """A value of JSON, sealed: only `open` with the same purpose reads it."""
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        plain = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
        plain = plain.ljust(-(-len(plain) // _STEP) * _STEP)  # JSON does not mind blanks behind it
        nonce = os.urandom(_NONCE)
        return base64.b64encode(nonce + AESGCM(self._key(purpose)).encrypt(nonce, plain, None)).decode()

    def open(self, purpose: str, sealed: str) -> Any:
        """What was sealed for that purpose. Raises TellOperator when it was sealed under another secret."""
        from cryptography.exceptions import InvalidTag
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        data = base64.b64decode(sealed)
        try:
            return json.loads(AESGCM(self._key(purpose)).decrypt(data[:_NONCE], data[_NONCE:], None))
        except InvalidTag:
            raise TellOperator(
                "Sealed words do not open: the record was written under another ANCHA_SECRET_KEY; "
                "put that one back (see docs/service.md, The secret)."
            ) from None

    def _key(self, purpose: str) -> bytes:
        from cryptography.hazmat.primitives.hashes import SHA256
        from cryptography.hazmat.primitives.kdf.hkdf import HKDF

        return HKDF(SHA256(), length=32, salt=b"ancha", info=f"seal:{purpose}".encode()).derive(self._proper())

    def _proper(self) -> bytes:
        if not self._secret:
            raise RuntimeError("this unit of work was opened without the secret; wire it with one")
        return self._secret
