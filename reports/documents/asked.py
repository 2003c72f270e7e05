"""What is asked for: a template, the plan it is made under, what it is about, and which days it looks back on."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from checklists.content import Content
from checklists.periods import beijing_day
from checklists.plan import Plan
from checklists.template import Template
from reports.bodies import ReportingBody
from reports.documents.spans import Stretch
from reports.metrics.metric import Figure
from storage.enterprises import Enterprise
from storage.figures.period import Period
from storage.hazards import Hazard
from storage.unit_of_work import UnitOfWork

Row = Mapping[str, str | int | float]
Lists = Mapping[str, Callable[[], Sequence[Row]]]


@dataclass(frozen=True)
class Asked:
    """One document to be made. `office` is who makes it; `site` and `hazard` are what it is about, where it is about an
    enterprise or a hazard. `stretch` is None for a document about a hazard."""

    content: Content
    template: Template
    plan: Plan
    now: datetime
    office: ReportingBody | None = None
    site: Enterprise | None = None
    hazard: Hazard | None = None
    stretch: Stretch | None = None
    deadline: date | None = None
    """What a notice sets, where the hazard has no deadline of its own or one that is over."""

    @property
    def wants_deadline(self) -> bool:
        """Whether the paper needs a deadline of its own: the hazard has none, or stands open past it, and nobody is
        ordered to be done by a day that is over."""
        if self.hazard is None or self.deadline is not None:
            return False
        own = self.hazard.deadline
        return own is None or (own < self.day and self.hazard.status == "open")

    @property
    def day(self) -> date:
        """The day in Beijing on which it is made."""
        return beijing_day(self.now)

    @property
    def year(self) -> int:
        """The year whose campaign it belongs to."""
        return self.stretch.begin.year if self.stretch is not None else self.day.year

    @property
    def period(self) -> Period:
        """The days counted: the stretch up to now. Raises ValueError for a document that counts none."""
        if self.stretch is None:
            raise ValueError("a document about a hazard counts no days")
        return self.stretch.period.until(self.now)


@dataclass(frozen=True)
class Facts:
    """What the record says for a document: values by their name in braces, metrics by id, and lists by name.

    A list is read when a part needs it. `photos` are media ids by stage.
    """

    values: Mapping[str, str | int]
    figures: Mapping[str, Figure | None]
    lists: Lists = field(default_factory=dict)
    photos: Mapping[str, Sequence[int]] = field(default_factory=dict)


Gather = Callable[[UnitOfWork, Asked, frozenset[str]], Facts]
"""Reads what a document needs; the metrics wanted are named."""
