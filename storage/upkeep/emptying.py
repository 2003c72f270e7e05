"""Empties an invented record, so that the demo can begin anew while it runs."""

from __future__ import annotations

from sqlalchemy import delete, select

from checklists.errors import TellOperator
from storage.tables import audit, metadata
from storage.unit_of_work import UnitOfWork


def empty(unit: UnitOfWork) -> None:
    """Take every row out of every table; the caller commits.

    Raises TellOperator for a record that storage.upkeep.planting never signed: people's own is not thrown away.
    """
    signed = select(audit.c.id).where(audit.c.action == "sample.planted").limit(1)
    if unit.execute(signed).first() is None:
        raise TellOperator("This record was not planted as a sample and is not emptied; remove its files by hand.")
    for table in reversed(metadata.sorted_tables):
        unit.execute(delete(table))
