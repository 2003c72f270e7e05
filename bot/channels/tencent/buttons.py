"""Buttons of the menu below a chat, alike on WeChat and WeCom."""

from __future__ import annotations

from pydantic import Field

from checklists.record import Identifier, Record, Words
from dialogs.messages import opens


class Button(Record):
    """A button of the menu: a command, or up to five buttons below it."""

    name: Words
    command: Identifier | None = None
    below: tuple[Button, ...] = Field(default=(), max_length=5)


def wired(button: Button) -> dict[str, object]:
    """A button as the platforms take it: a tap on it comes back as a CLICK event with its key."""
    if button.below:
        return {"name": button.name, "sub_button": [wired(one) for one in button.below]}
    return {"type": "click", "name": button.name, "key": opens(button.command or "menu", button.name).token}
