"""What private conversations leave for the clock: reports come into the record in batches, forgotten drafts go."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from checklists.content import Content
from storage import asides, bare, outbox, people, whistles
from storage.letters import LetterBody, menu_tap
from storage.media.renewing import removed, unlink
from storage.unit_of_work import OpenUnit, UnitOfWork
from storage.upkeep import in_order
from storage.whistles import Released


def run(content: Content, open_unit: OpenUnit, media_folder: Path) -> int:
    """Enter the reports whose time has come and tell the officials; let go what has lain too long. How many notices
    were queued. At the full quarters what would tell an order is lost, and addresses known from private words alone."""
    with open_unit() as unit:
        released = whistles.release(unit, media_folder)
        told = _tell(content, unit, released)
        gone = _let_go(unit)
        something = bool(released) or gone is not None
        if not something and not in_order.at_a_quarter(unit.now):
            return 0
        unit.commit()
    unlink(media_folder, [*(name for one in released for name in one.left), *(gone or ())])
    bare.let_go(open_unit)
    in_order.lost(open_unit)
    return told


def _tell(content: Content, unit: UnitOfWork, released: tuple[Released, ...]) -> int:
    """One notice to each official in whose area a report lies, however many there are; how many notices."""
    told: dict[int, bool] = {}
    for one in released:
        for official in people.regulators_in(unit, one.region, "county", "city"):
            told[official] = told.get(official, False) or one.suspected
    for official, urgent in told.items():
        tap = menu_tap("whistles", content.texts("notice.open_whistles"))
        body = LetterBody(text=content.texts("notice.whistle"), choices=(tap,), kind="notice", urgent=urgent)
        outbox.put(unit, body.as_json(), kind="notice", person_id=official)
    return len(told)


def _let_go(unit: UnitOfWork) -> tuple[str, ...] | None:
    """Drafts with their photos, messages that cannot come again, answers nobody fetched; the photos' files, None where
    there was nothing of all that."""
    ripe = asides.ripe(unit, "sheet", "message", "letter", "photo")
    if not ripe:
        return None
    asides.drop(unit, [one.key for one in ripe])
    drafts = [asides.opened(unit, one) for one in ripe if one.kind == "sheet"]
    return removed(unit, [photo for one in drafts for photo in _photos(one)])


def _photos(sheet: Mapping[str, Any]) -> list[int]:
    """The photos of drafts: see dialogs.aside.Aside and dialogs.state.State."""
    answers = [answer for one in sheet["sessions"] for answer in one["state"].get("answers", {}).values()]
    return [*sheet["left"], *(photo for answer in answers for photo in answer.get("photos", ()))]
