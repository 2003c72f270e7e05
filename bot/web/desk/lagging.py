"""Who lags behind: enterprises that have not inspected themselves, bodies that have not handed in."""

from __future__ import annotations

from urllib.parse import urlencode

from bot.web.desk.forms import own_body
from bot.web.desk.page import Shown
from bot.web.desk.visit import Visit
from bot.web.desk.words import counties, sector
from reports.area_digest import plans_of_area
from reports.bodies import whom_it_binds
from reports.digest import inspection_begins
from reports.handed_in import handed_in
from storage.figures.self_inspections import missing_page, not_inspected


def not_yet_inspected(visit: Visit) -> Shown:
    """The enterprises without a self-inspection in the current period of a plan, high-risk ones first."""
    plans = plans_of_area(visit.content, visit.unit, visit.scope, visit.today)
    asked = visit.query.get("plan", "")
    chosen = asked if asked in plans else next(iter(plans), "")
    if not chosen:
        return Shown("desk/not_inspected.html", {"plans": (), "plan": None})
    plan = visit.content.plans[chosen]
    scope = whom_it_binds(visit.scope, plan)
    begins, now = inspection_begins(plan, visit.today), visit.unit.now
    found, mark = missing_page(visit.unit, scope, plan, begins, now, after=visit.query.get("after", ""))
    named = counties(visit)
    onward = urlencode({"plan": chosen, "after": mark})
    return Shown(
        "desk/not_inspected.html",
        {
            "plans": [visit.content.plans[name] for name in plans],
            "plan": plan,
            "count": not_inspected(visit.unit, scope, plan, begins, now, names=1).count,
            "sites": [(one, named.get(one.region, ""), sector(visit, one.sector)) for one in found],
            "high_begin": begins[True],
            "begin": begins[False],
            "next": f"{visit.at('not-inspected')}?{onward}" if mark else "",
            "first": visit.at("not-inspected") + "?" + urlencode({"plan": chosen}) if "after" in visit.query else "",
        },
    )


def not_yet_handed_in(visit: Visit) -> Shown:
    """For each deadline who has handed in, with the copy, and who has not."""
    body = own_body(visit)
    found = () if body is None else handed_in(visit.content, visit.unit, visit.scope, body, visit.today)
    return Shown("desk/not_reported.html", {"body": body, "deadlines": found})
