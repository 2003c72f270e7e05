"""The web chat's requests: hello, what is new, a message, a photo.

A page tells its messages apart by ids of its own making, so that a message sent again is carried out once; they are
kept under the visitor's address, so that nobody can ask for somebody else's answer by guessing an id.
"""

from __future__ import annotations

from functools import partial
from typing import Annotated, Literal, TypeVar

import anyio
from pydantic import BaseModel, ConfigDict, Field, ValidationError
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from bot.channels.handling import said
from bot.channels.web import ACCOUNT, NAME
from bot.clock import ticks
from bot.web import entries
from bot.web.entries import Entry
from bot.web.guard import body, same_site
from bot.web.identity import COOKIE, LASTS, Visitor, new_address, token_for
from bot.web.problem import Problem
from bot.web.rate import may_send_photos
from bot.web.site import Site, known, site_of, spend, visitor_of
from dialogs.messages import InboundMessage, MessageKind, Place, Sender
from storage import forgetting, media, outbox, reaching
from storage.outbox import Letter

TEXT_BYTES = 64 * 1024
HELD_SECONDS = 25.0
LOOK_AGAIN_SECONDS = 3.0  # another process may have written something
STOP_SECONDS = 0.5

MessageId = Annotated[str, Field(pattern=r"^[A-Za-z0-9-]{8,64}$")]


Asked = TypeVar("Asked", bound=BaseModel)


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Hello(_Strict):
    """`person` is the key of somebody of the sample county whose phone this tab is."""

    person: str = ""


class News(_Strict):
    """`have` are the keys of the entries the page shows already."""

    have: tuple[str, ...] = Field(default=(), max_length=800)


class Said(_Strict):
    """One message from the page; `text` of a choice is its label."""

    id: MessageId
    kind: Literal["text", "choice", "place", "follow"]
    text: str = ""
    token: str = Field(default="", max_length=64, pattern=r"^[\x21-\x7e]*$")
    place: Place | None = None
    scene: str = Field(default="", max_length=64)


async def hello(request: Request) -> Response:
    """Who this page is from now on, and everything it showed before. Makes an identity for somebody new."""
    site = site_of(request)
    same_site(request, site.app.settings.base_url)
    asked = await _read(request, Hello)
    visitor = visitor_of(request)
    spend(request, visitor)
    now = site.app.clock()
    cookie = token = ""
    if asked.person:
        chosen = next((one for one in site.demo_people if one.key == asked.person), None)
        if chosen is None:
            raise Problem(404, "web.no_such_person")
        token = token_for(chosen.address, now, site.app.secret)
        visitor = Visitor(chosen.address, now)
    elif visitor is None or visitor.is_stale(now):
        address = visitor.address if visitor is not None else new_address(site.app.codes)
        cookie = token_for(address, now, site.app.secret)
        visitor = Visitor(address, now)
    found = await site.workers.record(lambda: _history(site, visitor))
    response = _entries(found, token=token)
    if cookie:
        response.set_cookie(
            COOKIE, cookie, max_age=int(LASTS.total_seconds()), path="/chat", httponly=True, secure=site.secure,
            samesite="lax",
        )  # fmt: skip
    return response


async def news(request: Request) -> Response:
    """What the page does not show yet; waits for it for up to 25 seconds."""
    site = site_of(request)
    same_site(request, site.app.settings.base_url)
    visitor = known(request)
    spend(request, visitor, 0.5)
    have = frozenset((await _read(request, News)).have)
    until = ticks() + HELD_SECONDS
    while True:
        bell = site.bells.of(visitor.address)
        found = await site.workers.record(lambda: _fresh(site, visitor, have))
        if found:
            return _entries(found)
        look = min(until, ticks() + LOOK_AGAIN_SECONDS)
        while not bell.is_set() and ticks() < look:
            if site.stopping() or await request.is_disconnected():
                return _entries(())
            with anyio.move_on_after(STOP_SECONDS):
                await bell.wait()
        if ticks() >= until:
            return _entries(())


