"""Shows that this process lives, and takes over what processes were sending or fetching that no longer do
(storage.lifesign).

A sign may be lost by who lives on (the database server was started anew), so that another process's counts as gone only
after some looks. Whoever lost it shows it again much sooner.
"""

from __future__ import annotations

import logging
from collections.abc import Callable

import anyio

from bot.workers import Workers
from checklists.errors import AnchaError
from storage import awaited_photos, interrupted
from storage.lifesign import LifeSign, silent
from storage.unit_of_work import OpenUnit

log = logging.getLogger("ancha.delivery")

BEAT_SECONDS = 3.0
GONE_SECONDS = 12.0
"""So long nobody shows a sign before its process counts as dead."""


class Lifeline:
    """This process's sign, and what it saw of the others'. Belongs to one event loop."""

    def __init__(
        self, open_unit: OpenUnit, sign: LifeSign, workers: Workers, ticks: Callable[[], float],
        released: Callable[[], None] = lambda: None,
    ) -> None:  # fmt: skip
        self._open_unit = open_unit
        self._sign = sign
        self._workers = workers
        self._ticks = ticks
        self._released = released
        self._silent: dict[int, float] = {}
        """Processes whose sign was not shown at the last look, and since when."""

    async def once(self) -> None:
        """Beat, whatever comes of it."""
        try:
            if await self._workers.record(self.beat):
                self._released()
        except AnchaError as error:
            log.warning("no sign of life is shown: %s", error)
        except Exception as error:
            log.exception("signs of life go on after a fault: %s", type(error).__name__)

    async def run(self) -> None:
        """Go on until cancelled, then hide the sign. A database that does not answer is asked again."""
        try:
            while True:
                await anyio.sleep(BEAT_SECONDS)
                await self.once()
        finally:
            self._sign.hide()

    def beat(self) -> int:
        """Show our sign and look for the others'; how many messages and photos of the dead were
        settled. Raises TryLater."""
        if not self._sign.show():
            return 0
        now = self._ticks()
        with self._open_unit() as unit:
            gone = silent(unit, interrupted.senders(unit) | awaited_photos.claimants(unit))
            self._silent = {one: self._silent.get(one, now) for one in gone}
            dead = [one for one, since in self._silent.items() if now - since >= GONE_SECONDS]
            settled = interrupted.release_dead(unit, dead) + awaited_photos.let_go(unit, dead) if dead else 0
            if settled:
                unit.commit()
        if settled:
            log.info("%d messages and photos taken over from a process that died", settled)
        return settled
