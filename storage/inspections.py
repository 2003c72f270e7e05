"""Self-inspections carried out: which duty's checklist, by whom, with what answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, insert, select

from storage.changes import add
from storage.scope import Scope, within
from storage.tables import enterprises, inspection_answers, inspections
from storage.unit_of_work import UnitOfWork


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
    }
    inspection_id = add(unit, inspections, values, action="inspection.finished", by=person_id)
    if answers:
        unit.execute(
            insert(inspection_answers),
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


def done(unit: UnitOfWork, scope: Scope, plan: str, begin: datetime, end: datetime) -> tuple[Inspection, ...]:
    """Checklists of that plan finished in [begin, end) within the scope, the oldest first."""
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


def _inspection(row: Row[Any]) -> Inspection:
    return Inspection(
        row.id, row.enterprise_id, row.plan, row.checklist, row.finished_at, row.led_by_principal, row.asked,
        row.negative,
    )  # fmt: skip
