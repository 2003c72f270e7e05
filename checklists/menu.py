"""What each role finds in the menu, and the words by which a command is called."""

from __future__ import annotations

from functools import cached_property

from checklists.record import Identifier, Record, Words


class MenuEntry(Record):
    """One command. `roles`: who sees it (`stranger` is somebody without a role); `words`: what else calls it."""

    command: Identifier
    label: Words
    roles: tuple[Identifier, ...]
    words: tuple[Words, ...] = ()
    anywhere: tuple[Words, ...] = ()
    """Those that call it even where words are asked for: no answer to any question."""
    outside: tuple[Words, ...] = ()
    """Those that call it only where nothing is being filled in: 动火 may be an answer, or half of one."""
    explain: Words
    """One line in the help: what it is for."""
    behind: tuple[Identifier, ...] = ()
    """Roles for which it stands on the menu's second page: nobody reads sixteen lines to find the one for today."""


class Menu(Record):
    """All entries, in the order in which they are shown and numbered."""

    entries: tuple[MenuEntry, ...]

    def seen_by(self, roles: frozenset[str]) -> tuple[MenuEntry, ...]:
        """The entries for somebody with these roles."""
        found = self.worked_out.get(roles)
        if found is None:
            found = tuple(entry for entry in self.entries if not roles.isdisjoint(entry.roles))
            self.worked_out[roles] = found
        return found

    @cached_property
    def worked_out(self) -> dict[frozenset[str], tuple[MenuEntry, ...]]:
        """What was found for each set of roles: there are few, and a morning asks for a million people."""
        return {}

    def page(self, roles: frozenset[str], *, behind: bool) -> tuple[MenuEntry, ...]:
        """Those of the first page, or those behind it; what is daily work in one of somebody's roles comes first."""
        return tuple(one for one in self.seen_by(roles) if behind is (roles & set(one.roles) <= set(one.behind)))

    def called(self, folded: str, roles: frozenset[str], *, outside: bool = False) -> MenuEntry | None:
        """The entry that a folded text calls by label or word; None when none does. `outside`: of any form."""
        for entry in self.seen_by(roles):
            if folded in (entry.label, *entry.words, *entry.anywhere, *(entry.outside if outside else ())):
                return entry
        return None

    def called_anywhere(self, folded: str, roles: frozenset[str]) -> MenuEntry | None:
        """The entry that a folded text calls whatever is asked; None when none does."""
        return next((entry for entry in self.seen_by(roles) if folded in entry.anywhere), None)
