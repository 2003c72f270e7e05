"""Everything one person has to hear in a morning, as one message."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from checklists.content import Content
from checklists.texts import Texts
from scheduler.batch import Round
from scheduler.item import WEIGHTS, Item, Kind
from storage.letters import LetterBody, Letterhead, Menu, Written, letterhead, menu_tap
from storage.people import Person

BYTES = 2000
"""WeChat and WeCom cut a text after 2048 bytes of UTF-8, without a word."""


def letter(one: Round, person: Person, items: Sequence[Item]) -> Written:
    """One message that lists them by weight. `items` must not be empty.

    As many of each kind are shown as fit; the others are counted. Only what stands in the person's own menu is
    offered for tapping. Where the person works for several enterprises, each line says which it means.
    """
    several_sites = len(person.roles) > 1 and len({role.enterprise_id for role in person.roles} - {None}) > 1
    by_weight = sorted(items, key=lambda item: WEIGHTS.index(item.kind)) if len(items) > 1 else items
    for shown in (8, 6, 4, 3, 2, 1):
        text = _text(one, person.name, by_weight, shown, several_sites)
        if len(text.encode()) <= BYTES:
            break
    roles = frozenset([role.role for role in person.roles])
    menus = tuple([item.menus for item in by_weight])
    return one.once(("head", roles, menus), _head, one.content, roles, menus).filled(text)


def _head(content: Content, roles: frozenset[str], menus: Iterable[tuple[Menu, ...]]) -> Letterhead:
    """All but the text, for those in these roles with items that lead to these menus."""
    offered = {entry.command for entry in content.menu.seen_by(roles)}
    listed: dict[Menu, None] = dict.fromkeys(menu for some in menus for menu in some if menu in offered)
    choices = tuple(menu_tap(menu, content.texts(f"reminders.menu.{menu}")) for menu in listed)
    return letterhead(LetterBody(text="", choices=choices))


def _text(one: Round, name: str, items: Sequence[Item], shown: int, several_sites: bool) -> str:
    texts = one.content.texts
    if len(items) == 1:  # which is nearly everybody
        (item,) = items
        line = texts("reminders.at_site", site=item.site, line=item.line) if several_sites and item.site else item.line
        heading = one.once(("heading", item.kind, 1), _heading, item.kind, 1, texts)
        return "\n".join((texts("reminders.greeting", name=name), heading, line))
    kinds = list(dict.fromkeys([item.kind for item in items]))
    if len(kinds) > 1:
        lines = [texts("reminders.greeting_many", name=name, count=len(kinds))]
    else:
        lines = [texts("reminders.greeting", name=name)]
    for position, kind in enumerate(kinds, start=1):
        of_kind = [item for item in items if item.kind == kind] if len(kinds) > 1 else items
        heading = one.once(("heading", kind, len(of_kind)), _heading, kind, len(of_kind), texts)
        lines.append(texts("reminders.numbered", number=position, heading=heading) if len(kinds) > 1 else heading)
        for item in of_kind[:shown]:
            line = item.line
            if several_sites and item.site:
                line = texts("reminders.at_site", site=item.site, line=line)
            lines.append(texts("reminders.one_of_several", line=line) if len(of_kind) > 1 else line)
        if len(of_kind) > shown:
            lines.append(texts("reminders.rest", count=len(of_kind) - shown))
    return "\n".join(lines)


def _heading(kind: Kind, count: int, texts: Texts) -> str:
    return texts(f"reminders.heading.{kind}", count=count)
