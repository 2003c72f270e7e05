"""What Tencent may answer instead of doing what was asked, sorted by what can be done about it."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum


class Remedy(Enum):
    """What to do about a refusal."""

    AGAIN = "again"  # busy for a moment: the same call in a second
    TOKEN = "token"  # noqa: S105  (a fresh access token, once)
    LATER = "later"  # too fast: the same message in some minutes
    MIDNIGHT = "midnight"  # the day's quota is used up: this interface rests until midnight in Beijing
    SPENT = "spent"  # what this person granted is used up: another way, or their next word
    CLOSED = "closed"  # this way to this person is closed for now: another way
    GONE = "gone"  # this person is no longer reached at this address
    BLOCKED = "blocked"  # this person is not reached now, and may be again
    MEDIA = "media"  # the uploaded file has lapsed: upload it again
    OFF = "off"  # the account may not do this: switch it off and tell the operator
    OPERATOR = "operator"  # nothing works until somebody acts (address not allowed, secret wrong, account banned)
    NEVER = "never"  # this message itself is not accepted


Sort = Callable[[int], Remedy]
"""A platform's own table: the remedy for an error code."""


class Refused(Exception):
    """The platform answered with an error code. Its text names the interface and the code, never an address,
    a person or what the platform wrote, which may repeat secrets."""

    def __init__(self, what: str, code: int, remedy: Remedy) -> None:
        super().__init__(f"{what}: errcode {code}")
        self.what = what
        self.code = code
        self.remedy = remedy


class Unanswered(Exception):
    """No answer that can be read: connection, time-out, HTTP error, or something that is no JSON.

    `arrived`: whether the platform may have carried the call out all the same.
    """

    def __init__(self, what: str, why: str, *, arrived: bool) -> None:
        super().__init__(f"{what}: {why}")
        self.what = what
        self.why = why
        self.arrived = arrived


class TooLarge(Unanswered):
    """The answer has more bytes than we take. Asking again will not make it smaller."""
