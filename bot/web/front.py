"""The pages a person opens: the front page (of the demo, or plain) and the chat."""

from __future__ import annotations

from collections.abc import Sequence

from starlette.requests import Request
from starlette.responses import Response

from bot.web.demo_person import DemoPerson
from bot.web.pages import page, script_texts
from bot.web.site import site_of
from checklists.texts import Texts

PHONES = ("principal", "safety_officer", "county")
"""Whose phones lie side by side at first."""
OFFICES = ("county", "department", "city", "administrator")


async def front(request: Request) -> Response:
    """The sample people's phones in the demo; otherwise a word of welcome and the way to the chat."""
    site = site_of(request)
    texts = site.app.content.texts
    if not site.demo_people:
        return page("landing.html", texts)
    from bot.demo.days import PLACES  # it counts days with the clock's rules, which only the demo shows
    from bot.demo.walk import STEPS

    people = site.demo_people
    chosen = sorted(people, key=lambda one: PHONES.index(one.key) if one.key in PHONES else len(PHONES))
    return page(
        "demo.html", texts, groups=grouped(people, texts), phones=chosen[: len(PHONES)], places=PLACES, steps=STEPS,
        script=script_texts(texts, "demo.script."),
    )  # fmt: skip


async def chat(request: Request) -> Response:
    """The chat page; everything on it is fetched by its script, so that it is the same for everybody."""
    site = site_of(request)
    texts = site.app.content.texts
    named = {one.key: one for one in site.demo_people}
    person = named.get(request.query_params.get("as", ""))
    held = person is not None and request.query_params.get("in") == "phone"
    photos: tuple[tuple[str, str], ...] = ()
    if person is not None:
        from bot.demo.walk import PHOTOS

        photos = tuple((name, state) for state in ("before", "after") for name in PHOTOS)
    return page(
        "chat.html", texts, person=person, held=held, script=script_texts(texts), photos=photos,
    )  # fmt: skip


def grouped(people: Sequence[DemoPerson], texts: Texts) -> tuple[tuple[str, tuple[DemoPerson, ...]], ...]:
    """The demo's people as they are offered: those of the demo's own enterprise, the offices, the public, the rest."""
    own = people[0].body
    groups: dict[str, list[DemoPerson]] = {}
    for one in people:
        if one.key.split("-")[0] in OFFICES:
            name = texts("demo.offices")
        elif not one.body and own:
            name = texts("demo.public")
        else:
            name = own if one.body == own else texts("demo.others")
        groups.setdefault(name or texts("demo.phones"), []).append(one)
    return tuple((name, tuple(group)) for name, group in groups.items())
