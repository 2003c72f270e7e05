"""Unguessable codes that survive being read aloud, written on a wall and typed with gloves on."""

from __future__ import annotations

import secrets

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""Thirty-one signs without 0 O 1 I L; ten of them are 49 bits, twelve 59."""


def codes(length: int) -> str:
    """A random code of that length that holds at least one digit, so that it is never taken for a word."""
    if length < 1:
        raise ValueError("a code needs at least one sign")
    while True:
        code = "".join(secrets.choice(ALPHABET) for _ in range(length))
        if any(sign.isdigit() for sign in code):
            return code
