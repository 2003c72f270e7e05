"""One thing to be said to one person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal, get_args

from storage.letters import Menu

Kind = Literal["overdue", "supervision", "expiry", "inspection", "led-inspection", "drill", "report"]
WEIGHTS: tuple[Kind, ...] = get_args(Kind)
"""By weight: what can kill somebody today stands first."""


@dataclass(frozen=True)
class Item:
    """`key` fixes it in due_runs; `earlier` are keys of the same thing that need not be said any more.

    `site` is the enterprise's name, shown where the person answers for several.
    """

    kind: Kind
    person_id: int
    key: str
    fires: date
    line: str
    menus: tuple[Menu, ...]
    site: str = ""
    earlier: tuple[str, ...] = ()
