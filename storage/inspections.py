"""Self-inspections carried out: which duty's checklist, by whom, with what answers."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from itertools import pairwise
from statistics import median
from typing import Any

from sqlalchemy import bindparam, select

from storage import inspected_months
from storage.changes import add
from storage.prepared import Prepared, inserting
from storage.scope import OF_ONE, Scope, within
from storage.tables import enterprises, inspection_answers, inspections
from storage.unit_of_work import UnitOfWork

_SAID = tuple(
    inspections.c[name]
    for name in (
        "id", "enterprise_id", "plan", "checklist", "finished_at", "led_by_principal", "asked", "negative", "person_id",
    )
)  # fmt: skip
_WITH_SITE = select(*_SAID).join(enterprises, enterprises.c.id == inspections.c.enterprise_id)
_MOMENT = inspections.c.finished_at.type
_DONE = Prepared(
    _WITH_SITE.where(
        OF_ONE, inspections.c.enterprise_id == bindparam("own"), inspections.c.plan == bindparam("by"),
        inspections.c.finished_at >= bindparam("begin", type_=_MOMENT),
        inspections.c.finished_at < bindparam("end", type_=_MOMENT),
    ).order_by(inspections.c.id),
    lasting=True,
)  # fmt: skip
_LAST = Prepared(
    _WITH_SITE.where(
        OF_ONE, inspections.c.enterprise_id == bindparam("one"), inspections.c.plan == bindparam("by"),
        inspections.c.checklist == bindparam("of"), inspections.c.finished_at >= bindparam("since", type_=_MOMENT),
    )
    .order_by(inspections.c.finished_at.desc(), inspections.c.id.desc())
    .limit(1)
)  # fmt: skip
_ANSWERS = Prepared(
    inserting(
        inspection_answers, "inspection_id", "question", "value", "not_applicable", "evidence", "negative", "clause",
        "hazard_id", "answered_at",
    )
)  # fmt: skip


@dataclass(frozen=True)
class AnswerRow:
    """One answer of an inspection as it is kept."""

    question: str
    value: Any
    not_applicable: str
    evidence: dict[str, Any] | None
    negative: bool
    clause: str | None
    hazard_id: int | None
    answered_at: datetime | None = None
    """None: with the last word, since it was known beforehand."""
    choice: bool = True
    """Whether it was chosen from options; words and numbers never make answers alike."""


@dataclass(frozen=True)
class Inspection:
    """One duty's checklist carried out."""

    id: int
    enterprise_id: int
    plan: str
    checklist: str
    finished_at: datetime
    led_by_principal: bool
    asked: int
    negative: int
    person_id: int


def finish(
    unit: UnitOfWork,
    *,
    enterprise_id: int,
    plan: str,
    year: int,
    checklist: str,
    form_version: str,
    person_id: int,
    role: str,
    started_at: datetime,
    answers: Sequence[AnswerRow],
) -> int:
    """Write a finished checklist down with all its answers; the inspection's id."""
    values = {
        "enterprise_id": enterprise_id,
        "plan": plan,
        "year": year,
        "checklist": checklist,
        "form_version": form_version,
        "person_id": person_id,
        "role": role,
        "led_by_principal": role == "principal",
        "started_at": started_at,
        "finished_at": unit.now,
        "asked": len(answers),
        "negative": sum(answer.negative for answer in answers),
        **manner(started_at, answers),
    }
    inspection_id = add(unit, inspections, values, action="inspection.finished", by=person_id)
    inspected_months.note(unit, enterprise_id, plan, checklist, unit.now)
    if answers:
        unit.many(
            _ANSWERS,
            [
                {
                    "inspection_id": inspection_id,
                    "question": answer.question,
                    "value": answer.value,
                    "not_applicable": answer.not_applicable or None,
                    "evidence": answer.evidence,
                    "negative": answer.negative,
                    "clause": answer.clause,
                    "hazard_id": answer.hazard_id,
                    "answered_at": answer.answered_at or unit.now,
                }
                for answer in answers
            ],
        )
    return inspection_id


def latest_of(unit: UnitOfWork, scope: Scope, enterprise_id: int, *, limit: int = 20) -> tuple[Inspection, ...]:
    """The last checklists an enterprise of the scope finished, the latest first."""
    query = (
        select(inspections)
        .join(enterprises, enterprises.c.id == inspections.c.enterprise_id)
        .where(within(scope), inspections.c.enterprise_id == enterprise_id)
        .order_by(inspections.c.finished_at.desc(), inspections.c.id.desc())
        .limit(limit)
    )
    return tuple(map(_inspection, unit.execute(query)))


