"""The pages a person opens: the front page (of the demo, or plain) and the chat."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from bot.web.pages import page, script_texts
from bot.web.site import site_of

PHONES = ("principal", "safety_officer", "county")
"""Whose phones lie side by side on a wide screen at first."""


async def front(request: Request) -> Response:
    """The sample people's phones in the demo; otherwise a word of welcome and the way to the chat."""
    site = site_of(request)
    texts = site.app.content.texts
    if not site.demo_people:
        return page("landing.html", texts)
    people = site.demo_people
    chosen = sorted(people, key=lambda one: PHONES.index(one.key) if one.key in PHONES else len(PHONES))
    return page("demo.html", texts, people=people, phones=chosen[: len(PHONES)])


async def chat(request: Request) -> Response:
    """The chat page; everything on it is fetched by its script, so that it is the same for everybody."""
    site = site_of(request)
    texts = site.app.content.texts
    named = {one.key: one for one in site.demo_people}
    person = named.get(request.query_params.get("as", ""))
    return page("chat.html", texts, person=person, script=script_texts(texts))
