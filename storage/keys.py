"""What the deployment's secret is used for in the record: names nobody can compute without it, and sealed words.

Every purpose has a key of its own, derived by HKDF (RFC 5869). Words are sealed by AES-256-GCM (NIST SP 800-38D) under
a fresh random nonce, and padded, so that their length tells little. Both are the library `cryptography`'s.
"""

from __future__ import annotations

import base64
import hmac
import json
import os
from typing import Any

from checklists.errors import TellOperator

_NONCE = 12
_STEP, _SHORT = 512, 32
"""Bytes to whose next multiple sealed values, and sealed single words, are filled up."""
_MARK = "s1:"
"""Before a word that is sealed, so that it is told from one that was written down before words were sealed."""


def is_sealed(kept: str) -> bool:
    """Whether a column's word is sealed."""
    return kept.startswith(_MARK)


class Keys:
    """The keys of one secret. Made without one it can do nothing, and says so."""

    def __init__(self, secret: bytes) -> None:
        self._secret = secret
        self._of_words: dict[str, bytes] = {}
        self._of_names: dict[str, bytes] = {}

    def name(self, purpose: str, *parts: object) -> str:
        """64 hexadecimal signs that stand for these parts: the same each time, and worthless without the secret."""
        key = self._of_names.get(purpose)
        if key is None:
            key = self._of_names[purpose] = hmac.digest(self._proper(), f"name:{purpose}".encode(), "sha256")
        return hmac.digest(key, "\0".join(map(str, parts)).encode(), "sha256").hex()

    def seal(self, purpose: str, value: object) -> str:
        """A value of JSON, sealed: only `open` with the same purpose reads it."""
        return self._sealed(self._key(purpose), value, _STEP)

    def open(self, purpose: str, sealed: str) -> Any:
        """What was sealed for that purpose. Raises TellOperator when it was sealed under another secret."""
        return self._opened(self._key(purpose), sealed)

    def seal_word(self, purpose: str, word: str) -> str:
        """A number or another single word as it is kept in a column; "" stays empty."""
        return _MARK + self._sealed(self._key_of_words(purpose), word, _SHORT) if word else ""

    def open_word(self, purpose: str, kept: str) -> str:
        """The word of a column. One that was written down before words were sealed is as it stands."""
        if not kept.startswith(_MARK):
            return kept
        return str(self._opened(self._key_of_words(purpose), kept.removeprefix(_MARK)))

    def _sealed(self, key: bytes, value: object, step: int) -> str:
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        plain = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
        plain = plain.ljust(-(-len(plain) // step) * step)  # JSON does not mind blanks behind it
        nonce = os.urandom(_NONCE)
        return base64.b64encode(nonce + AESGCM(key).encrypt(nonce, plain, None)).decode()

    def _opened(self, key: bytes, sealed: str) -> Any:
        from cryptography.exceptions import InvalidTag
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        data = base64.b64decode(sealed)
        try:
            return json.loads(AESGCM(key).decrypt(data[:_NONCE], data[_NONCE:], None))
        except InvalidTag:
            raise TellOperator(
                "Sealed words do not open: the record was written under another ANCHA_SECRET_KEY; "
                "put that one back (see docs/service.md, The secret)."
            ) from None

    def _key_of_words(self, purpose: str) -> bytes:
        """Kept, since a list opens thousands of them."""
        return self._of_words.setdefault(purpose, self._of_words.get(purpose) or self._key(f"word:{purpose}"))

    def _key(self, purpose: str) -> bytes:
        from cryptography.hazmat.primitives.hashes import SHA256
        from cryptography.hazmat.primitives.kdf.hkdf import HKDF

        return HKDF(SHA256(), length=32, salt=b"ancha", info=f"seal:{purpose}".encode()).derive(self._proper())

    def _proper(self) -> bytes:
        if not self._secret:
            raise RuntimeError("this unit of work was opened without the secret; wire it with one")
        return self._secret
