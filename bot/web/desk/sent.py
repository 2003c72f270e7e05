"""What a filled-in form brought: words, and photos judged before any transaction is opened."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import anyio
from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request

from bot.web.desk.passes import Pass, form_key
from bot.web.problem import Problem
from bot.web.site import Site
from storage import media
from storage.media import Prepared

MOST_PHOTOS = 9
MOST_BYTES = 64 * 1024 * 1024
SECONDS = 180
KEPT = ".kept"
"""Ends the name of the fields that hold the ids of photos sent before."""


@dataclass(frozen=True)
class Sent:
    """What a filled-in form brought: words by question, photos already on record, new ones, and how far it is."""

    words: Mapping[str, str]
    kept: Mapping[str, tuple[int, ...]]
    photos: Mapping[str, tuple[Prepared, ...]]
    once: str
    step: str
    """`sure`: carry it out; `change`: show it for changing; "": read it back once it is whole."""


async def read_form(request: Request, site: Site, one: Pass) -> Sent:
    """What a browser sent. Raises Problem for a form of another site (403), one too big (413), or no form (400)."""
    declared = request.headers.get("content-length", "")
    if not declared.isdecimal() or int(declared) > MOST_BYTES:
        raise Problem(413, "web.too_long")
    try:
        with anyio.fail_after(SECONDS):
            async with request.form(max_files=MOST_PHOTOS, max_fields=200, max_part_size=64 * 1024) as form:
                if form.get("key") != form_key(one, site.app.secret):
                    raise Problem(403, "desk.foreign")
                return await _sorted(site, form)
    except TimeoutError:
        raise Problem(408, "web.too_slow") from None
    except HTTPException:  # starlette's word for a body that is no form
        raise Problem(400, "web.garbled") from None


async def _sorted(site: Site, form: FormData) -> Sent:
    words: dict[str, str] = {}
    kept: dict[str, tuple[int, ...]] = {}
    photos: dict[str, tuple[Prepared, ...]] = {}
    for name in dict.fromkeys(form.keys()):
        values = form.getlist(name)
        files = [one for one in values if isinstance(one, UploadFile)]
        said = [one.replace("\0", "") for one in values if isinstance(one, str)]
        if name.endswith(KEPT):
            kept[name.removesuffix(KEPT)] = tuple(int(one) for one in said if one.isdecimal() and len(one) <= 15)
        elif files:
            kept.setdefault(name, ())
            photos[name] = await _prepared(site, files)
        else:
            words[name] = " ".join(said)
    once, step = words.pop("once", ""), words.pop("step", "")
    if not 8 <= len(once) <= 64 or not once.isalnum():
        raise Problem(400, "web.garbled")
    return Sent(words, kept, photos, once, step)


async def _prepared(site: Site, files: list[UploadFile]) -> tuple[Prepared, ...]:
    """The photos that were chosen, judged by their content; a browser sends an empty one for none."""
    found = []
    for file in files:
        data = await file.read(media.MAX_BYTES + 1)
        if data:
            found.append(await site.workers.picture(lambda data=data: media.prepare(data)))  # type: ignore[misc]
    return tuple(found)
