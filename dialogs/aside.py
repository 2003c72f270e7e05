"""The sheet on which private conversations of one address stand, outside the record: see docs/threats.md."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from typing import Any

from dialogs.state import State
from storage.sessions import Session

_NEVER = datetime.fromtimestamp(0, UTC)


@dataclass
class Aside:
    """What is kept of an address's private conversations from one message to the next.

    `choices` are (label, token) of the options shown last in private; `touched` says that the message being answered
    belongs to a private conversation, so that nothing of the exchange goes into the record. `left` are photos of
    what was given up, which the clock removes with the sheet.
    """

    sessions: dict[str, Session] = field(default_factory=dict)
    choices: tuple[tuple[str, str], ...] = ()
    touched: bool = False
    left: tuple[int, ...] = ()

    @property
    def active(self) -> Session | None:
        """The private session an answer belongs to."""
        return next((one for one in self.sessions.values() if one.status == "active"), None)

    def put(self, one: Session) -> None:
        """Keep where a session stands; one that is over is gone."""
        self.touched = True
        if one.status in ("active", "paused"):
            self.sessions[one.conversation] = one
        else:
            self.sessions.pop(one.conversation, None)
        if one.status == "cancelled":
            answers = State.model_validate(one.state).answers.values()
            self.left += tuple(photo for answer in answers for photo in answer.photos)

    def as_json(self) -> dict[str, Any] | None:
        """What is laid down; None when there is nothing to keep."""
        if not (self.sessions or self.choices or self.left):
            return None
        kept = [asdict(one) | {"moved_at": None} for one in self.sessions.values()]  # no moment stands here either
        return {"sessions": kept, "choices": list(self.choices), "left": list(self.left)}


def read(kept: Mapping[str, Any] | None) -> Aside:
    """The sheet as it was laid down; an empty one for None."""
    if kept is None:
        return Aside()
    found = (Session(**(one | {"moved_at": _NEVER})) for one in kept["sessions"])
    choices = tuple((label, token) for label, token in kept["choices"])
    return Aside({one.conversation: one for one in found}, choices, left=tuple(kept["left"]))
