"""What the web's handlers share, and the two questions each of them asks: who is it, and is it too much."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from anyio import CapacityLimiter
from starlette.requests import Request

from bot.channels.web import Bells
from bot.delivery import Delivery
from bot.pulse import Pulse
from bot.web.demo_person import DemoPerson
from bot.web.identity import COOKIE, HEADER, Visitor, read_token
from bot.web.problem import Problem
from bot.web.rate import Buckets
from bot.wiring import App
from bot.workers import Workers


@dataclass(frozen=True)
class Site:
    """Kept as `request.app.state.site`."""

    app: App
    workers: Workers
    delivery: Delivery
    bells: Bells
    visitors: Buckets
    sources: Buckets
    demo_people: tuple[DemoPerson, ...]
    stopping: Callable[[], bool]
    delivered: Pulse
    clock: Pulse
    looking: CapacityLimiter
    """Threads of those who look after the program."""

    @property
    def secure(self) -> bool:
        """Whether people come by HTTPS, so that cookies must too."""
        return self.app.settings.base_url.startswith("https://")


def site_of(request: Request) -> Site:
    """The site a request came to."""
    site = request.app.state.site
    assert isinstance(site, Site)  # noqa: S101  (bot.server puts it there)
    return site


def visitor_of(request: Request) -> Visitor | None:
    """Who it is: the header of a demo tab first, else the cookie; None for somebody new or with an expired token."""
    site = site_of(request)
    token = request.headers.get(HEADER) or request.cookies.get(COOKIE) or ""
    return read_token(token, site.app.clock(), site.app.secret) if token else None


def known(request: Request) -> Visitor:
    """Who it is; raises Problem (401) when nobody can tell, after which the page says hello anew."""
    visitor = visitor_of(request)
    if visitor is None:
        raise Problem(401, "web.expired")
    return visitor


def spend(request: Request, visitor: Visitor | None, cost: float = 1.0, *, person_id: int | None = None) -> None:
    """Count the request against its visitor or person, and its source; raises Problem (429) when it is too much."""
    site = site_of(request)
    source = request.client.host if request.client is not None else ""
    wait = site.sources.wait(source, cost)
    if visitor is not None:
        wait = max(wait, site.visitors.wait(visitor.address, cost))
    if person_id is not None:
        wait = max(wait, site.visitors.wait(f"desk {person_id}", cost))
    if wait:
        raise Problem(429, "web.too_often", retry_after=wait, seconds=wait)
