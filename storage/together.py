"""Several messages' work in one transaction: one wait for the disk in place of one for each.

Each piece stands in savepoints of its own, so that one that fails is rolled back alone and its neighbours never know.
Nobody may be answered before this returns: until then nothing of it is durable.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, NoReturn

from checklists.errors import TellOperator, TryLater
from storage.foreseen import Said, foreseen
from storage.sharing import Ahead
from storage.unit_of_work import OpenUnit, UnitOfWork

Piece = Callable[[OpenUnit], Any]
"""Work that opens its units by what it is handed. It may be begun a second time, so it keeps nothing of the first."""


@dataclass(frozen=True)
class Outcome:
    """What a piece returned, or what it raised."""

    value: Any = None
    error: BaseException | None = None


def done_together(open_unit: OpenUnit, pieces: Sequence[Piece], said: Sequence[Said | None] = ()) -> list[Outcome]:
    """Carry the pieces out in order and make them durable at once; what came of each.

    `said` tells of each piece which message it answers, or None; no two of them of one address. What such a piece will
    ask of the record is read ahead for all at once, and what they write is written at once where nobody asks before.

    Where the transaction cannot begin or be committed nothing of any piece is kept. Where it is the database that fails
    each is begun once more with units that raise why as soon as they are opened, so that it says what it says then.
    Where somebody else was quicker, or what one of them owed was refused, each is done anew by itself.
    """
    if len(pieces) == 1:
        return [_tried(pieces[0], open_unit)]
    try:
        with open_unit() as unit:
            ahead = foreseen(unit, said) if said else [None] * len(pieces)
            found = [_done(piece, unit, known) for piece, known in zip(pieces, ahead, strict=True)]
            unit.commit()
    except (TryLater, TellOperator) as error:
        return [_tried(piece, _refusing(error)) for piece in pieces]
    except Exception:  # somebody else was quicker, or one of them wrote what the record refuses: by itself each is told
        return [_tried(piece, open_unit) for piece in pieces]
    return found


def _done(piece: Piece, unit: UnitOfWork, ahead: Ahead | None) -> Outcome:
    outcome = _tried(piece, lambda: unit.within(ahead))
    if unit.fault is not None:
        raise unit.fault
    if not unit.whole:
        raise TryLater("Try again in a moment: the disk is full or does not answer.") from outcome.error
    return outcome


def _tried(piece: Piece, open_unit: OpenUnit) -> Outcome:
    try:
        return Outcome(piece(open_unit))
    except Exception as error:
        return Outcome(error=error)


def _refusing(error: Exception) -> OpenUnit:
    def refused() -> NoReturn:
        raise error

    return refused
