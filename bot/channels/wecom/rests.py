"""What of WeCom is left alone for a while, and why. In memory: a restart asks once more."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

log = logging.getLogger("ancha.wecom")

API, CARDS = "sending", "cards"
_TROUBLE = timedelta(minutes=10)
_OFF = timedelta(hours=6)


class Rests:
    """What rests, by name."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self._until: dict[str, datetime] = {}

    def resting(self, name: str) -> bool:
        """Whether it is left alone at this moment."""
        until = self._until.get(name)
        return until is not None and self._now() < until

    def trouble(self, code: int) -> None:
        """Nothing is sent until somebody acts; looked at again in ten minutes."""
        self._rest(
            API, _TROUBLE, code,
            "check the app's trusted addresses, its secret, and that it is switched on, in WeCom's admin pages",
        )  # fmt: skip

    def no_cards(self, code: int) -> None:
        """Cards are refused: options go as numbered text for some hours."""
        self._rest(CARDS, _OFF, code, "options go as numbered text meanwhile")

    def _rest(self, name: str, span: timedelta, code: int, what: str) -> None:
        if not self.resting(name):
            log.error("WeCom %s rests for %s (errcode %d): %s.", name, span, code, what)
        self._until[name] = self._now() + span
