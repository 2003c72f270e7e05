"""Tokens with which other systems use the interface; kept only as their hash."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, Select, select

from storage.changes import add, change, note
from storage.scope import NOTHING, Scope, region_prefix
from storage.tables import api_tokens, departments
from storage.unit_of_work import UnitOfWork

BEGINNING = "ancha_"
LENGTH = 40
"""Signs behind the beginning: about 198 bits with thirty-one signs, so that a plain hash cannot be guessed back."""


@dataclass(frozen=True)
class ApiToken:
    """What one token may do, and for whom: one enterprise, a region, or a department in its sectors."""

    id: int
    name: str
    writes: bool
    enterprise_id: int | None
    region: str | None
    department_id: int | None
    sectors: tuple[str, ...]
    created_at: datetime
    expires_at: datetime
    revoked_at: datetime | None

    @property
    def scope(self) -> Scope:
        """What it may see and write."""
        if self.enterprise_id is not None:
            return Scope(enterprise_id=self.enterprise_id)
        if self.region is None:
            return NOTHING
        return Scope(region=region_prefix(self.region), sectors=self.sectors, department_id=self.department_id)

    def state(self, now: datetime) -> str:
        """good, revoked or expired."""
        if self.revoked_at is not None:
            return "revoked"
        return "good" if now < self.expires_at else "expired"


def make_api_token(
    unit: UnitOfWork, name: str, *, writes: bool, valid: timedelta, enterprise_id: int | None = None,
    region: str | None = None, department_id: int | None = None,
) -> tuple[ApiToken, str]:  # fmt: skip
    """A new token, and its text, which nobody can be shown again.

    Exactly one of enterprise and region is given; a department comes with its region.
    """
    text = BEGINNING + unit.codes(LENGTH)
    values = {
        "name": name, "writes": writes, "enterprise_id": enterprise_id, "region": region,
        "department_id": department_id, "created_at": unit.now, "expires_at": unit.now + valid,
    }  # fmt: skip
    row = add(unit, api_tokens, {**values, "hash": hashed(text)}, action="api_token.made", by=None)
    return _one(unit, row), text


def api_token(unit: UnitOfWork, text: str) -> ApiToken | None:
    """The token of that text while it is good; None for every other text."""
    row = unit.execute(_query().where(api_tokens.c.hash == hashed(text))).one_or_none()
    found = _token(row) if row is not None else None
    return found if found is not None and found.state(unit.now) == "good" else None


def api_tokens_of(unit: UnitOfWork) -> tuple[ApiToken, ...]:
    """All of them, the latest first."""
    return tuple(map(_token, unit.execute(_query().order_by(api_tokens.c.id.desc()))))


def revoke_api_token(unit: UnitOfWork, token_id: int) -> None:
    """Make it worthless at once. Raises Conflict where there is none or it is revoked already."""
    change(
        unit, api_tokens, token_id, expect={"revoked_at": None}, put={"revoked_at": unit.now},
        action="api_token.revoked", by=None,
    )  # fmt: skip


def wrote(unit: UnitOfWork, token: ApiToken, entity: str, entity_id: int) -> None:
    """Put into the trail which system wrote a row: its audit row names no person."""
    note(unit, "api.wrote", entity, entity_id, by=None, after={"api_token": token.id})


def hashed(text: str) -> str:
    """What is kept of a token: SHA-256, in hex."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _one(unit: UnitOfWork, token_id: int) -> ApiToken:
    return _token(unit.execute(_query().where(api_tokens.c.id == token_id)).one())


def _query() -> Select[Any]:
    return select(api_tokens, departments.c.sectors).outerjoin(
        departments, departments.c.id == api_tokens.c.department_id
    )


def _token(row: Row[Any]) -> ApiToken:
    return ApiToken(
        row.id, row.name, row.writes, row.enterprise_id, row.region, row.department_id, tuple(row.sectors or ()),
        row.created_at, row.expires_at, row.revoked_at,
    )  # fmt: skip
