"""Everything one person has to hear in a morning, as one message."""

from __future__ import annotations

from collections.abc import Sequence

from checklists.content import Content
from checklists.texts import Texts
from scheduler.item import WEIGHTS, Item
from storage.letters import LetterBody, Menu, menu_tap
from storage.people import Person

BYTES = 2000
"""WeChat and WeCom cut a text after 2048 bytes of UTF-8, without a word."""


def letter(content: Content, person: Person, items: Sequence[Item]) -> LetterBody:
    """One message that lists them by weight. `items` must not be empty.

    As many of each kind are shown as fit; the others are counted. Only what stands in the person's own menu is
    offered for tapping. Where the person works for several enterprises, each line says which it means.
    """
    texts = content.texts
    several_sites = len({role.enterprise_id for role in person.roles if role.enterprise_id is not None}) > 1
    by_weight = sorted(items, key=lambda item: WEIGHTS.index(item.kind))
    for shown in (8, 6, 4, 3, 2, 1):
        text = _text(person.name, by_weight, texts, shown, several_sites)
        if len(text.encode()) <= BYTES:
            break
    offered = {entry.command for entry in content.menu.seen_by(frozenset(role.role for role in person.roles))}
    menus: dict[Menu, None] = dict.fromkeys(menu for item in by_weight for menu in item.menus if menu in offered)
    return LetterBody(text=text, choices=tuple(menu_tap(menu, texts(f"reminders.menu.{menu}")) for menu in menus))


def _text(name: str, items: Sequence[Item], texts: Texts, shown: int, several_sites: bool) -> str:
    kinds = list(dict.fromkeys(item.kind for item in items))
    if len(kinds) > 1:
        lines = [texts("reminders.greeting_many", name=name, count=len(kinds))]
    else:
        lines = [texts("reminders.greeting", name=name)]
    for position, kind in enumerate(kinds, start=1):
        of_kind = [item for item in items if item.kind == kind]
        heading = texts(f"reminders.heading.{kind}", count=len(of_kind))
        lines.append(texts("reminders.numbered", number=position, heading=heading) if len(kinds) > 1 else heading)
        for item in of_kind[:shown]:
            line = item.line
            if several_sites and item.site:
                line = texts("reminders.at_site", site=item.site, line=line)
            lines.append(texts("reminders.one_of_several", line=line) if len(of_kind) > 1 else line)
        if len(of_kind) > shown:
            lines.append(texts("reminders.rest", count=len(of_kind) - shown))
    return "\n".join(lines)
