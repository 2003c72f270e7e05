"""The ledger with photos and filters, page by page."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO
from urllib.parse import urlencode

from starlette.responses import Response

from bot.web.desk.forms import download
from bot.web.desk.page import Shown
from bot.web.desk.visit import Visit
from bot.web.desk.words import counties, sector
from bot.web.problem import Problem
from reports.system_export import export_rows, exports_of, write_xlsx
from storage import enterprises
from storage.enterprises import Campaign
from storage.figures.period import days
from storage.ledger_pages import CLOSED, STANDING, Wanted, count_ledger_page, ledger_page, sectors_within
from storage.scope import NOTHING, Scope

LEVELS = ("any_major", "major", "suspected_major", "general", "unclear")
STATUSES = ("", *STANDING, *CLOSED, "all")
LONGEST = 60


def ledger(visit: Visit) -> Shown:
    """The rows that fit what the address asks for, the most urgent first."""
    wanted, scope = _wanted(visit), _scope(visit)
    page = ledger_page(visit.unit, scope, wanted, visit.today, after=visit.query.get("after", ""))
    site = None
    if wanted.enterprise_id is not None:
        site = enterprises.enterprise(visit.unit, wanted.enterprise_id, visit.scope)
    asked = {name: value for name, value in visit.query.items() if name != "after" and value}
    named = counties(visit)
    return Shown(
        "desk/ledger.html",
        {
            "wanted": wanted,
            "county": visit.query.get("county", ""),
            "lines": page.lines,
            "count": count_ledger_page(visit.unit, scope, wanted, visit.today),
            "next": f"{visit.at('ledger')}?{urlencode({**asked, 'after': page.next})}" if page.next else "",
            "first": f"{visit.at('ledger')}?{urlencode(asked)}" if visit.query.get("after") else "",
            "statuses": STATUSES,
            "levels": LEVELS,
            "sectors": [(one, sector(visit, one)) for one in sectors_within(visit.unit, visit.scope)],
            "counties": named,
            "site": site,
            "exports": exports_of(visit.content, _campaigns(visit)),
        },
    )


def export(visit: Visit) -> Response:
    """This year's hazards of the visitor's scope in the columns of another system, as a workbook to fill it from."""
    found = {one.id: one for one in exports_of(visit.content, _campaigns(visit))}.get(visit.path["system"])
    if found is None:
        raise Problem(404, "desk.gone")
    year = days(visit.today.replace(month=1, day=1), visit.today + timedelta(days=1))
    target = BytesIO()
    write_xlsx(export_rows(visit.content, visit.unit, visit.scope, found, year), target)
    return download(target.getvalue(), f"{found.title}-{visit.today}.xlsx")


def _campaigns(visit: Visit) -> tuple[Campaign, ...]:
    """The plans in force where the visitor's scope lies; for an enterprise those of its region."""
    region = visit.scope.region or ""
    if visit.scope.enterprise_id is not None:
        site = enterprises.enterprise(visit.unit, visit.scope.enterprise_id, visit.scope)
        region = site.region if site is not None else ""
    if not region:
        return enterprises.campaigns(visit.unit, visit.today)
    return enterprises.campaigns_for(visit.unit, region.ljust(6, "0"), visit.today)


def _wanted(visit: Visit) -> Wanted:
    query = visit.query
    status, level = query.get("status", ""), query.get("level", "")
    site = query.get("enterprise", "")
    return Wanted(
        status=status if status in STATUSES else "",
        level=level if level in LEVELS else "",
        sector=query.get("sector", "")[:LONGEST],
        enterprise_id=int(site) if site.isascii() and site.isdecimal() and len(site) <= 15 else None,
        overdue=query.get("overdue") == "yes",
        words=query.get("words", "").replace("\0", "").strip()[:LONGEST],
    )


def _scope(visit: Visit) -> Scope:
    """The visitor's scope, within the county that was chosen."""
    county = visit.query.get("county", "")
    if not county or not visit.official:
        return visit.scope
    return visit.scope.narrowed(county) if county in counties(visit) else NOTHING
