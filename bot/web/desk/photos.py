"""Photos of the record, each asked for by the row it belongs to: who may see the row may see its photos."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from starlette.responses import FileResponse, Response

from bot.web.desk.visit import Visit
from bot.web.problem import Problem
from dialogs import paging
from dialogs.conversations.inspection import INSPECTION
from storage import hazards, inspections, media, registers, risks, sessions
from storage.oversight import spot_checks


def photo(visit: Visit) -> Response:
    """One photo, or its thumbnail with `?size=small`."""
    found = _of_row(visit)
    media_id = visit.number("media")
    if media_id not in found:
        raise Problem(404, "web.no_photo")
    small = visit.query.get("size") == "small"
    path: Path | None = media.file_of(visit.unit, visit.site.app.media_folder, media_id, thumbnail=small)
    if path is None:
        raise Problem(404, "web.no_photo")
    # The pass decides who sees it, so a cache may keep it for this browser only, and not for long.
    return FileResponse(path, media_type="image/jpeg", headers={"cache-control": "private, max-age=600"})


def _of_row(visit: Visit) -> tuple[int, ...]:
    reader = _READERS.get(visit.path["of"])
    return reader(visit, visit.number("id")) if reader is not None else ()


def _hazard(visit: Visit, row: int) -> tuple[int, ...]:
    if hazards.hazard(visit.unit, row, visit.scope) is None:
        return ()
    return (*hazards.photos(visit.unit, row, "before"), *hazards.photos(visit.unit, row, "after"))


def _check(visit: Visit, row: int) -> tuple[int, ...]:
    one = spot_checks.spot_check(visit.unit, row, visit.scope) if visit.official else None
    return one.facts.photos if one is not None else ()


def _inspection(visit: Visit, row: int) -> tuple[int, ...]:
    one = inspections.inspection(visit.unit, row, visit.scope)
    answers = inspections.answers(visit.unit, one) if one is not None else ()
    return tuple(photo for answer in answers for photo in (answer.evidence or {}).get("photos", ()))


def _entry(visit: Visit, row: int) -> tuple[int, ...]:
    one = registers.entry(visit.unit, row, visit.scope)
    return one.photos if one is not None else ()


def _risk(visit: Visit, row: int) -> tuple[int, ...]:
    one = risks.risk(visit.unit, row, visit.scope)
    return one.facts.photos if one is not None else ()


def _session(visit: Visit, row: int) -> tuple[int, ...]:
    """Photos beside the answers of a form that the visitor is filling in, or of what is offered there as evidence."""
    one = sessions.session(visit.unit, row)
    talk = visit.talk(INSPECTION)
    found = paging.held(talk, one.subject) if one is not None and one.conversation == INSPECTION.id else None
    if found is None or found.session.id != row:
        return ()
    answered = (photo for answer in found.state.answers.values() for photo in answer.photos)
    return (*answered, *(photo for photos in found.state.photos.values() for photo in photos))


_READERS: Mapping[str, Callable[[Visit, int], tuple[int, ...]]] = {
    "hazard": _hazard, "check": _check, "inspection": _inspection, "entry": _entry, "risk": _risk,
    "session": _session,
}  # fmt: skip
