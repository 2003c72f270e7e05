"""One message on its way out, as those who send it see it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True)
class Letter:
    """One message on its way. `body` is dialogs.messages.Outbound as JSON. An id below zero is that of a message of a
    private conversation (storage.private_post), which stands in no table by name."""

    id: int
    binding_id: int | None
    person_id: int | None
    reply_to: int | None
    kind: str
    body: dict[str, Any]
    status: str
    created_at: datetime
    due_at: datetime
    attempts: int
    error: str | None

    @property
    def private(self) -> bool:
        """Whether it belongs to a private conversation."""
        return self.id < 0
