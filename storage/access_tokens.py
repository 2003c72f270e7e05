"""Access tokens of messenger accounts, so that a restart or a second process need not ask for another."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import insert, select, update

from storage.tables import access_tokens
from storage.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class AccessToken:
    """A token and the moment from which it is no longer used. Its text shows nothing of it."""

    token: str = field(repr=False)
    expires_at: datetime


def saved(unit: UnitOfWork, account: str) -> AccessToken | None:
    """The token of an account, None when there is none that still holds."""
    row = unit.execute(
        select(access_tokens).where(access_tokens.c.account == account, access_tokens.c.expires_at > unit.now)
    ).one_or_none()
    return AccessToken(row.token, row.expires_at) if row is not None else None


def save(unit: UnitOfWork, account: str, token: AccessToken) -> None:
    """Keep a token in place of the one before."""
    values = {"token": token.token, "expires_at": token.expires_at}
    changed = unit.execute(update(access_tokens).where(access_tokens.c.account == account).values(**values))
    if changed.rowcount == 0:
        unit.execute(insert(access_tokens).values(account=account, **values))
