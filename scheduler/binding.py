"""Whom a plan binds, with which duties, and who answers for them."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from checklists.duties import ASKED_OF, applying, facts_of, is_high_risk, undone
from checklists.plan import Checklist, Plan
from storage.enterprises import Campaign
from storage.people import Person, Role
from storage.scope import region_prefix
from storage.watch.sites import Site

AUDIENCES = {"principal": "enterprise", "county": "county", "department": "department", "city": "city"}
"""Which of a plan's audiences a role belongs to."""


def binds(plan: Plan, campaign: Campaign, site: Site) -> bool:
    """Whether the plan in force there binds the enterprise."""
    return site.region.startswith(region_prefix(campaign.region)) and (not plan.sectors or site.sector in plan.sectors)


def concerns(plan: Plan, campaign: Campaign, role: Role) -> bool:
    """Whether an official's role is addressed by the plan in force: its area, and for departments its sectors."""
    if role.region is None:
        return False
    ours, theirs = region_prefix(campaign.region), region_prefix(role.region)
    near = theirs.startswith(ours) or (role.role == "city" and ours.startswith(theirs))
    return near and (not plan.sectors or not role.sectors or bool(set(plan.sectors) & set(role.sectors)))


def high_risk(plan: Plan, site: Site) -> bool:
    """Whether the enterprise counts as high-risk under the plan."""
    return is_high_risk(plan, site.sector, site.kinds, marked=site.high_risk)


def duties_left(plan: Plan, site: Site, done: Collection[str]) -> tuple[tuple[Checklist, ...], int]:
    """The checklists an enterprise has still to finish, in the plan's order, and how many apply to it at all."""
    facts = facts_of(
        plan, sector=site.sector, kinds=site.kinds, profile=site.profile, marked=site.high_risk, role=ASKED_OF
    )
    return undone(plan, facts, done), len(applying(plan, facts))


def answerable(staff: Iterable[Person]) -> tuple[Person, ...]:
    """Who hears of an enterprise's duties: its principals; where none has enrolled, those next in line."""
    people = tuple(staff)
    for role in ("principal", "safety_director", "safety_officer"):
        found = tuple([person for person in people if person.role(role)])
        if found:
            return found
    return ()
