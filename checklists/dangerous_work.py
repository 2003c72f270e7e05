"""Dangerous work 危险作业: which kinds need a permit, what each demands, who approves (dangerous-work.yaml)."""

from __future__ import annotations

from datetime import datetime, time
from typing import Literal

from pydantic import Field

from checklists.record import Identifier, Record, Words
from checklists.workdays import DAY, is_working_day

Approver = Literal["principal", "safety_director"]
Told = Literal["county", "department"]


class Grade(Record):
    """How dangerous one job of a kind is. `hours`: a permit is valid no longer; `approvers` replace the usual ones;
    `raised`: the grade it counts as on holidays, at weekends and at night."""

    id: Identifier
    label: Words
    words: tuple[Words, ...] = ()
    hours: int = Field(gt=0)
    approvers: tuple[Approver, ...] = ()
    raised: Identifier | None = None
    gas: bool = False


class WorkKind(Record):
    """One kind of dangerous work.

    `certificates`: kinds of special-operations certificates of which each worker must hold a valid one (the register's
    ids; empty: the law wants none). `hours`: how long a permit is valid at most, where there are no grades. `gas`: the
    air is tested before. `watch`: minutes that somebody stays after the work before it may be closed. `measures`: what
    must all be done before. `feeds`: checklist items for which the month's permits are evidence.
    """

    id: Identifier
    label: Words
    words: tuple[Words, ...] = ()
    certificates: tuple[Identifier, ...] = ()
    grades: tuple[Grade, ...] = ()
    hours: int = Field(gt=0)
    gas: bool = False
    watch: int = Field(default=0, ge=0)
    measures: tuple[Words, ...]
    feeds: tuple[Identifier, ...] = ()
    assumed: str = ""
    basis: Words

    def grade(self, grade_id: str) -> Grade | None:
        """The grade of that id; None for a kind without grades."""
        return next((one for one in self.grades if one.id == grade_id), None)


class Night(Record):
    """From when until when it is night, Beijing time."""

    begins: time
    ends: time
    assumed: str = ""

    def touches(self, begins: time, ends: time, *, overnight: bool) -> bool:
        """Whether a job from `begins` to `ends` lies in the night in part; `overnight`: it ends on a later day."""
        return overnight or begins < self.ends or ends > self.begins


class PlanPermits(Record):
    """What a plan orders about permits. `report`: whom a job is reported to once it is approved; `reported_kinds`:
    which kinds, empty = all; `reported_items`: checklist items for which such a report is evidence."""

    approvers: tuple[Approver, ...] = ("principal", "safety_director")
    separate: bool = True
    """Whoever applied may not approve, where somebody else could."""
    report: tuple[Told, ...] = ()
    reported_kinds: tuple[Identifier, ...] = ()
    reported_items: tuple[Identifier, ...] = ()
    assumed: str = ""
    basis: Words

    def reports(self, kind: str) -> bool:
        """Whether a job of that kind is reported to the authority."""
        return bool(self.report) and (not self.reported_kinds or kind in self.reported_kinds)


class Calls(Record):
    """Minutes after which somebody is told, each once, whatever the hour: `over` since a permit ran out and nobody said
    that the work is done, `unchecked` since the watch was over and nobody looked again. With the last of them the
    officials a job was reported to are told too."""

    over: tuple[int, ...]
    unchecked: tuple[int, ...]


class DangerousWork(Record):
    """All of it; `usual` holds where the plan in force says nothing. `late`: minutes a permit may be asked for after
    the hour at which the work is to begin (people type slowly); a permit for work already done is refused."""

    kinds: tuple[WorkKind, ...]
    usual: PlanPermits
    night: Night
    calls: Calls
    late: int = Field(default=15, ge=0)

    def kind(self, kind_id: str) -> WorkKind:
        """The kind of that id; KeyError when there is none."""
        for one in self.kinds:
            if one.id == kind_id:
                return one
        raise KeyError(kind_id)

    def feeding(self, item: str) -> tuple[str, ...]:
        """The kinds of work whose permits are evidence for that checklist item."""
        return tuple(one.id for one in self.kinds if item in one.feeds)


def counting_as(rules: DangerousWork, kind: WorkKind, grade: Grade, begins: datetime, ends: datetime) -> Grade:
    """The grade a job counts as: the next higher one when it touches a holiday, a weekend or the night.

    `begins` and `ends` are moments in Beijing. A job of a day and more is taken to rest at night.
    Source: GB 30871-2022, 5.1.1 (遇节假日、公休日、夜间或其他特殊情况，动火作业应升级管理).
    """
    days = (begins.date() + number * DAY for number in range((ends.date() - begins.date()).days + 1))
    overnight = ends.date() > begins.date() and ends - begins < DAY
    night = rules.night.touches(begins.time(), ends.time(), overnight=overnight)
    higher = kind.grade(grade.raised or "")
    return higher if higher is not None and (night or not all(map(is_working_day, days))) else grade
