"""Which of a plan's checklists apply to an enterprise, and whether it counts as high-risk under the plan."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from checklists.plan import Checklist, Plan

Facts = Mapping[str, str | tuple[str, ...] | None]
"""What every checklist may look at; the names are checklists.content.FACTS."""


def is_high_risk(plan: Plan, sector: str, kinds: tuple[str, ...], *, marked: bool) -> bool:
    """By the plan's list, or because the enterprise was marked so: a needless reminder costs a minute."""
    return marked or plan.is_high_risk(sector, frozenset(kinds))


def facts_of(
    plan: Plan, *, sector: str, kinds: tuple[str, ...], profile: Mapping[str, str], marked: bool, role: str
) -> Facts:
    """The facts about one enterprise, asked by somebody in that role."""
    risky = is_high_risk(plan, sector, kinds, marked=marked)
    return {
        **profile,
        "sector": sector,
        "kinds": kinds,
        "high_risk": "yes" if risky else "no",
        "plan": plan.id,
        "role": role,
    }


ASKED_OF = "principal"
"""Duties are the principal's, whoever fills a checklist in: in that role it is decided which apply."""


def undone(plan: Plan, facts: Facts, done: Collection[str]) -> tuple[Checklist, ...]:
    """The checklists that apply and are not among those finished in the period, in the plan's order.

    An enterprise has inspected itself in a period when none is left.
    """
    return tuple(one for one in applying(plan, facts) if one.id not in done)


def applying(plan: Plan, facts: Facts) -> tuple[Checklist, ...]:
    """The checklists that apply, in the plan's order; none where the plan does not bind the sector."""
    if plan.sectors and facts.get("sector") not in plan.sectors:
        return ()
    return tuple(one for one in plan.checklists if one.when is None or one.when.holds(facts.get))
