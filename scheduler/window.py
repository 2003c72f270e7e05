"""Which days a round of reminders speaks for, and which of several calls about one thing is still worth saying."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time

from checklists.periods import BEIJING
from storage.due import Run


@dataclass(frozen=True)
class Window:
    """The days after `after`, up to and with `today`; more than one where the program was down."""

    after: date
    today: date

    def __contains__(self, day: date) -> bool:
        return self.after < day <= self.today


@dataclass(frozen=True)
class Call:
    """One planned reminder of a series about one thing, of which only the latest is worth saying.

    `fires`: the working day on which it goes out; `last`: the last day on which it still makes sense.
    """

    series: str
    stage: str
    fires: date
    last: date

    @property
    def key(self) -> str:
        """What and which stage; with a person's id behind it, the key of the due run."""
        return f"{self.series}/{self.stage}"


def moment_of(day: date, at: time) -> datetime:
    """That time of that day in Beijing, aware."""
    return datetime.combine(day, at, BEIJING)


def sorted_out(calls: Iterable[Call], window: Window, at: time) -> tuple[tuple[Call, ...], tuple[Run, ...]]:
    """Of the calls that fire in the window: those to be said now, and those skipped, each with its reason.

    Of one series the latest is said. It is skipped too when what it speaks of is over.
    """
    by_series: dict[str, list[Call]] = {}
    for call in calls:
        if call.fires in window:
            by_series.setdefault(call.series, []).append(call)
    said: list[Call] = []
    skipped: list[Run] = []
    for series in by_series.values():
        *earlier, latest = sorted(series, key=lambda call: call.fires)
        skipped += [skip(call, f"superseded by the call of {latest.fires}", at) for call in earlier]
        if latest.last < window.today:
            skipped.append(skip(latest, f"not said in time; it was over after {latest.last}", at))
        else:
            said.append(latest)
    return tuple(said), tuple(skipped)


def skip(call: Call, reason: str, at: time) -> Run:
    """The row that says why a call was never made (to those who had not got it before)."""
    return Run(call.key, moment_of(call.fires, at), "skipped", reason)
