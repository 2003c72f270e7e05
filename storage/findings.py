"""What was counted for a message beside its transaction (storage.beside): a unit of work carries it along."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Found:
    """What was counted, or why it could not be: whoever asked is told then, as if it had been counted there."""

    value: Any = None
    error: Exception | None = None


Beside = Mapping[Hashable, Found]
"""What was counted for a message so far, by what it was asked for by."""
