"""Turns our messages into the text of WeChat ones. Pure.

Options are links that can be tapped within the text (`weixin://bizmsgmenu`): nobody documents them, but passive
replies have borne them for years. So each has its number too, and typing that does the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from urllib.parse import quote

from bot.channels.tencent.splitting import cut, size
from bot.channels.tencent.words import link, safe
from checklists.texts import Texts
from dialogs.messages import Choice, Outbound


@dataclass(frozen=True)
class Style:
    """How options are written; the richer ones cost more bytes."""

    tappable: bool
    labelled: bool = False
    """Whether a tap shows the option's words as what the person said, or only its number."""


STYLES = (Style(tappable=True, labelled=True), Style(tappable=True), Style(tappable=False))


@dataclass(frozen=True)
class Fitted:
    """One text message: its words; how many of the messages it holds whole; and of the next one what remains."""

    text: str
    whole: int
    rest: Outbound | None = None
    tappable: bool = True


def fitted(messages: Sequence[Outbound], most: int, texts: Texts, base_url: str, more: str = "wechat.more") -> Fitted:
    """As many of these messages as fit into one text of `most` bytes, at least a part of the first.

    Pictures do not fit into a text: they remain, whatever else does. Only the last message's options are numbered,
    since a number must mean one thing. `more` is the key of the words that say that the rest follows.
    """
    messages = [*(one.model_copy(update={"numbered": False}) for one in messages[:-1]), *messages[-1:]]
    for style in STYLES:
        whole = joined([written(one, texts, base_url, style) for one in messages], texts)
        if size(whole) <= most:
            return _pictures(messages, Fitted(whole, len(messages), tappable=style.tappable))
    mark = "\n" + texts(more)
    room = most - size(mark)
    shown = [written(one, texts, base_url, STYLES[1]) for one in messages]
    count = next(number for number in range(len(shown), -1, -1) if size(joined(shown[:number], texts)) <= room)
    if count:
        return _pictures(messages[:count], Fitted(joined(shown[:count], texts) + mark, count))
    first = messages[0]
    head, tail = cut(safe(first.text), room)
    return Fitted(head + mark, 0, first.model_copy(update={"text": tail}))


def written(message: Outbound, texts: Texts, base_url: str, style: Style) -> str:
    """A message's words, its link and its options, one to a line."""
    lines = [safe(message.text)] if message.text else []
    if message.link:
        words = safe(message.link_label) or texts("wechat.open_link")
        lines.append(link(message.link, words, base_url))
    for number, choice in enumerate(message.choices, 1):
        lines.append(_option(number if message.numbered else 0, choice, texts, style))
    return "\n".join(lines)


def joined(shown: Sequence[str], texts: Texts) -> str:
    """Several messages in one text."""
    return f"\n{texts('wechat.between')}\n".join(one for one in shown if one)


def _option(number: int, choice: Choice, texts: Texts, style: Style) -> str:
    label = safe(choice.label).replace("\n", " ")
    if style.tappable:
        said = label if style.labelled or not number else str(number)
        address = f"weixin://bizmsgmenu?msgmenucontent={_quoted(said)}&msgmenuid={quote(choice.token, safe='')}"
        label = f'<a href="{address}">{label}</a>'
    elif not number:
        return texts("wechat.option_typed", label=label)
    return texts("wechat.option", number=number, label=label) if number else texts("wechat.option_plain", label=label)


@lru_cache(500)
def _quoted(words: str) -> str:
    """As they stand in an address; the same few options are shown to everybody."""
    return quote(words, safe="")


def _pictures(messages: Sequence[Outbound], found: Fitted) -> Fitted:
    photos = tuple(photo for one in messages for photo in one.photos)
    return replace(found, rest=Outbound(text="", photos=photos, kind=messages[-1].kind)) if photos else found
