"""The page behind the picture at the site of dangerous work: for everybody who scans it, and to print."""

from __future__ import annotations

from datetime import datetime

from starlette.requests import Request
from starlette.responses import Response

from bot.web.pages import page
from bot.web.problem import Problem
from bot.web.site import Site, site_of, spend
from checklists.periods import BEIJING
from reports.permit_card import PermitCard, permit_card


async def permit(request: Request) -> Response:
    """What a passer-by may know of a permit, with the picture that leads here; a wrong code finds nothing."""
    site, code = site_of(request), request.path_params["code"]
    spend(request, None)
    card = await site.workers.look(lambda: _card(site, code))
    if card is None:
        raise Problem(404, "permit_page.none")
    texts = site.app.content.texts
    return page(
        "permit.html", texts, card=card, begins=_moment(card.begins_at), ends=_moment(card.ends_at),
        state=texts(f"permit.state.{card.state}"), now=_moment(site.app.clock()), picture=_picture(site, code),
    )  # fmt: skip


def _card(site: Site, code: str) -> PermitCard | None:
    with site.app.look() as unit:
        return permit_card(unit, site.app.content, code)


def _moment(moment: datetime) -> str:
    return f"{moment.astimezone(BEIJING):%m-%d %H:%M}"


def _picture(site: Site, code: str) -> str:
    """The QR picture of this page's own address, as inline SVG without any style (https://segno.readthedocs.io)."""
    import segno

    address = f"{site.app.settings.base_url.rstrip('/')}/r/p/{code}"
    made = segno.make(address, error="m", micro=False)
    return str(made.svg_inline(border=2, omitsize=True, svgclass="qr", lineclass=None))
