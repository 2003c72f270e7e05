"""Once a day, in the small hours, what has been kept long enough is let go."""

from __future__ import annotations

import logging

from checklists.periods import BEIJING
from storage import due
from storage.due import Run
from storage.retention import Retention, let_go
from storage.unit_of_work import OpenUnit

log = logging.getLogger("ancha.scheduler")

HOUR = 3
"""From this hour on (Beijing), when nobody works; where the program slept then, with its first step after."""


def run(open_unit: OpenUnit, keeps: Retention) -> dict[str, int]:
    """Let go, if nobody did today; how many rows of what."""
    with open_unit() as unit:
        local = unit.now.astimezone(BEIJING)
        key = f"let-go/{local.date()}"
        if local.hour < HOUR or not due.record(unit, [Run(key, unit.now)]):
            return {}
        unit.commit()
    gone = {what: rows for what, rows in let_go(open_unit, keeps).items() if rows}
    if gone:
        log.info("let go: %s", ", ".join(f"{what} {rows}" for what, rows in gone.items()))
    return gone
