"""The ids of photos. Those of private conversations lie below zero and mean nothing: among the others each would leave
a number out when it goes, and the photos beside it tell their moments."""

from __future__ import annotations

import secrets
from typing import Any

from sqlalchemy import func, select

from storage.tables import media
from storage.unit_of_work import UnitOfWork


def private_number() -> dict[str, Any]:
    """The value of `id` for a photo of a private conversation."""
    return {"id": -1 - secrets.randbits(47)}


def next_number(unit: UnitOfWork) -> dict[str, Any]:
    """The value of `id` for every other. PostgreSQL's sequence gives it; SQLite goes on from the largest there is
    (https://www.sqlite.org/autoinc.html), which may be one below zero."""
    if unit.dialect != "sqlite":
        return {}
    largest = func.max(func.coalesce(func.max(media.c.id), 0), 0)
    return {"id": select(largest + 1).scalar_subquery()}
