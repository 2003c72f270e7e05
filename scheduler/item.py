"""One thing to be said to one person."""

from __future__ import annotations

from datetime import date
from typing import Literal, NamedTuple, get_args

from storage.letters import Menu

Kind = Literal["overdue", "supervision", "expiry", "inspection", "led-inspection", "drill", "report"]
WEIGHTS: tuple[Kind, ...] = get_args(Kind)
"""By weight: what can kill somebody today stands first."""


class Item(NamedTuple):
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
