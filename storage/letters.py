"""The body of a message as it waits in the outbox: the JSON shape of dialogs.messages.Outbound.

The clock queues messages too and may not import dialogs; a test holds the two shapes together.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, NewType

from pydantic import BaseModel, ConfigDict
from pydantic_core import to_json

Written = NewType("Written", str)
"""A body as the record keeps it: JSON as text."""
Menu = Literal["inspect", "resume", "ledger", "registers", "oversee", "area", "forms", "supervise", "whistles"]
"""The menu's commands that a queued message may open (content/menu.yaml)."""


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Tap(_Part):
    """One option under a message: what is shown, and what comes back when it is tapped."""

    label: str
    token: str


class LetterBody(_Part):
    """One message to a person. `photos` are media ids; the options bear no numbers, since a
    number typed next may answer the question that was being asked; `kind` decides how it is sent and repeated."""

    text: str
    choices: tuple[Tap, ...] = ()
    numbered: bool = False
    photos: tuple[int, ...] = ()
    link: str = ""
    link_label: str = ""
    kind: Literal["reply", "notice", "reminder", "digest"] = "reminder"
    urgent: bool = False

    def as_json(self) -> dict[str, Any]:
        """What storage.outbox.put takes."""
        return self.model_dump(mode="json")


def menu_tap(menu: Menu, label: str) -> Tap:
    """The option that opens one of the menu's conversations."""
    return Tap(label=label, token=f"m.{menu}")


def written(body: Mapping[str, Any]) -> Written:
    """A body as the record keeps it, for storage.outbox.put_once."""
    return Written(to_json(body).decode())


@dataclass(frozen=True)
class Letterhead:
    """All of a body but its text, written once for as many letters as share it."""

    behind: str

    def filled(self, text: str) -> Written:
        """The body with that text."""
        return Written(_BEFORE + to_json(text).decode() + self.behind)


_BEFORE = '{"text":'


def letterhead(body: LetterBody) -> Letterhead:
    """What stands around the text of `body`, which is left out."""
    blank = written(body.model_copy(update={"text": ""}).as_json())
    before = _BEFORE + '""'
    if not blank.startswith(before):
        raise TypeError("the text stands first in a body")
    return Letterhead(blank.removeprefix(before))
