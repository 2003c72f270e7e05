"""What counties and departments handed in: frozen copies with who and when, and who is still missing.

A correction is a new version beside the earlier ones; nothing that was handed in is ever changed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

from sqlalchemy import ColumnElement, Row, Select, false, func, insert, select, true

from checklists.plan import Deadline, Plan
from storage.changes import note
from storage.scope import Scope, in_region, region_prefix
from storage.tables import departments, persons, regions, submissions
from storage.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class Reporter:
    """A body that has to hand something in. `region` is its GB/T 2260 code; a region's own has no `department_id`."""

    kind: Literal["county", "city", "department"]
    region: str
    department_id: int | None
    name: str

    @property
    def key(self) -> str:
        """What tells bodies apart in the record."""
        return body_key(self.region, self.department_id)


@dataclass(frozen=True)
class Submission:
    """One version of one form as it was handed in. `figures` is by cell, as `reports.freezing` wrote it."""

    id: int
    form: str
    plan: str
    region: str
    department_id: int | None
    due: date
    version: int
    figures: Mapping[str, Any]
    remark: str
    person: str
    submitted_at: datetime


def body_key(region: str, department_id: int | None) -> str:
    """The name of a body in the record: its region's code, with the department's id behind it where it is one."""
    return region if department_id is None else f"{region}/{department_id}"


def submit(
    unit: UnitOfWork, *, form: str, plan: str, region: str, department_id: int | None, due: date,
    figures: Mapping[str, Any], workbook: bytes, remark: str, by: int,
) -> int:  # fmt: skip
    """Freeze a form as the next version for that body and due day; its id.

    Whether the person may report for the body is checked by the caller.
    """
    body = body_key(region, department_id)
    same = (submissions.c.form == form, submissions.c.body == body, submissions.c.due == due)
    version = unit.execute(select(func.coalesce(func.max(submissions.c.version), 0)).where(*same)).scalar_one() + 1
    values = {
        "form": form, "plan": plan, "region": region, "department_id": department_id, "body": body, "due": due,
        "version": version, "remark": remark, "submitted_by": by, "submitted_at": unit.now,
    }  # fmt: skip
    statement = insert(submissions).values(figures=dict(figures), workbook=workbook, **values)
    row = int(unit.execute(statement.returning(submissions.c.id)).scalar_one())
    note(unit, "form.submitted", "submissions", row, by=by, after={**values, "bytes": len(workbook)})
    return row


def latest(
    unit: UnitOfWork, form: str, region: str, department_id: int | None, *, due: date | None = None,
    before: date | None = None,
) -> Submission | None:  # fmt: skip
    """The last version that body handed in for that due day, or the last one due before a day; None where none is."""
    query = _query().where(submissions.c.form == form, submissions.c.body == body_key(region, department_id))
    if due is not None:
        query = query.where(submissions.c.due == due)
    if before is not None:
        query = query.where(submissions.c.due < before)
    row = unit.execute(query.order_by(submissions.c.due.desc(), submissions.c.version.desc()).limit(1)).one_or_none()
    return _submission(row) if row is not None else None


def handed_in(unit: UnitOfWork, scope: Scope, plan: str, due: date) -> tuple[Submission, ...]:
    """The last version of every form that bodies within the scope handed in for that day, by region and form."""
    newest = (
        select(func.max(submissions.c.id))
        .where(submissions.c.plan == plan, submissions.c.due == due)
        .group_by(submissions.c.form, submissions.c.body)
    )
    query = _query().where(submissions.c.id.in_(newest), _within(scope))
    return tuple(map(_submission, unit.execute(query.order_by(submissions.c.body, submissions.c.form))))


def workbook_of(unit: UnitOfWork, submission_id: int, scope: Scope) -> bytes | None:
    """The workbook as it was handed in, for somebody whose scope holds the body; None for everybody else."""
    query = select(submissions.c.workbook).where(submissions.c.id == submission_id, _within(scope))
    found = unit.execute(query).scalar_one_or_none()
    return bytes(found) if found is not None else None


def reporters(unit: UnitOfWork, plan: Plan, deadline: Deadline, *, to: str | None = None) -> tuple[Reporter, ...]:
    """Everybody who has to hand in what the deadline names, to the body of that region (the plan's city by default).

    A city gets it from its counties, and from its own departments that look after one of the plan's sectors. A county
    gets it from its own departments, whose figures are part of what it hands in itself; it stands in its own list.
    Nobody, where the deadline names no forms or they cover no days (a signboard is hung up, not handed in).
    Source: the plans order counties and the city's departments to report to the city; that a county collects the same
    form from its departments is how it comes by its own figures, which no plan spells out.
    """
    if not deadline.forms or deadline.period is None:
        return ()
    above = to or plan.region
    inside = in_region(regions.c.code, region_prefix(above))
    found: list[Reporter] = []
    if "county" in deadline.who:
        query = select(regions.c.code, regions.c.name).where(regions.c.level == "county", inside)
        found += [Reporter("county", row.code, None, row.name) for row in unit.execute(query.order_by(regions.c.code))]
    if "department" in deadline.who:
        own = select(departments).where(departments.c.region == above)
        found += [
            Reporter("department", row.region, row.id, row.name)
            for row in unit.execute(own.order_by(departments.c.id))
            if not plan.sectors or not row.sectors or set(plan.sectors) & set(row.sectors)
        ]
    return tuple(found)


def complete(unit: UnitOfWork, plan: Plan, deadline: Deadline, day: date) -> frozenset[str]:
    """The keys of all bodies that have handed in every form the deadline names, for the due day `day`."""
    query = select(submissions.c.body, submissions.c.form).where(
        submissions.c.plan == plan.id, submissions.c.due == day, submissions.c.form.in_(deadline.forms)
    )
    there: dict[str, set[str]] = {}
    for row in unit.execute(query.distinct()):
        there.setdefault(row.body, set()).add(row.form)
    wanted = set(deadline.forms)
    return frozenset(body for body, forms in there.items() if wanted <= forms)


def missing(
    unit: UnitOfWork, plan: Plan, deadline: Deadline, day: date, *, to: str | None = None
) -> tuple[Reporter, ...]:
    """Who of `reporters` has not handed in every form the deadline names, for the due day `day`."""
    there = complete(unit, plan, deadline, day)
    return tuple(one for one in reporters(unit, plan, deadline, to=to) if one.key not in there)


def _within(scope: Scope) -> ColumnElement[bool]:
    """Bodies within the scope: a department sees its own, a region its own and all below it; an enterprise none."""
    if scope.everything:
        return true()
    if scope.region is None or scope.enterprise_id is not None:
        return false()
    if scope.department_id is not None:
        return submissions.c.department_id == scope.department_id
    return in_region(submissions.c.region, scope.region)


def _query() -> Select[Any]:
    columns = [column for column in submissions.c if column.name != "workbook"]
    return select(*columns, persons.c.name.label("person")).join(persons, persons.c.id == submissions.c.submitted_by)


def _submission(row: Row[Any]) -> Submission:
    return Submission(
        row.id, row.form, row.plan, row.region, row.department_id, row.due, row.version, row.figures, row.remark,
        row.person, row.submitted_at,
    )  # fmt: skip
