"""The hours in which people sleep: what is not urgent waits for the morning."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from checklists.periods import BEIJING

_SPAN = re.compile(r"([01]\d|2[0-3]):([0-5]\d)-([01]\d|2[0-3]):([0-5]\d)")


@dataclass(frozen=True)
class Quiet:
    """From `begins` to `ends`, Beijing time, usually over midnight; half-open, and never when both are the same."""

    begins: time
    ends: time

    def until(self, now: datetime) -> datetime | None:
        """When the quiet that reigns now is over; None when there is none."""
        local = now.astimezone(BEIJING)
        at = local.time()
        over_midnight = self.begins > self.ends
        inside = (at >= self.begins or at < self.ends) if over_midnight else self.begins <= at < self.ends
        if not inside:
            return None
        day = local.date() + timedelta(days=1 if over_midnight and at >= self.begins else 0)
        return datetime.combine(day, self.ends, BEIJING)


NEVER = Quiet(time(0), time(0))


def read(text: str) -> Quiet | None:
    """`21:30-07:30`, or `off`; None for what is neither."""
    if text == "off":
        return NEVER
    found = _SPAN.fullmatch(text)
    if found is None:
        return None
    hours = [int(part) for part in found.groups()]
    return Quiet(time(hours[0], hours[1]), time(hours[2], hours[3]))
