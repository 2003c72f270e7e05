"""Photos, shown only to those who may see them."""

from __future__ import annotations

from pathlib import Path

from starlette.requests import Request
from starlette.responses import FileResponse, Response

from bot.channels.web import ACCOUNT, NAME
from bot.web.problem import Problem
from bot.web.site import Site, known, site_of, spend
from storage import media, outbox, people, reaching


async def photo(request: Request) -> Response:
    """One photo, or its thumbnail with `?size=small`. Somebody else's is as absent as one that never was."""
    site = site_of(request)
    visitor = known(request)
    spend(request, visitor, 0.2)
    media_id, small = int(request.path_params["media_id"]), request.query_params.get("size") == "small"
    path = await site.workers.record(lambda: _path(site, visitor.address, media_id, thumbnail=small))
    if path is None:
        raise Problem(404, "web.no_photo")
    # The same address holds different people's photos in different tabs of the demo: Vary keeps them apart.
    headers = {"cache-control": "private, max-age=86400, immutable", "vary": "Cookie, X-Ancha-As"}
    return FileResponse(path, media_type="image/jpeg", headers=headers)


def _path(site: Site, address: str, media_id: int, *, thumbnail: bool) -> Path | None:
    """A photo is seen by its owner, by those whose scope holds its hazard, and by whom a message showed it."""
    folder = site.app.media_folder
    with site.app.open_unit() as unit:
        binding = reaching.bound(unit, NAME, ACCOUNT, address)
        bindings, scopes = [binding.id], []
        if binding.person_id is not None:
            bindings += [one.id for one in reaching.bindings_of(unit, binding.person_id)]
            roles = people.person(unit, binding.person_id).roles
            scopes = [role.scope for role in roles if role.sees_ledger]
        path = media.path_of(unit, folder, media_id, owner_bindings=bindings, scopes=scopes, thumbnail=thumbnail)
        if path is not None:
            return path
        if any(media_id in letter.body.get("photos", ()) for letter in outbox.addressed(unit, binding.id)):
            return media.file_of(unit, folder, media_id, thumbnail=thumbnail)
    return None
