"""Turns our messages into the text of WeCom ones, every option with its number. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from bot.channels.tencent.words import link, safe
from checklists.texts import Texts
from dialogs.messages import Choice, Outbound


def written(message: Outbound, texts: Texts, base_url: str) -> str:
    """A message's words, its link and its options, one to a line."""
    lines = [safe(message.text)] if message.text else []
    if message.link:
        words = safe(message.link_label) or texts("wecom.open_link")
        lines.append(link(message.link, words, base_url))
    for number, choice in enumerate(message.choices, 1):
        lines.append(option(number if message.numbered else 0, choice, texts))
    return "\n".join(lines)


def option(number: int, choice: Choice, texts: Texts) -> str:
    """One option on a line of its own; number 0 = none."""
    label = safe(choice.label).replace("\n", " ")
    if not number:
        return texts("wecom.option_plain", label=label)
    return texts("wecom.option", number=number, label=label)


def joined(shown: Sequence[str], texts: Texts) -> str:
    """Several messages in one text."""
    return f"\n{texts('wecom.between')}\n".join(one for one in shown if one)
