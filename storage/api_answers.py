"""Answers to what other systems wrote, by the key they gave the write, so that a repeat changes nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import insert, select, update

from storage.tables import api_answers
from storage.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class Kept:
    """One answer as it was given; `asked` is the hash of what it answered."""

    asked: str
    status: int
    body: Mapping[str, Any]


def kept(unit: UnitOfWork, token_id: int, key: str) -> Kept | None:
    """The answer given to that key of that token; None for a new key."""
    row = unit.execute(
        select(api_answers).where(api_answers.c.token_id == token_id, api_answers.c.key == key)
    ).one_or_none()
    return Kept(row.asked, row.status, row.body) if row is not None else None


def take(unit: UnitOfWork, token_id: int, key: str, asked: str) -> None:
    """Take the key before the work is done, so that of two at once only one does it.

    PostgreSQL lets the second wait here until the first is through; raises Conflict then.
    """
    unit.execute(insert(api_answers).values(token_id=token_id, key=key, asked=asked, at=unit.now))


def keep(unit: UnitOfWork, token_id: int, key: str, status: int, body: Mapping[str, Any]) -> Kept:
    """Keep the answer, in the transaction of the work."""
    where = (api_answers.c.token_id == token_id, api_answers.c.key == key)
    unit.execute(update(api_answers).where(*where).values(status=status, body=dict(body)))
    found = kept(unit, token_id, key)
    assert found is not None  # noqa: S101  (taken before)
    return found
