"""The clock's alarm, which is set once all else is ready, in the background, and may be stopped before that."""

from __future__ import annotations

import threading
from collections.abc import Callable

from scheduler import alarm


class LateAlarm:
    """Rings with `step` every so many seconds, from `start` until `stop`; both may be called from any thread."""

    def __init__(self, step: Callable[[], object], seconds: float) -> None:
        self._step = step
        self._seconds = seconds
        self._one = threading.Lock()
        self._stop: Callable[[], None] | None = None
        self._stopped = False

    def start(self) -> None:
        """Set it, unless it was stopped already."""
        with self._one:
            if not self._stopped:
                self._stop = alarm.start(self._step, self._seconds)

    def stop(self) -> None:
        """It rings no more; waits for a step under way."""
        with self._one:
            self._stopped = True
            if self._stop is not None:
                self._stop()
                self._stop = None
