"""What the picture at the site of dangerous work leads to: what a passer-by may know, and nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from checklists.content import Content
from storage import permits
from storage.permits import Permit
from storage.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class PermitCard:
    """One permit for everybody. `workers` are masked (丁**); `state` as Permit.state says it; `valid`: work may be
    going on there at this moment. The span is [begins_at, ends_at)."""

    number: str
    enterprise: str
    kind: str
    place: str
    begins_at: datetime
    ends_at: datetime
    workers: tuple[str, ...]
    guardian: str
    approver: str
    state: str
    valid: bool


def permit_place(one: Permit) -> str:
    """The page of a permit, below the address of the program; whoever holds its code may see it."""
    return f"r/p/{one.code}"


def permit_card(unit: UnitOfWork, content: Content, code: str) -> PermitCard | None:
    """The card of the permit with that code; None for a code that is none of ours.

    Neither the work's description nor the measures nor any number of a certificate stands on it, and of a permit that
    was not granted nothing but its state.
    """
    one = permits.by_code(unit, code) if len(code) == permits.CODE_LENGTH else None
    if one is None:
        return None
    asked, state = one.asked, one.state(unit.now)
    kind = next((kind.label for kind in content.dangerous_work.kinds if kind.id == asked.kind), asked.kind)
    valid = state in ("approved", "begun") and asked.begins_at <= unit.now < asked.ends_at
    return PermitCard(
        one.number, one.enterprise, kind, asked.place, asked.begins_at, asked.ends_at,
        tuple(masked(worker.name) for worker in asked.workers), masked(asked.guardian), one.approver, state, valid,
    )  # fmt: skip


def masked(name: str) -> str:
    """丁大勇 → 丁**: enough for the one at the site to be told from another."""
    return name[:1] + "*" * max(1, len(name) - 1)
