"""Empties an invented record, so that the demo can begin anew while it runs."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import delete, select, text

from checklists.errors import TellOperator
from storage.tables import audit, metadata
from storage.tables.trail import GUARDS, SQLITE
from storage.unit_of_work import UnitOfWork


def empty(unit: UnitOfWork) -> None:
    """Take every row out of every table; the caller commits.

    Raises TellOperator for a record that storage.upkeep.planting never signed: people's own is not thrown away.
    """
    signed = select(audit.c.id).where(audit.c.action == "sample.planted").limit(1)
    if unit.execute(signed).first() is None:
        raise TellOperator("This record was not planted as a sample and is not emptied; remove its files by hand.")
    with unguarded(unit):
        for table in reversed(metadata.sorted_tables):
            unit.execute(delete(table))


@contextmanager
def unguarded(unit: UnitOfWork) -> Iterator[None]:
    """Within it the audit trail may be changed: an invented one is deleted, and a real one sealed anew under another
    secret (storage.upkeep.rekeying). The guards are back with the commit."""
    kind = unit.dialect
    tables = ("audit", "audit_seals")
    if kind == "postgresql":
        for table in tables:
            unit.execute(text(f"ALTER TABLE {table} DISABLE TRIGGER USER"))
    else:
        for name in GUARDS[kind]:
            unit.execute(text(f"DROP TRIGGER {name}"))
    yield
    if kind == "postgresql":
        for table in tables:
            unit.execute(text(f"ALTER TABLE {table} ENABLE TRIGGER USER"))
    else:
        for statement in SQLITE:
            unit.execute(text(statement))
