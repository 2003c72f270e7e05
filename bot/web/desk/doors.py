"""The way in and out: a link out of the chat is opened by a tap, never by being fetched.

Messengers fetch the links in a message to show a preview (https://core.telegram.org/bots/api#linkpreviewoptions; WeChat
and WeCom do so too). So GET shows a page without anything private and changes nothing; only the form on it opens.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import Response

from bot.web.desk.page import BROWSER_COOKIE, Shown, answer, held, pass_cookie, pass_of, see_other
from bot.web.desk.passes import PASS_LASTS, Link, Pass, form_key, read_link, signed_pass
from bot.web.desk.visit import live_role
from bot.web.guard import body
from bot.web.problem import Problem
from bot.web.site import Site, site_of, spend
from storage.opened_links import open_link

BROWSER_SECONDS = 365 * 24 * 3600


async def landing(request: Request) -> Response:
    """What anybody sees who fetches a link: a button. Who holds a pass for it already goes straight on."""
    site = site_of(request)
    spend(request, None)
    link = _link(request, site)
    one = held(request, link.role_id)
    if one is not None and one.person_id == link.person_id:
        return answer(site, see_other(_target(link)))
    return answer(site, Shown("desk/landing.html"))


async def opening(request: Request) -> Response:
    """Open a link for good: this browser gets a pass, and from now on the link works in no other."""
    site = site_of(request)
    spend(request, None, 3)
    from_our_page(request, site)
    link = _link(request, site)
    browser = request.cookies.get(BROWSER_COOKIE, "")
    if not 20 <= len(browser) <= 64 or not browser.isalnum():
        browser = site.app.codes(26)

    def opened() -> Pass:
        with site.app.open_unit() as unit:
            if live_role(unit, link.person_id, link.role_id) is None:
                raise Problem(410, "desk.taken_away")
            ours = open_link(
                unit, link.nonce, browser=browser, role_id=link.role_id, person_id=link.person_id,
                expires=link.expires,
            )  # fmt: skip
            if not ours:
                raise Problem(403, "desk.other_browser")
            unit.commit()
            return Pass(link.person_id, link.role_id, browser, unit.now + PASS_LASTS)

    one = await site.workers.record(opened)
    response = answer(site, see_other(_target(link)))
    for name, value, seconds in (
        (BROWSER_COOKIE, browser, BROWSER_SECONDS),
        (pass_cookie(one.role_id), signed_pass(one, site.app.secret), int(PASS_LASTS.total_seconds())),
    ):
        response.set_cookie(
            name, value, max_age=seconds, path="/r", httponly=True, secure=site.secure, samesite="lax"
        )  # fmt: skip
    return response


async def leaving(request: Request) -> Response:
    """Give the pass back."""
    site = site_of(request)
    one = pass_of(request)
    from_our_page(request, site)
    sent = (await body(request, 4096)).decode("ascii", "replace")
    if f"key={form_key(one, site.app.secret)}" not in sent:
        raise Problem(403, "desk.foreign")
    response = answer(site, Shown("desk/left.html"))
    response.delete_cookie(pass_cookie(one.role_id), path="/r", httponly=True, secure=site.secure, samesite="lax")
    return response


def from_our_page(request: Request, site: Site) -> None:
    """Refuse a form that a page of another site sent. Raises Problem (403).

    https://developer.mozilla.org/docs/Web/HTTP/Headers/Sec-Fetch-Site ; older browsers send Origin alone.
    """
    origin, fetched = request.headers.get("origin"), request.headers.get("sec-fetch-site", "same-origin")
    ours = {request.headers.get("host", ""), urlsplit(site.app.settings.base_url).netloc}
    if fetched != "same-origin" or (origin is not None and urlsplit(origin).netloc not in ours):
        raise Problem(403, "desk.foreign")


def _link(request: Request, site: Site) -> Link:
    link = read_link(str(request.path_params["token"]), site.app.clock(), site.app.secret)
    if link is None:
        raise Problem(410, "desk.expired")
    return link


def _target(link: Link) -> str:
    return f"/r/{link.role_id}/{link.place}"
