"""The whole tree of errors, split by what the caller can do about them.

    AnchaError
    ├── UserMistake    the person who asked can put it right; the text says how
    ├── TryLater       nothing is wrong with the request; the same again will do (locked database, full disk)
    └── TellOperator   settings, content or a platform need somebody with access to the machine

Anything else that is raised is our bug. Every error's text says what to do next and holds no personal data.
"""

from __future__ import annotations


class AnchaError(Exception):
    """Base of all errors we raise on purpose. `key` names the text shown to people in a chat."""

    key = "error.bug"

    def __init__(self, message: str, *, key: str | None = None, **params: object) -> None:
        super().__init__(message)
        if key is not None:
            self.key = key
        self.params = params


class UserMistake(AnchaError):
    """The person who asked can put it right."""

    key = "error.mistake"


class TryLater(AnchaError):
    """Nothing is wrong with the request: try the same again."""

    key = "error.later"


class TellOperator(AnchaError):
    """Somebody with access to the machine must act."""

    key = "error.operator"
