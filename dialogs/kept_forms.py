"""Forms as they were when sessions were started on them, read once: a version never changes, its name is its hash."""

from __future__ import annotations

from dataclasses import dataclass, field

from checklists.form import Form
from storage import sessions
from storage.unit_of_work import UnitOfWork

MOST = 500
"""All checklists of all plans several times over; each takes some 50 KiB."""


@dataclass(frozen=True)
class KeptForms:
    """Versions read lately; any thread may ask."""

    _found: dict[tuple[str, str], Form] = field(default_factory=dict)

    def form(self, unit: UnitOfWork, form: str, version: str) -> Form:
        """That version of that form, from the record where it was not asked for before."""
        found = self._found.get((form, version))
        if found is None:
            found = Form.model_validate(sessions.body(unit, form, version))
            if len(self._found) >= MOST:
                self._found.clear()
            self._found[form, version] = found
        return found
