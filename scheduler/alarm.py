"""The alarm that rings every minute. It keeps nothing: what is due stands in the record.

APScheduler 3: https://apscheduler.readthedocs.io/en/3.x/userguide.html
"""

from __future__ import annotations

import logging
from collections.abc import Callable

from checklists.errors import TryLater
from scheduler.failures import told
from storage.faults import Conflict

log = logging.getLogger("ancha.clock")


def start(tick: Callable[[], object], seconds: float = 60) -> Callable[[], None]:
    """Call `tick` in a thread of its own, now and then every so many seconds; returns what stops it.

    A tick that raises leaves a line in the log, and the next one comes all the same. Ticks never overlap: one that
    takes longer than its minute makes the next one late, and those missed are made up for by a single one.
    Stopping waits for a tick under way.
    """

    from apscheduler.schedulers.background import BackgroundScheduler  # it looks for plug-ins in every package

    def ring() -> None:
        try:
            tick()
        except (TryLater, Conflict) as error:  # or another process's clock was just doing the same
            log.warning("the clock waits for the next tick: %s", error)
        except Exception as error:
            log.error("a tick failed, the next one comes: %s", told(error))

    # Its own account of every run is noise at one a minute.
    logging.getLogger("apscheduler").setLevel(logging.ERROR)
    scheduler = BackgroundScheduler(
        timezone="UTC", job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None}
    )
    job = scheduler.add_job(ring, "interval", seconds=seconds)
    scheduler.start(paused=True)
    # The first ring is now and not in a minute, by the same job so that it cannot overlap with the second.
    job.modify(next_run_time=job.next_run_time - job.trigger.interval)
    scheduler.resume()

    def stop() -> None:
        scheduler.shutdown()

    return stop
