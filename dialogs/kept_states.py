"""Where sessions stand, as they were left by the last message: read from the record again only where another process
or a page has moved them meanwhile. What was worked out for the question is there too when its answer comes."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from dialogs.state import State
from storage.kept_numbers import whole
from storage.keys import Keys
from storage.sessions import Session

MOST = 4000
"""Sessions answered lately; each takes some 10 KiB."""


@dataclass(frozen=True)
class KeptStates:
    """The states last kept, by session; any thread may ask. Private sessions are never among them."""

    _found: dict[int, tuple[dict[str, Any], State]] = field(default_factory=dict)

    def state(self, one: Session, keys: Keys) -> State:
        """Where a session stands. What is remembered counts only where the record says the very same."""
        before = self._found.get(one.id)
        if before is not None and before[0] == one.state:
            return before[1]
        return State.model_validate(whole(keys, one.state))

    def keep(self, one: Session, plain: dict[str, Any], state: State) -> None:
        """Remember a state with what is written down of it."""
        if one.private:
            return
        if len(self._found) >= MOST:
            self._found.clear()
        self._found[one.id] = (plain, state)
