"""Which documents somebody may make today, and about what."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from checklists.content import Content
from checklists.errors import UserMistake
from checklists.plan import Plan
from checklists.template import Template
from reports.bodies import ReportingBody
from reports.documents.asked import Asked
from reports.documents.spans import Stretch, stretch_named, stretches
from storage import enterprises, hazards, ledger_pages
from storage.enterprises import Enterprise
from storage.ledger_pages import Wanted
from storage.scope import Scope
from storage.unit_of_work import UnitOfWork

MOST_HAZARDS = 20


@dataclass(frozen=True)
class Maker:
    """Who makes documents: the role's name and scope, and the enterprise or the office it stands for."""

    role: str
    scope: Scope
    site: Enterprise | None = None
    office: ReportingBody | None = None

    @property
    def region(self) -> str:
        """Where it is made."""
        if self.site is not None:
            return self.site.region
        return self.office.region if self.office is not None else ""


@dataclass(frozen=True)
class Offer:
    """One sort of document under one plan."""

    template: Template
    plan: Plan

    @property
    def id(self) -> str:
        """What it is asked for by."""
        return f"{self.template.id}.{self.plan.id}"


@dataclass(frozen=True)
class About:
    """What a document can be about: a stretch, or a hazard by its id; `name` is what people see."""

    id: str
    name: str


def document_offers(content: Content, unit: UnitOfWork, maker: Maker, day: date) -> tuple[Offer, ...]:
    """What that maker may make under the plans in force there that day; what is made once in a campaign comes last."""
    sector = maker.site.sector if maker.site is not None else ""
    plans = [content.plans[one.plan] for one in enterprises.campaigns_for(unit, maker.region, day)
             if one.plan in content.plans]  # fmt: skip
    plans = [plan for plan in plans if not (sector and plan.sectors and sector not in plan.sectors)]
    found: list[Offer] = []
    for template in sorted(content.templates.values(), key=lambda one: one.spans == ("campaign",)):
        if maker.role not in template.roles or (template.about == "enterprise") != (maker.site is not None):
            continue
        fitting = [plan for plan in plans if not template.plans or plan.id in template.plans]
        found += [Offer(template, plan) for plan in (fitting[:1] if template.about == "hazard" else fitting)]
    return tuple(found)


def subjects(content: Content, unit: UnitOfWork, maker: Maker, offer: Offer, day: date) -> tuple[About, ...]:
    """What that document can be about: stretches of time, or the hazards that stand open, the most urgent first."""
    if offer.template.about == "hazard":
        page = ledger_pages.ledger_page(unit, maker.scope, Wanted(status="open"), day, limit=MOST_HAZARDS)
        return tuple(
            About(
                str(line.hazard.id),
                content.texts(
                    "document.about_hazard", number=line.hazard.number, enterprise=line.hazard.enterprise,
                    words=line.hazard.words[:20],
                ),
            )
            for line in page.lines
        )  # fmt: skip
    found = stretches(offer.template, offer.plan, day, content.texts)
    return tuple(About(one.key, _named(content, one, day)) for one in found)


def asked_about(
    content: Content, unit: UnitOfWork, maker: Maker, offer: Offer, about: str, now: datetime
) -> Asked:  # fmt: skip
    """The document asked for. Raises UserMistake for a hazard outside the scope or a stretch there is none of."""
    content = content.on_paper
    if offer.template.about != "hazard":
        stretch = stretch_named(offer.template, offer.plan, about, content.texts)
        return Asked(content, offer.template, offer.plan, now, maker.office, maker.site, stretch=stretch)
    one = hazards.hazard(unit, int(about), maker.scope) if about.isascii() and about.isdecimal() else None
    site = enterprises.enterprise(unit, one.enterprise_id, maker.scope) if one is not None else None
    if one is None or site is None:
        raise UserMistake("That hazard is not yours to see; choose one of the ledger.", key="document.no_hazard")
    return Asked(content, offer.template, _bound(content, unit, offer.plan, site, now), now, maker.office, site, one)


def _bound(content: Content, unit: UnitOfWork, usual: Plan, site: Enterprise, now: datetime) -> Plan:
    """The plan in force that binds the enterprise's sector; the usual one where none does."""
    plans = (content.plans.get(one.plan) for one in enterprises.campaigns_for(unit, site.region, now.date()))
    return next((plan for plan in plans if plan is not None and plan.sectors and site.sector in plan.sectors), usual)


def _named(content: Content, one: Stretch, day: date) -> str:
    return one.name if one.end <= day else content.texts("document.about_open", name=one.name)
