"""The envelope of WeCom's callbacks, written from its description of the cipher; nothing of the program under test is
used here, and a test holds it byte for byte to what the package @wecom/crypto makes.

https://developer.work.weixin.qq.com/document/path/90968
"""

from __future__ import annotations

import base64
import hashlib
import struct
from xml.etree import ElementTree

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

TOKEN, KEY = "wecomToken", "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"
CORP, AGENT, SECRET = "ww0123456789abcdef", 1000002, "5ecre70f7hewec0mapp5ecre70f7hewec0mapp0000A"


def sealed(words: str, random: bytes = b"0123456789abcdef", key: str = KEY, receiver: str = CORP) -> str:
    """16 random bytes, the length, the words, the corporation, padded to 32, by AES-256-CBC, in base64."""
    data = words.encode()
    plain = random + struct.pack(">I", len(data)) + data + receiver.encode()
    padding = 32 - len(plain) % 32
    machine = _cipher(key).encryptor()
    return base64.b64encode(machine.update(plain + bytes([padding]) * padding) + machine.finalize()).decode()


def signature(timestamp: str, nonce: str, encrypted: str, token: str = TOKEN) -> str:
    """SHA-1 over token, time, nonce and cipher in order."""
    return hashlib.sha1("".join(sorted((token, timestamp, nonce, encrypted))).encode()).hexdigest()


def opened(answer: str, key: str = KEY) -> ElementTree.Element:
    """A passive reply as the platform reads it. Fails where signature, padding or receiver are wrong."""
    outer = ElementTree.fromstring(answer)
    encrypted, nonce, stamp = (outer.findtext(name) or "" for name in ("Encrypt", "Nonce", "TimeStamp"))
    assert outer.findtext("MsgSignature") == signature(stamp, nonce, encrypted)
    machine = _cipher(key).decryptor()
    plain = machine.update(base64.b64decode(encrypted)) + machine.finalize()
    padding = plain[-1]
    assert 1 <= padding <= 32
    assert plain.endswith(bytes([padding]) * padding)
    length = struct.unpack(">I", plain[16:20])[0]
    assert plain[20 + length : -padding].decode() == CORP
    return ElementTree.fromstring(plain[20 : 20 + length])


def _cipher(key: str) -> Cipher[modes.CBC]:
    secret = base64.b64decode(key + "=")
    return Cipher(algorithms.AES(secret), modes.CBC(secret[:16]))
