"""Formality signals 走过场: what in the record suggests that a self-inspection was not real. Read from signals.yaml.

They are signals with reasons, never a verdict: each can have an innocent cause, and somebody has to go and look.
"""

from __future__ import annotations

from pydantic import Field, model_validator

from checklists.record import Record, Words


class Worded(Record):
    """What every signal has: its short name, what exactly it counts, and what an innocent cause could be.

    `counts` names its numbers in braces ({seconds}, {days} …), so that the words follow when a number is changed.
    """

    title: Words
    counts: Words
    innocent: Words


class Fast(Worded):
    """So few seconds for a question, over at least so many questions. The pace of a checklist is the median of the
    times between two answers, so that a pause for lunch does not hide it."""

    seconds: float = Field(gt=0)
    questions: int = Field(gt=0)


class Uniform(Worded):
    """All choices answered alike, over at least so many questions."""

    questions: int = Field(gt=0)


class Repeated(Worded):
    """At least so many checklists, each answered word for word as the time before."""

    checklists: int = Field(gt=0)


class NoPhotos(Worded):
    """Not one photo on checklists on which at least `share` of at least `others` other enterprises sent some."""

    share: float = Field(gt=0, le=1)
    others: int = Field(gt=0)


class NothingFound(Worded):
    """Nothing found by itself, while spot checks of the last `checked_days` found something."""

    checked_days: int = Field(gt=0)


class LastDay(Worded):
    """At least so many hazards rectified, every one of them on its last day."""

    hazards: int = Field(gt=0)


class SignalRules(Record):
    """All six, with the days they look at: the last `days`, compared with `before` days before those."""

    days: int = Field(gt=0)
    before: int = Field(gt=0)
    fast: Fast
    uniform: Uniform
    repeated: Repeated
    no_photos: NoPhotos
    nothing_found: NothingFound
    last_day: LastDay

    def counts(self, name: str) -> str:
        """What exactly a signal counts, with its numbers."""
        one = self.each()[name]
        numbers = {key: f"{value:g}" for key, value in one.model_dump(exclude={"title", "counts", "innocent"}).items()}
        percent = f"{self.no_photos.share * 100:g}"
        return one.counts.format(**numbers, days=self.days, before=self.before, percent=percent)

    @model_validator(mode="after")
    def _worded(self) -> SignalRules:
        for name in self.each():
            try:
                self.counts(name)
            except (KeyError, IndexError, ValueError) as error:
                raise ValueError(f"{name}: counts names {error} in braces, which is none of its numbers") from error
        return self

    def each(self) -> dict[str, Worded]:
        """Every signal by its name, in the order in which they are shown."""
        return {
            "fast": self.fast, "uniform": self.uniform, "repeated": self.repeated, "no_photos": self.no_photos,
            "nothing_found": self.nothing_found, "last_day": self.last_day,
        }  # fmt: skip
