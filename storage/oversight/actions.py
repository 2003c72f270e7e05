"""Enforcement and organising acts: help, penalties, stop-work, talks, study sessions, rewards, training and the rest.

What may be recorded is content (checklists/content/dialogs/record.yaml and action.yaml); here a kind is only a name.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, or_, select, true

from storage.changes import add
from storage.oversight.history import replace_row, withdraw
from storage.oversight.office import Office, of_office
from storage.scope import Scope, region_within, within
from storage.tables import actions, enterprises
from storage.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class ActFacts:
    """What an official states about an act. `count` in the kind's own unit (times, persons, enterprises, papers);
    `amount` in yuan; `of_which` the part a form asks for: cases of dangerous operation, yuan to anonymous reporters."""

    kind: str
    happened_on: date
    enterprise_id: int | None = None
    count: int = 1
    amount: Decimal | None = None
    of_which: Decimal | None = None
    note: str = ""


@dataclass(frozen=True)
class Act:
    """One act as it stands in the record; `enterprise` is empty where it concerns none."""

    id: int
    enterprise: str
    office: Office
    facts: ActFacts
    recorded_at: datetime
    withdrawn_at: datetime | None


def record_act(unit: UnitOfWork, office: Office, facts: ActFacts, *, by: int) -> int:
    """Enter an act; its id. Whether its enterprise is within the official's scope is checked by the caller."""
    return add(unit, actions, _values(unit, office, facts, by), action="actions.recorded", by=by)


def correct_act(unit: UnitOfWork, old: Act, facts: ActFacts, *, reason: str, by: int) -> int:
    """Withdraw an act and enter it as it should have been; the new id."""
    return replace_row(unit, actions, old.id, _values(unit, old.office, facts, by), reason=reason, by=by)


def withdraw_act(unit: UnitOfWork, old: Act, *, reason: str, by: int) -> None:
    """Take an act back that should not have been entered; it stays in the record and counts nowhere."""
    withdraw(unit, actions, old.id, reason=reason, by=by)


def act(unit: UnitOfWork, act_id: int, scope: Scope) -> Act | None:
    """The act of that id, withdrawn or not, if the scope holds it."""
    row = unit.execute(_query(scope).where(actions.c.id == act_id)).one_or_none()
    return _act(row) if row is not None else None


def acts_of_office(
    unit: UnitOfWork, scope: Scope, office: Office, *, limit: int = 9, after: int = 0
) -> tuple[Act, ...]:
    """An office's own standing acts, the latest entered first; `after` skips that many."""
    query = _query(scope).where(actions.c.withdrawn_at.is_(None), of_office(actions, office))
    return tuple(map(_act, unit.execute(query.order_by(actions.c.id.desc()).offset(after).limit(limit))))


def acts_of_site(unit: UnitOfWork, scope: Scope, enterprise_id: int, *, limit: int = 20) -> tuple[Act, ...]:
    """The standing acts that concern an enterprise of the scope, by whatever office, the latest first."""
    query = _query(scope).where(actions.c.withdrawn_at.is_(None), actions.c.enterprise_id == enterprise_id)
    return tuple(
        map(_act, unit.execute(query.order_by(actions.c.happened_on.desc(), actions.c.id.desc()).limit(limit)))
    )


def _query(scope: Scope) -> Select[Any]:
    return (
        select(actions, enterprises.c.name.label("enterprise"))
        .outerjoin(enterprises, enterprises.c.id == actions.c.enterprise_id)
        .where(_within(scope))
    )


def _within(scope: Scope) -> ColumnElement[bool]:
    """Acts at an enterprise of the scope, or acts of its region that concern none."""
    if scope.everything:
        return true()
    unnamed = and_(actions.c.enterprise_id.is_(None), region_within(scope, actions.c.region))
    return within(scope) if scope.enterprise_id is not None else or_(unnamed, within(scope))


def _values(unit: UnitOfWork, office: Office, facts: ActFacts, by: int) -> dict[str, Any]:
    return {
        "kind": facts.kind,
        "level": office.level,
        "region": office.region,
        "department_id": office.department_id,
        "enterprise_id": facts.enterprise_id,
        "happened_on": facts.happened_on,
        "count": facts.count,
        "amount": facts.amount,
        "of_which": facts.of_which,
        "note": facts.note,
        "person_id": by,
        "recorded_at": unit.now,
    }


def _act(row: Row[Any]) -> Act:
    facts = ActFacts(
        row.kind, row.happened_on, row.enterprise_id, row._mapping["count"], row.amount, row.of_which, row.note
    )  # fmt: skip
    office = Office(row.level, row.region, row.department_id)
    return Act(row.id, row.enterprise or "", office, facts, row.recorded_at, row.withdrawn_at)