async def say(request: Request) -> Response:
    """Take one message and answer it."""
    site = site_of(request)
    same_site(request, site.app.settings.base_url)
    visitor = known(request)
    spend(request, visitor)
    said = await _read(request, Said)
    message = _inbound(
        visitor, said.id, said.kind, text=said.text.replace("\0", ""), token=said.token, place=said.place,
        scene=said.scene,
    )  # fmt: skip
    return await _carry_out(site, message)


async def send_photo(request: Request) -> Response:
    """Take one photo (the body as it is; its id in the query) and answer it."""
    site = site_of(request)
    same_site(request, site.app.settings.base_url)
    visitor = known(request)
    spend(request, visitor, 3)
    try:
        said = Said(id=request.query_params.get("id", ""), kind="text")
    except ValidationError:
        raise Problem(400, "web.garbled") from None
    may_send_photos(site.app.photos, visitor.address)
    data = await body(request, media.MAX_BYTES + 1)  # one more, so that the judge of photos says how big is too big
    prepared = await site.workers.picture(lambda: media.prepare(data))

    def kept() -> int:
        with site.app.open_unit() as unit:
            binding = reaching.bound(unit, NAME, ACCOUNT, visitor.address)
            photo = media.keep(unit, site.app.media_folder, prepared, owner_binding=binding.id)
            unit.commit()
        return photo.id

    photo = await site.workers.record(kept)
    return await _carry_out(site, _inbound(visitor, said.id, "photo", photos=(photo,)))


async def _carry_out(site: Site, message: InboundMessage) -> Response:
    letters = await site.workers.together(partial(site.app.gateway.handle, message), said(message))
    # A private answer is not read again from the record: a page that did not get it sends its message once more.
    site.delivery.answered(letter for letter in letters if letter.private or not letter.body.get("forget"))
    site.bells.ring(message.sender.address)  # other tabs of the same person
    found = entries.answered(message, letters, site.app.content.texts)
    return _entries(found, taken=all(letter.id for letter in letters))


def _inbound(
    visitor: Visitor,
    message_id: str,
    kind: MessageKind,
    *,
    text: str = "",
    token: str = "",
    photos: tuple[int, ...] = (),
    place: Place | None = None,
    scene: str = "",
) -> InboundMessage:
    return InboundMessage(
        id=f"{message_id}.{visitor.address}",
        sender=Sender(channel=NAME, account=ACCOUNT, address=visitor.address),
        kind=kind,
        text=text,
        token=token,
        photos=photos,
        place=place,
        scene=scene,
    )


def _history(site: Site, visitor: Visitor) -> tuple[Entry, ...]:
    with site.app.open_unit() as unit:  # not committed: a page that was only opened leaves no trace
        binding = reaching.bound(unit, NAME, ACCOUNT, visitor.address)
        return entries.history(unit, binding.id, site.app.content.texts)


def _fresh(site: Site, visitor: Visitor, have: frozenset[str]) -> tuple[Entry, ...]:
    with site.app.open_unit() as unit:
        binding = reaching.bound(unit, NAME, ACCOUNT, visitor.address)
        found = entries.fresh(unit, binding.id, site.app.content.texts, have)
        seen = [one for one in outbox.addressed(unit, binding.id, limit=20) if _seen(one, have)]
        for letter in seen:
            if outbox.claim(unit, letter.id):
                outbox.settle(unit, letter.id, "sent")
                forgetting.forget_letter(unit, letter.id)
        if seen:
            unit.commit()
    return found


def _seen(letter: Letter, have: frozenset[str]) -> bool:
    """Words that must not be kept, and that the page says it shows."""
    return letter.status == "waiting" and bool(letter.body.get("forget")) and f"o{letter.id}" in have


def _entries(found: tuple[Entry, ...], *, taken: bool = True, token: str = "") -> JSONResponse:
    return JSONResponse(
        {"entries": [one.model_dump(mode="json") for one in found], "taken": taken, "token": token},
    )


async def _read(request: Request, model: type[Asked]) -> Asked:
    data = await body(request, TEXT_BYTES)
    try:
        return model.model_validate_json(data)
    except ValidationError:
        raise Problem(400, "web.garbled") from None
