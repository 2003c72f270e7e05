"""A hazard that comes back gets a day of its own: the plans want a deadline in every entry of the ledger (五落实), and
the day of before was for the work that did not last."""

from __future__ import annotations

from datetime import date

from dialogs.talk import Talk
from storage import hazards
from storage.hazards import Hazard


def reopened(
    talk: Talk, one: Hazard, *, reason: str, deadline: str, by: int, role: str | None, order: bool
) -> dict[str, str]:  # fmt: skip
    """Open it again until that day (as a form holds it), and say both days in the trail; the words for both.

    With `order` an authority wants it done by then. An enterprise that sends its own work back stays bound by a day the
    authority has named and that is still ahead. Forms begun before the day was asked for leave it open.
    """
    day = date.fromisoformat(deadline) if deadline else None
    ordered = day if order else standing_order(talk, one)
    said = {"old": day_or_none(talk, one.deadline), "new": day_or_none(talk, day)}
    note = talk.say("ledger.reopen_note", reason=reason, **said)
    hazards.reopen(talk.unit, one, reason=note, deadline=day, ordered=ordered, by=by, role=role)
    return said


def standing_order(talk: Talk, one: Hazard) -> date | None:
    """The day the authority has named, as long as it is not past."""
    ordered = hazards.ordered_deadline(talk.unit, one.id, talk.scope)
    return ordered if ordered is not None and ordered >= talk.today else None


def day_or_none(talk: Talk, day: date | None) -> str:
    """A day with its year, or that there is none."""
    if day is None:
        return talk.say("oversee.no_deadline")
    return talk.say("engine.day", year=day.year, month=day.month, day=day.day)
