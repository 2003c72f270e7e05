"""What is logged of a fault that goes on: its first moment and its end, not every second of it.

A night without its database would else push out of the log whatever was there before.
"""

from __future__ import annotations

import logging

from checklists.errors import AnchaError


class Grumble:
    """What one loop says of what keeps it from going on. Belongs to that loop."""

    def __init__(self, log: logging.Logger, what: str) -> None:
        self._log = log
        self._what = what
        self._said = ""

    def about(self, error: Exception) -> None:
        """Say it, unless it was the last thing said: what the operator can do in a sentence, our own bugs whole."""
        words = str(error) if isinstance(error, AnchaError) else f"{type(error).__name__}: {error}"
        if words == self._said:
            return
        self._said = words
        if isinstance(error, AnchaError):
            self._log.warning("%s waits: %s (said once)", self._what, words)
        else:
            self._log.error("%s goes on after a fault (said once)", self._what, exc_info=error)

    def over(self) -> None:
        """It went well."""
        if self._said:
            self._said = ""
            self._log.info("%s goes on", self._what)
