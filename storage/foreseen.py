"""What several messages of different people will ask of the record, read for all of them at once.

Each message looks whether it came before, who says it, what that person was answering and what was shown last. Beside
one another that is one statement for each question in place of one for each question and message. Each unit is handed
what is its own; UnitOfWork puts it aside as soon as somebody writes there, so that nobody acts on what is old.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from storage import held, inbox, last_shown, people, private_post, sessions
from storage.private_post import Address
from storage.sharing import Ahead
from storage.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class Said:
    """A message somebody sent: where, and its platform's id."""

    at: Address
    message_id: str


def foreseen(unit: UnitOfWork, said: Sequence[Said | None]) -> list[Ahead | None]:
    """For each message what it will ask. None for what is no message, and where somebody who speaks at two addresses at
    once comes a second time: what the first does matters to it."""
    ahead: list[Ahead | None] = [None if one is None else {} for one in said]
    every = [(one, sheet) for one, sheet in zip(said, ahead, strict=True) if one is not None and sheet is not None]
    persons: set[int] = set()
    for channel, account in dict.fromkeys((one.at.channel, one.at.account) for one, _ in every):
        here = [pair for pair in every if (pair[0].at.channel, pair[0].at.account) == (channel, account)]
        _read(unit, channel, account, here)
    for place, sheet in enumerate(ahead):
        one = said[place]
        if sheet is None or one is None:
            continue
        binding, person_id = people.foreseen_at(sheet, one.at)
        if binding is not None and person_id in persons:
            ahead[place] = None
        elif person_id is not None:
            persons.add(person_id)
    return ahead


def _read(unit: UnitOfWork, channel: str, account: str, here: Sequence[tuple[Said, Ahead]]) -> None:
    at = {one.at.address: sheet for one, sheet in here}
    came = inbox.foresee(channel, account, {one.message_id: sheet for one, sheet in here})
    private = private_post.foresee(unit, [(one.at, one.message_id, sheet) for one, sheet in here])
    unit.answer_all((came, private, people.foresee(channel, account, at)))
    who = [
        (binding, person, sheet)
        for one, sheet in here
        for binding, person in (people.foreseen_at(sheet, one.at),)
        if binding is not None
    ]
    shown = last_shown.foresee({binding: sheet for binding, _, sheet in who})
    unit.answer_all((sessions.foresee(who), shown, held.foresee(who)))
