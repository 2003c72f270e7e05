"""Turns a plain function of a visit into a route: who is it, one transaction, then the template."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from bot.web.desk import words
from bot.web.desk.passes import Pass, form_key, read_pass
from bot.web.desk.visit import Visit, live_role
from bot.web.pages import page
from bot.web.problem import Problem
from bot.web.site import Site, site_of, spend
from reports.area_digest import area_name
from storage import enterprises
from storage.unit_of_work import UnitOfWork

BROWSER_COOKIE = "ancha_browser"
# Nothing from elsewhere, no script at all, and forms go nowhere but here. With no-referrer a browser would send
# `Origin: null` with our own forms (https://fetch.spec.whatwg.org/#append-a-request-origin-header).
HEADERS = {
    "content-security-policy": (
        "default-src 'none'; style-src 'self'; img-src 'self'; frame-ancestors 'none'; base-uri 'none'; "
        "form-action 'self'"
    ),
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "cache-control": "no-store",
    "x-robots-tag": "noindex, nofollow, noarchive, nosnippet",
    "permissions-policy": "geolocation=(), camera=(), microphone=(), payment=()",
}


@dataclass(frozen=True)
class Shown:
    """A template with what it is filled with."""

    template: str
    context: Mapping[str, object] = field(default_factory=dict)
    status: int = 200


PageOf = Callable[[Visit], Shown | Response]


def route(path: str, roles: tuple[str, ...], made_by: PageOf, cost: float = 1.0) -> Route:
    """A page below the desk of a role, for people in one of those roles. For all others there is no such page.

    `cost` is what a request counts against its source's allowance.
    """

    async def endpoint(request: Request) -> Response:
        site = site_of(request)
        one = pass_of(request)
        spend(request, None, cost, person_id=one.person_id)
        path_params = {name: str(value) for name, value in request.path_params.items()}
        query = dict(request.query_params)

        def looked() -> Response:
            with site.app.look() as unit:
                visit = visit_with(site, unit, one, roles, path_params, query)
                found = made_by(visit)
                shown = framed(visit, found) if isinstance(found, Shown) else found
            return answer(site, shown)

        return await site.workers.look(looked)

    return Route(f"/r/{{role:int}}/{path}", endpoint)


def pass_of(request: Request) -> Pass:
    """The pass of the browser for this desk. Raises Problem (401), which says how to come by one."""
    found = held(request, int(request.path_params["role"]))
    if found is None:
        raise Problem(401, "desk.no_pass")
    return found


def held(request: Request, role_id: int) -> Pass | None:
    """The pass for that role's desk that the browser holds, if it was made for this browser."""
    site = site_of(request)
    found = read_pass(request.cookies.get(pass_cookie(role_id), ""), site.app.clock(), site.app.secret)
    mine = found is not None and found.role_id == role_id and found.browser == request.cookies.get(BROWSER_COOKIE)
    return found if mine else None


def pass_cookie(role_id: int) -> str:
    """The name of the cookie: one for each role, so that one browser can hold several desks open."""
    return f"ancha_desk_{role_id}"


def visit_with(
    site: Site, unit: UnitOfWork, one: Pass, roles: tuple[str, ...], path: Mapping[str, str], query: Mapping[str, str]
) -> Visit:  # fmt: skip
    """The visit a pass stands for. Raises Problem: 401 when the role was taken away, 404 for a page of other roles."""
    found = live_role(unit, one.person_id, one.role_id)
    if found is None:
        raise Problem(401, "desk.no_pass")
    person, role = found
    if role.role not in roles:
        raise Problem(404, "desk.gone")
    return Visit(site, unit, person, role, form_key(one, site.app.secret), path, query)


def answer(site: Site, found: Shown | Response) -> Response:
    """The response with the desk's headers."""
    if isinstance(found, Shown):
        found = page(found.template, site.app.content.texts, found.status, **found.context)
    for name, value in HEADERS.items():
        found.headers.setdefault(name, value)
    return found


def see_other(where: str) -> Response:
    """Go there, by GET."""
    return RedirectResponse(where, 303)


def framed(visit: Visit, found: Shown) -> Shown:
    """The page with what its frame shows: whose desk it is, and the way to the other pages."""
    frame = {
        "visit": visit, "at": visit.at, "whose": _whose(visit), "pages": _pages(visit),
        "day": lambda moment: words.day(visit, moment), "short": lambda moment: words.short_day(visit, moment),
        "minute": lambda moment: words.minute(visit, moment),
    }  # fmt: skip
    return Shown(found.template, {**frame, **found.context}, found.status)


def _whose(visit: Visit) -> str:
    if visit.role.enterprise_id is None:
        return area_name(visit.content, visit.unit, visit.scope)
    site = enterprises.enterprise(visit.unit, visit.role.enterprise_id, visit.scope)
    return site.name if site is not None else ""


def _pages(visit: Visit) -> tuple[tuple[str, str], ...]:
    """(place, name of its sentence) of the pages the frame leads to."""
    if not visit.official:
        return ("ledger", "ledger"), (f"enterprise/{visit.role.enterprise_id}", "own"), ("documents", "documents")
    names = ["area", "ledger", "enterprises", "forms", "documents", "not-inspected", "not-reported"]
    if visit.role.role != "administrator":
        names.append("record")
    return tuple((name, name) for name in names)
