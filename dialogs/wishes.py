"""What somebody asks the menu for in a sentence: 我想做这个月的自查 is 自查, 报表在哪 is 报表.

Only what stands around the word is taken away; what says anything more is no wish for an entry.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from checklists.content import Content
from checklists.menu import MenuEntry

_LONGEST = 20
"""Signs of a wish, at most: longer ones tell something."""


def wish(content: Content, said: str, roles: frozenset[str], *, in_form: bool = False) -> MenuEntry | None:
    """The entry that a folded text asks for, by its name alone or within a sentence; None where it asks for none.

    `in_form`: something is being filled in, which only a sentence leaves that says what is wanted (我要…).
    """
    words = content.texts.words
    named = content.menu.called(said, roles, outside=not in_form)
    if named is not None or len(said) > _LONGEST or (in_form and not said.startswith(words["wish_willed"])):
        return named
    bare = (*_bare(said, words["wish_begins"]), *_bare(_without_end(said, words["wish_ends"]), words["wish_begins"]))
    return next((one for each in bare if (one := content.menu.called(each, roles, outside=True)) is not None), None)


def _bare(said: str, begins: tuple[str, ...]) -> Iterator[str]:
    """It without what stands before, piece by piece: 做这个月的自查, 这个月的自查, 自查."""
    while said:
        yield said
        lead = max((one for one in begins if said.startswith(one)), key=len, default="")
        said = said.removeprefix(lead) if lead else ""


def _without_end(said: str, ends: Iterable[str]) -> str:
    return said.removesuffix(max((one for one in ends if said.endswith(one)), key=len, default=""))
