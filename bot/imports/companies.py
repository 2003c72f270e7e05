"""The enterprise a person belongs to, by its code or, where no code is given, by its name."""

from __future__ import annotations

from functools import cached_property

from bot.imports.table import Fault
from checklists.texts import Texts
from dialogs.folding import folded
from storage import enterprises
from storage.enterprises import Enterprise
from storage.scope import EVERYTHING
from storage.unit_of_work import UnitOfWork

_PAGE = 2000


class Companies:
    """The enterprises of the record, as a table of people names them."""

    def __init__(self, unit: UnitOfWork, texts: Texts) -> None:
        self.unit = unit
        self.texts = texts

    def meant(self, row: int, uscc: str, name: str) -> tuple[Enterprise | None, Fault | None]:
        """The enterprise of that code, whose name must be the one given where one is; else the only one of that name.

        A code pasted into the wrong row would make somebody principal of another enterprise.
        """
        if uscc:
            found = enterprises.by_code(self.unit, uscc)
            if found is None:
                return None, Fault(row, "uscc", self.texts("import.fault.unknown_code"))
            if name and folded(name) != folded(found.name):
                said = self.texts("import.fault.not_this_name", written=name, name=found.name)
                return None, Fault(row, "uscc", said)
            return found, None
        named = self._by_name.get(folded(name), ())
        if len(named) == 1:
            return named[0], None
        if named:
            return None, Fault(row, "company", self.texts("import.fault.name_twice", written=name, count=len(named)))
        return None, Fault(row, "company", self.texts("import.fault.unknown_name", written=name))

    @cached_property
    def _by_name(self) -> dict[str, tuple[Enterprise, ...]]:
        """All enterprises by name, read once: a table names thousands."""
        named: dict[str, tuple[Enterprise, ...]] = {}
        after = 0
        while page := enterprises.enterprise_page(self.unit, EVERYTHING, after=after, limit=_PAGE):
            for one in page:
                named[folded(one.name)] = (*named.get(folded(one.name), ()), one)
            after = page[-1].id
        return named
