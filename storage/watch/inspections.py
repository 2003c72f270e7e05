"""Which checklists were finished in a period, by whom led, and which are half filled."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection

from sqlalchemy import func, select

from checklists.periods import Period, beijing_day
from storage.lots import among, listed
from storage.scope import Scope, within
from storage.tables import enterprises, inspections, sessions
from storage.unit_of_work import UnitOfWork


def finished(
    unit: UnitOfWork, scope: Scope, enterprise_ids: Collection[int], plan: str, period: Period
) -> dict[int, frozenset[str]]:
    """The checklists of a plan each enterprise has finished in the period; those with none are left out."""
    each = (
        select(inspections.c.enterprise_id, inspections.c.checklist)
        .join(enterprises, enterprises.c.id == inspections.c.enterprise_id)
        .where(
            within(scope),
            among(unit, inspections.c.enterprise_id, enterprise_ids),
            inspections.c.plan == plan,
            inspections.c.finished_at >= period.begins_at,
            inspections.c.finished_at < period.ends_at,
        )
        .distinct()
        .subquery()
    )
    query = select(each.c.enterprise_id, func.aggregate_strings(each.c.checklist, ",")).group_by(each.c.enterprise_id)
    alike: dict[str, frozenset[str]] = {}  # there are few different ones
    found: dict[int, frozenset[str]] = {}
    for enterprise_id, names in listed(unit, query):
        if names not in alike:
            alike[names] = frozenset(names.split(","))
        found[enterprise_id] = alike[names]
    return found


def led(unit: UnitOfWork, scope: Scope, enterprise_ids: Collection[int], plan: str, period: Period) -> dict[int, int]:
    """On how many days of the period each enterprise's principal led an inspection; none is left out.

    Several checklists in one day are one inspection.
    """
    query = (
        select(inspections.c.enterprise_id, inspections.c.finished_at)
        .join(enterprises, enterprises.c.id == inspections.c.enterprise_id)
        .where(
            within(scope),
            among(unit, inspections.c.enterprise_id, enterprise_ids),
            inspections.c.plan == plan,
            inspections.c.led_by_principal,
            inspections.c.finished_at >= period.begins_at,
            inspections.c.finished_at < period.ends_at,
        )
    )
    days = {(enterprise_id, beijing_day(finished_at)) for enterprise_id, finished_at in listed(unit, query)}
    counts: dict[int, int] = defaultdict(int)
    for enterprise_id, _ in days:
        counts[enterprise_id] += 1
    return dict(counts)


def half_filled(
    unit: UnitOfWork, scope: Scope, person_ids: Collection[int], forms: Collection[str]
) -> dict[int, frozenset[str]]:
    """Which of these forms each person has begun and not finished. Only a scope over everything sees others'."""
    if not scope.everything:
        return {}
    query = select(sessions.c.person_id, sessions.c.form).where(
        among(unit, sessions.c.person_id, person_ids),
        sessions.c.status.in_(("active", "paused")),
        sessions.c.form.in_(forms),
    )
    found: dict[int, set[str]] = defaultdict(set)
    for row in unit.execute(query):
        found[row.person_id].add(row.form)
    return {person_id: frozenset(names) for person_id, names in found.items()}
