"""How days, hazards and clauses are written in documents."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from checklists.content import Content
from checklists.periods import BEIJING
from checklists.texts import Texts
from reports.documents.asked import Asked
from reports.metrics.catalogue import metric
from reports.metrics.metric import Figure
from reports.showing import plain
from storage import enterprises, people
from storage.enterprises import Enterprise
from storage.hazards import Hazard
from storage.scope import region_prefix
from storage.unit_of_work import UnitOfWork


def day_said(texts: Texts, moment: date | datetime | None) -> str:
    """The Beijing day, such as 2023年6月12日; "" for none."""
    if moment is None:
        return ""
    local = moment.astimezone(BEIJING).date() if isinstance(moment, datetime) else moment
    return texts("report.day", year=local.year, month=local.month, day=local.day)


def short_day(moment: date | datetime | None) -> str:
    """The Beijing day as 2023.06.12, for tables; "" for none."""
    if moment is None:
        return ""
    local = moment.astimezone(BEIJING).date() if isinstance(moment, datetime) else moment
    return f"{local.year}.{local.month:02d}.{local.day:02d}"


def figure_said(texts: Texts, name: str, figure: Figure | None) -> str:
    """The metric's figure, amounts in 万元; a dash where it is not the body's duty."""
    if figure is None:
        return texts("document.not_its_duty")
    unit = metric(name).unit(texts)
    if not unit:
        return texts("report.yes" if figure else "report.no")
    number = Decimal(figure)
    return str(plain(number / 10_000 if unit == texts("document.yuan_unit") else number))


def unit_said(texts: Texts, name: str) -> str:
    """The unit in which `figure_said` gives that metric; "" for yes or no."""
    unit = metric(name).unit(texts)
    return texts("document.wan_unit") if unit == texts("document.yuan_unit") else unit


def basis_said(content: Content, clause: str | None) -> str:
    """Standard and article of a clause; "" where the hazard has none."""
    found = content.clauses.get(clause or "")
    return content.texts("report.ledger.basis", standard=found[0].title, article=found[1].article) if found else ""


def hazard_said(content: Content, one: Hazard) -> dict[str, str]:
    """A hazard's fields, as tables and notices show them."""
    texts = content.texts
    moment = {"signed_off": one.signed_off_at, "rectified": one.rectified_at}.get(one.status)
    planned = "planned" if one.status == "open" and one.measures else one.status
    funds = "" if one.funds is None else texts("document.yuan", amount=f"{one.funds:.2f}".removesuffix(".00"))
    return {
        "number": one.number,
        "level": texts(f"level.{one.level}"),
        "place": one.place,
        "words": one.words,
        "basis": basis_said(content, one.clause),
        "found-on": short_day(one.found_at),
        "responsible": one.responsible or "",
        "measures": one.measures or "",
        "funds": funds,
        "deadline": short_day(one.deadline),
        "contingency": one.contingency or "",
        "progress": texts(f"report.ledger.progress.{planned}", day=short_day(moment)),
    }


def everywhere(unit: UnitOfWork, asked: Asked, region: str) -> dict[str, str | int]:
    """What every document may name; `region` is where it is made."""
    texts, plan = asked.content.texts, asked.plan
    city = f"{region_prefix(plan.region)}00"[:6] if len(region_prefix(plan.region)) == 4 else plan.region
    campaign = texts(
        "document.span", begin=day_said(texts, plan.begins(asked.year)), end=day_said(texts, plan.ends(asked.year))
    )
    return {
        "day": day_said(texts, asked.day), "year": asked.year, "plan": plan.title, "short": plan.short,
        "authority": plan.authority, "order": plan.document, "campaign": campaign,
        "county": enterprises.region_name(unit, region), "city": enterprises.region_name(unit, city), "number": "",
    }  # fmt: skip


def site_said(unit: UnitOfWork, asked: Asked, site: Enterprise) -> dict[str, str | int]:
    """What documents about an enterprise or its hazards may name of it."""
    named = people.colleagues(unit, site.id, "principal", "safety_director")
    first = {role: name for _, name, role in reversed(named)}
    sectors = {one.id: one.name for one in asked.content.sectors.sectors}
    return {
        "enterprise": site.name, "uscc": site.uscc, "address": site.address,
        "sector": sectors.get(site.sector, site.sector), "principal": first.get("principal", ""),
        "director": first.get("safety_director", ""),
    }  # fmt: skip
