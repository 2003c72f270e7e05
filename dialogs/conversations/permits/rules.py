"""What the content and the plans in force say about one enterprise's permits, and who may approve one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from checklists.dangerous_work import Grade, PlanPermits, WorkKind, counting_as
from checklists.plan import Plan
from dialogs.conversations.officials.sites import plans_for
from dialogs.talk import BEIJING, Talk
from storage import enterprises, people, registers
from storage.enterprises import Enterprise
from storage.permits import Permit, Worker
from storage.registers import Entry
from storage.scope import Scope

WORKERS = ("principal", "safety_director", "safety_officer", "staff")
"""Who may ask for a permit, begin and finish: whoever works there."""
KEEPERS = ("principal", "safety_director", "safety_officer")


def plan_rules(talk: Talk, enterprise_id: int) -> tuple[Plan | None, PlanPermits]:
    """The plan in force that orders something about permits there, with what it orders; else what is usual."""
    enterprise = enterprises.enterprise(talk.unit, enterprise_id, talk.scope)
    return rules_for(talk, enterprise) if enterprise is not None else (None, talk.content.dangerous_work.usual)


def rules_for(talk: Talk, enterprise: Enterprise) -> tuple[Plan | None, PlanPermits]:
    """The same for an enterprise that was read already."""
    for plan in plans_for(talk, enterprise):
        if plan.permits is not None:
            return plan, plan.permits
    return None, talk.content.dangerous_work.usual


def kind_of(talk: Talk, one: Permit) -> WorkKind | None:
    """The kind of a permit's work; None once its content is gone."""
    rules = talk.content.dangerous_work
    return next((kind for kind in rules.kinds if kind.id == one.asked.kind), None)


def approvers(talk: Talk, one: Permit) -> dict[int, str]:
    """Who may approve a permit: id and role of each.

    Neither whoever applied nor one of those who do the work or watch it, where somebody else could; an enterprise in
    which one person is everything would else never get any.
    """
    _, rules = plan_rules(talk, one.asked.enterprise_id)
    kind = kind_of(talk, one)
    grade = kind.grade(one.asked.grade) if kind is not None else None
    wanted = grade.approvers if grade is not None and grade.approvers else rules.approvers
    found = people.colleagues(talk.unit, one.asked.enterprise_id, *wanted)
    if not found:
        found = people.colleagues(talk.unit, one.asked.enterprise_id, "principal")
    everybody = {who: role for who, _, role in found}
    if not rules.separate:
        return everybody
    working = {worker.name for worker in one.asked.workers}
    others = {who: name for who, name, _ in found if who != one.applied_by and name not in working}
    apart = {who: role for who, role in everybody.items() if others.get(who, one.asked.guardian) != one.asked.guardian}
    return apart or {who: role for who, role in everybody.items() if who in others} or everybody


def wants_air(kind: WorkKind, grade_id: str) -> bool:
    """Whether the air is tested before the work begins."""
    grade = kind.grade(grade_id)
    return kind.gas or (grade is not None and grade.gas)


def watch_ends(kind: WorkKind | None, one: Permit) -> datetime:
    """From when on the site may be looked at for the last time."""
    assert one.done_at is not None  # noqa: S101  (asked only of work that is done)
    return one.done_at + timedelta(minutes=kind.watch if kind is not None else 0)


def counted(talk: Talk, kind: WorkKind, grade_id: str, begins: datetime, ends: datetime) -> tuple[Grade | None, int]:
    """The grade a job counts as (None where the kind has none), and for how many hours a permit holds then."""
    chosen = kind.grade(grade_id)
    if chosen is None:
        return None, kind.hours
    counts = counting_as(
        talk.content.dangerous_work, kind, chosen, begins.astimezone(BEIJING), ends.astimezone(BEIJING)
    )
    return counts, counts.hours


def certified(talk: Talk, kind: WorkKind, begins: datetime, ends: datetime) -> tuple[Entry, ...]:
    """Certificates of the enterprise's register that hold for this work all the time."""
    first, last = begins.astimezone(BEIJING).date(), (ends - timedelta(seconds=1)).astimezone(BEIJING).date()
    return registers.certified(talk.unit, talk.scope, kind.certificates, first, last)


def without_certificate(talk: Talk, one: Permit) -> tuple[Worker, ...]:
    """Those who do the work and hold no valid certificate for it any more: withdrawn or run out meanwhile."""
    kind = kind_of(talk, one)
    if kind is None or not kind.certificates:
        return ()
    scope = Scope(enterprise_id=one.asked.enterprise_id)
    first, last = talk.today, max(talk.today, one.asked.ends_at.astimezone(BEIJING).date())
    held = {entry.holder for entry in registers.certified(talk.unit, scope, kind.certificates, first, last)}
    return tuple(worker for worker in one.asked.workers if worker.name not in held)


def labels(talk: Talk, works: Sequence[str]) -> str:
    """Kinds of certificates in words, as the register's form names them."""
    options = {one.id: one.label for one in talk.content.dialogs["registers"].question("work").options}
    return "、".join(options.get(work, work) for work in works)
