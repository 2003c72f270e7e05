"""What each role finds in the menu, and the words by which a command is called."""

from __future__ import annotations

from checklists.record import Identifier, Record, Words


class MenuEntry(Record):
    """One command. `roles`: who sees it (`stranger` is somebody without a role); `words`: what else calls it."""

    command: Identifier
    label: Words
    roles: tuple[Identifier, ...]
    words: tuple[Words, ...] = ()
    explain: Words
    """One line in the help: what it is for."""


class Menu(Record):
    """All entries, in the order in which they are shown and numbered."""

    entries: tuple[MenuEntry, ...]

    def seen_by(self, roles: frozenset[str]) -> tuple[MenuEntry, ...]:
        """The entries for somebody with these roles."""
        return tuple(entry for entry in self.entries if roles & set(entry.roles))

    def called(self, folded: str, roles: frozenset[str]) -> MenuEntry | None:
        """The entry that a folded text calls by label or word; None when none does."""
        for entry in self.seen_by(roles):
            if folded in (entry.label, *entry.words):
                return entry
        return None
