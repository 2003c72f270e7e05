"""Hazards that by the plans' rule are not punished: found by the enterprise itself, reported, and being put right."""

from __future__ import annotations

from sqlalchemy import insert

from storage import hazards
from storage.changes import note
from storage.enterprises import enterprise
from storage.hazards import Hazard
from storage.scope import Scope
from storage.tables import hazard_events
from storage.unit_of_work import UnitOfWork


def is_protected(one: Hazard) -> bool:
    """Whether 已按规定报告并正在采取有效措施消除: a major hazard of the enterprise's own finding, reported, with all
    five fields filled or put right already.

    Source: the plans' sections named in content/texts/zh/officials.yaml under `not-punishable`. A hazard that was sent
    back once is still protected while its fields are filled; an overdue one is too, since the rule asks for effective
    measures, not for speed: the official who sees it otherwise says why.
    """
    planned = None not in (one.funds, one.deadline) and all((one.responsible, one.measures, one.contingency))
    return (
        one.source == "self"
        and one.is_major
        and one.reported_at is not None
        and (one.status == "rectified" or (one.status == "open" and planned))
    )


def protected_hazards(unit: UnitOfWork, scope: Scope, enterprise_id: int) -> tuple[Hazard, ...]:
    """An enterprise's protected hazards that are not closed yet, as its ledger orders them; none outside the scope."""
    if enterprise(unit, enterprise_id, scope) is None:
        return ()
    standing = hazards.ledger(unit, Scope(enterprise_id=enterprise_id), limit=500)
    return tuple(one for one in standing if is_protected(one))


def punished_after_all(unit: UnitOfWork, one: Hazard, *, act_id: int, reason: str, by: int, role: str | None) -> None:
    """Keep with the hazard that it was punished in spite of the rule, by which act, and why.

    It stands in the hazard's own history, where the enterprise reads it too.
    """
    event = {"hazard_id": one.id, "at": unit.now, "person_id": by, "kind": "punished", "role": role, "note": reason}
    unit.execute(insert(hazard_events).values(**event, data={"action": act_id}))
    note(unit, "hazard.punished", "hazards", one.id, by=by, after={"action": act_id, "reason": reason})