def last_of(
    unit: UnitOfWork, scope: Scope, enterprise_id: int, plan: str, checklist: str, *, since: datetime
) -> Inspection | None:
    """The last time an enterprise of the scope finished that checklist, at that moment or later."""
    if scope.enterprise_id is not None and not scope.everything:
        rows = unit.rows(_LAST, own=scope.enterprise_id, one=enterprise_id, by=plan, of=checklist, since=since)
        return _inspection(rows[0]) if rows else None
    query = (
        select(inspections)
        .join(enterprises, enterprises.c.id == inspections.c.enterprise_id)
        .where(
            within(scope), inspections.c.enterprise_id == enterprise_id, inspections.c.plan == plan,
            inspections.c.checklist == checklist, inspections.c.finished_at >= since,
        )
        .order_by(inspections.c.finished_at.desc(), inspections.c.id.desc())
        .limit(1)
    )  # fmt: skip
    row = unit.execute(query).one_or_none()
    return _inspection(row) if row is not None else None


def inspection(unit: UnitOfWork, inspection_id: int, scope: Scope) -> Inspection | None:
    """The inspection of that id, if the scope holds its enterprise."""
    query = (
        select(inspections)
        .join(enterprises, enterprises.c.id == inspections.c.enterprise_id)
        .where(within(scope), inspections.c.id == inspection_id)
    )
    row = unit.execute(query).one_or_none()
    return _inspection(row) if row is not None else None


def answers(unit: UnitOfWork, one: Inspection) -> tuple[AnswerRow, ...]:
    """An inspection's answers, by question."""
    query = select(inspection_answers).where(inspection_answers.c.inspection_id == one.id)
    return tuple(
        AnswerRow(
            row.question, row.value, row.not_applicable or "", row.evidence, row.negative, row.clause, row.hazard_id
        )
        for row in unit.execute(query.order_by(inspection_answers.c.question))
    )


def manner(started_at: datetime, answers: Sequence[AnswerRow]) -> dict[str, Any]:
    """How a checklist was answered, for the formality signals: pace, uniform, answers_hash, photos.

    `pace`: median seconds from one answer to the next, None where fewer than two were given by hand. Answers of one
    moment were confirmed with one tap, after all of them were read: they count as one. `uniform` looks at choices only.
    The hash leaves evidence out: an old photo must not make an old answer new.
    """
    moments = sorted({answer.answered_at for answer in answers if answer.answered_at is not None})
    gaps = [(after - before).total_seconds() for before, after in pairwise((started_at, *moments))]
    choices = [answer for answer in answers if answer.choice]
    alike = len({json.dumps(answer.value) for answer in choices}) == 1
    told = sorted((answer.question, json.dumps(answer.value), answer.not_applicable) for answer in answers)
    return {
        "pace": median(gaps) if len(gaps) > 1 else None,
        "uniform": alike and not any(answer.not_applicable for answer in choices),
        "answers_hash": sha256(json.dumps(told, ensure_ascii=False).encode()).hexdigest()[:16],
        "photos": sum(len((answer.evidence or {}).get("photos", ())) for answer in answers),
    }


def done(unit: UnitOfWork, scope: Scope, plan: str, begin: datetime, end: datetime) -> tuple[Inspection, ...]:
    """Checklists of that plan finished in [begin, end) within the scope, the oldest first."""
    if scope.enterprise_id is not None and not scope.everything:
        return tuple(map(_inspection, unit.rows(_DONE, own=scope.enterprise_id, by=plan, begin=begin, end=end)))
    query = (
        select(inspections)
        .join(enterprises, enterprises.c.id == inspections.c.enterprise_id)
        .where(
            within(scope),
            inspections.c.plan == plan,
            inspections.c.finished_at >= begin,
            inspections.c.finished_at < end,
        )
        .order_by(inspections.c.id)
    )
    return tuple(map(_inspection, unit.execute(query)))


def _inspection(row: Any) -> Inspection:
    return Inspection(
        row.id, row.enterprise_id, row.plan, row.checklist, row.finished_at, row.led_by_principal, row.asked,
        row.negative, row.person_id,
    )  # fmt: skip
