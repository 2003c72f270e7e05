"""Spot checks 抽查: who checked and signed, when, what was found; and which checks passed what turned up later."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, insert, select

from storage.changes import add
from storage.oversight.history import replace_row, replaced, withdraw
from storage.oversight.office import Office, of_office
from storage.scope import Scope, within
from storage.tables import enterprises, hazard_events, hazards, spot_checks
from storage.unit_of_work import UnitOfWork

ENTERED = "checked"
"""The kind of event that ties a hazard to the check that found it."""


@dataclass(frozen=True)
class CheckFacts:
    """What an official states about a check. `inspectors` are the names as signed (谁检查、谁签名、谁负责);
    `findings` the categories of the official forms; `problems_*` count ordinary problems; `photos` are media ids."""

    enterprise_id: int
    checked_at: datetime
    inspectors: tuple[str, ...]
    findings: tuple[str, ...]
    problems_found: int = 0
    problems_fixed: int = 0
    note: str = ""
    photos: tuple[int, ...] = ()


@dataclass(frozen=True)
class SpotCheck:
    """One check as it stands in the record."""

    id: int
    enterprise: str
    office: Office
    facts: CheckFacts
    recorded_at: datetime
    withdrawn_at: datetime | None


def record_check(unit: UnitOfWork, office: Office, facts: CheckFacts, *, by: int) -> int:
    """Enter a check; its id. Whether the enterprise is within the official's scope is checked by the caller."""
    return add(unit, spot_checks, _values(unit, office, facts, by), action="spot_checks.recorded", by=by)


def correct_check(unit: UnitOfWork, old: SpotCheck, facts: CheckFacts, *, reason: str, by: int) -> int:
    """Withdraw a check and enter it as it should have been; the new id. The hazards it found stay in the ledger."""
    return replace_row(unit, spot_checks, old.id, _values(unit, old.office, facts, by), reason=reason, by=by)


def withdraw_check(unit: UnitOfWork, old: SpotCheck, *, reason: str, by: int) -> None:
    """Take a check back that should not have been entered; it stays in the record and counts nowhere."""
    withdraw(unit, spot_checks, old.id, reason=reason, by=by)


def found_in_check(unit: UnitOfWork, one: SpotCheck, hazard_id: int, *, by: int, role: str | None) -> None:
    """Keep with a hazard that this check found it (for the first time or again), with the names of who signed."""
    event = {
        "hazard_id": hazard_id, "at": unit.now, "person_id": by, "kind": ENTERED, "role": role,
        "note": "、".join(one.facts.inspectors), "data": {"spot_check": one.id},
    }  # fmt: skip
    unit.execute(insert(hazard_events).values(**event))


def spot_check(unit: UnitOfWork, check_id: int, scope: Scope) -> SpotCheck | None:
    """The check of that id, withdrawn or not, if the scope holds its enterprise."""
    row = unit.execute(_query(scope).where(spot_checks.c.id == check_id)).one_or_none()
    return _check(row) if row is not None else None


def checks_of_office(
    unit: UnitOfWork, scope: Scope, office: Office, *, limit: int = 9, after: int = 0
) -> tuple[SpotCheck, ...]:
    """An office's own standing checks, the latest entered first; `after` skips that many."""
    query = _query(scope).where(spot_checks.c.withdrawn_at.is_(None), of_office(spot_checks, office))
    return tuple(map(_check, unit.execute(query.order_by(spot_checks.c.id.desc()).offset(after).limit(limit))))


def checks_of_site(unit: UnitOfWork, scope: Scope, enterprise_id: int, *, limit: int = 20) -> tuple[SpotCheck, ...]:
    """The standing checks of an enterprise of the scope by whatever office, the latest first."""
    query = _query(scope).where(spot_checks.c.withdrawn_at.is_(None), spot_checks.c.enterprise_id == enterprise_id)
    latest = query.order_by(spot_checks.c.checked_at.desc(), spot_checks.c.id.desc())
    return tuple(map(_check, unit.execute(latest.limit(limit))))


def checks_that_passed(
    unit: UnitOfWork, scope: Scope, enterprise_id: int, clause: str | None, before: datetime
) -> tuple[SpotCheck, ...]:
    """Earlier checks of an enterprise that did not enter what turned up later, the latest first.

    A check found it when it, or the one it corrects, entered a hazard of the same clause in the ledger. Without a
    clause nobody can tell one hazard from another; then every check that entered none at all is named. Withdrawn
    checks are not.
    Source: 谁检查、谁签名、谁负责 (honghe-2023 四（三）2（2）①, weihai-mines-2023 五（二）5, and the others).
    """
    earlier = _query(scope).where(
        spot_checks.c.enterprise_id == enterprise_id,
        spot_checks.c.checked_at < before,
        spot_checks.c.withdrawn_at.is_(None),
    )
    entered = (
        select(hazard_events.c.data)
        .join(hazards, hazards.c.id == hazard_events.c.hazard_id)
        .where(hazards.c.enterprise_id == enterprise_id, hazard_events.c.kind == ENTERED)
    )
    if clause is not None:
        entered = entered.where(hazards.c.clause == clause)
    finders = {int(row.data["spot_check"]) for row in unit.execute(entered).all()}
    rows = unit.execute(earlier.order_by(spot_checks.c.checked_at.desc(), spot_checks.c.id.desc())).all()
    return tuple(one for one in map(_check, rows) if not finders & {one.id, *replaced(unit, "spot_checks", one.id)})


def _values(unit: UnitOfWork, office: Office, facts: CheckFacts, by: int) -> dict[str, Any]:
    return {
        "enterprise_id": facts.enterprise_id,
        "department_id": office.department_id,
        "level": office.level,
        "region": office.region,
        "person_id": by,
        "inspectors": list(facts.inspectors),
        "checked_at": facts.checked_at,
        "findings": list(facts.findings),
        "problems_found": facts.problems_found,
        "problems_fixed": facts.problems_fixed,
        "note": facts.note,
        "photos": list(facts.photos),
        "recorded_at": unit.now,
    }


def _query(scope: Scope) -> Select[Any]:
    return (
        select(spot_checks, enterprises.c.name.label("enterprise"))
        .join(enterprises, enterprises.c.id == spot_checks.c.enterprise_id)
        .where(within(scope))
    )


def _check(row: Row[Any]) -> SpotCheck:
    facts = CheckFacts(
        row.enterprise_id, row.checked_at, _names(row.inspectors), _names(row.findings), row.problems_found,
        row.problems_fixed, row.note, tuple(row.photos),
    )  # fmt: skip
    office = Office(row.level, row.region, row.department_id)
    return SpotCheck(row.id, row.enterprise, office, facts, row.recorded_at, row.withdrawn_at)


def _names(stored: Sequence[str]) -> tuple[str, ...]:
    return tuple(stored)
