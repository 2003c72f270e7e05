"""The standards as pages anybody may read: they hold no private data. Words to be judged come by POST, so that what
somebody describes stands in no address, no history and no proxy's log; nothing of it is kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.web.guard import POLICY
from bot.web.pages import page
from bot.web.problem import Problem
from bot.web.site import Site, site_of, spend, visitor_of
from checklists.asking import bound, named, turns
from checklists.content import Content
from checklists.judgement.versions import consult
from checklists.periods import beijing_day
from checklists.sector import Sector
from dialogs import standards_words as words_of

LONGEST = 300
_HEADERS = {"content-security-policy": POLICY.replace("form-action 'none'", "form-action 'self'")}


@dataclass(frozen=True)
class Asked:
    """What the form was filled in with."""

    words: str = ""
    sector: Sector | None = None
    on: date = date.min

    @property
    def sector_id(self) -> str:
        return self.sector.id if self.sector else ""


async def front(request: Request) -> Response:
    """The form, the sectors, and what was replaced when."""
    site = site_of(request)
    spend(request, visitor_of(request), 0.5)
    asked = Asked(on=_day(request.query_params.get("on", ""), site))
    return _page(site, asked, turned=words_of.turns(site.app.content, turns(site.app.content), None))


async def ask(request: Request) -> Response:
    """What the words come to: the clause somebody names, or the clauses they are most like."""
    site = site_of(request)
    spend(request, visitor_of(request), 2)
    form = await request.form(max_files=0, max_fields=5)
    content = site.app.content
    asked = Asked(str(form.get("words") or "").strip()[:LONGEST], _sector(content, str(form.get("sector") or "")),
                  _day(str(form.get("on") or ""), site))  # fmt: skip
    if not asked.words:
        return _page(site, asked, listed=asked.sector)
    answer, clauses = await site.workers.look(lambda: _judged(site, asked))
    return _page(site, asked, answer=answer, clauses=clauses)


async def sector(request: Request) -> Response:
    """All clauses of a sector as they hold on a day."""
    site = site_of(request)
    spend(request, visitor_of(request))
    known = {one.id: one for one in site.app.content.sectors.sectors}
    chosen = known.get(request.path_params["sector"])
    if chosen is None:
        raise Problem(404, "web.not_found")
    return _page(site, Asked(sector=chosen, on=_day(request.query_params.get("on", ""), site)), listed=chosen)


async def clause(request: Request) -> Response:
    """What one clause wants."""
    site = site_of(request)
    spend(request, visitor_of(request))
    clause_id = request.path_params["clause"]
    if clause_id not in site.app.content.clauses:
        raise Problem(404, "standards.web.no_clause")
    asked = Asked(on=_day(request.query_params.get("on", ""), site))
    return _page(site, asked, answer=words_of.clause(site.app.content, clause_id, asked.on))


def _judged(site: Site, asked: Asked) -> tuple[str, tuple[str, ...]]:
    content = site.app.content
    called = named(content, asked.words, asked.sector, asked.on)
    if len(called) == 1:
        return words_of.clause(content, called[0], asked.on), ()
    if called:
        return words_of.lines(content, called), called
    found = site.app.judge.judge(asked.words, sector=asked.sector_id or None, on=asked.on)
    return words_of.judged(content, found, asked.on, asked.words), tuple(one.clause for one in found.clauses[:3])


def _page(
    site: Site, asked: Asked, *, answer: str = "", clauses: tuple[str, ...] = (), turned: str = "",
    listed: Sector | None = None,
) -> Response:  # fmt: skip
    content = site.app.content
    found = bound(content, listed, asked.on) if listed else ()
    response = page(
        "standards.html", content.texts, asked=asked, sectors=content.sectors.sectors, answer=answer, clauses=clauses,
        turned=turned, listed=listed, found=found, mark=lambda verified: words_of.mark(content, verified),
        head=words_of.which(content, listed, found, asked.on) if listed else "",
        missing=consult(content, listed, asked.on) if listed else "",
    )  # fmt: skip
    response.headers.update(_HEADERS)
    return response


def _sector(content: Content, sector_id: str) -> Sector | None:
    return next((one for one in content.sectors.sectors if one.id == sector_id), None)


def _day(text: str, site: Site) -> date:
    """The day in the form or the address; today where there is none."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return beijing_day(site.app.clock())


ROUTES = (
    Route("/standards", front, methods=["GET"]),
    Route("/standards", ask, methods=["POST"]),
    Route("/standards/clause/{clause}", clause, methods=["GET"]),
    Route("/standards/{sector}", sector, methods=["GET"]),
)
