"""Messages in: each is taken once, however often its platform delivers it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, select

from storage.lots import as_list, one_of
from storage.prepared import Adding, Prepared
from storage.sharing import Ahead
from storage.tables import inbox
from storage.unit_of_work import UnitOfWork

_TAKEN = Prepared(
    select(inbox.c.id).where(
        inbox.c.channel == bindparam("on"), inbox.c.account == bindparam("ours"), inbox.c.message_id == bindparam("one")
    ),
    own=True,
)
_TAKEN_AMONG = Prepared(
    lambda dialect: select(inbox.c.id, inbox.c.message_id).where(
        inbox.c.channel == bindparam("on"), inbox.c.account == bindparam("ours"),
        one_of(dialect, inbox.c.message_id, "many"),
    )
)  # fmt: skip
_TAKE = Adding(inbox, "channel", "account", "message_id", "binding_id", "kind", "body", "received_at")


@dataclass(frozen=True)
class Received:
    """One message as a person's own history shows it."""

    id: int
    kind: str
    body: dict[str, Any]
    received_at: datetime


def taken(unit: UnitOfWork, channel: str, account: str, message_id: str) -> int | None:
    """The id of this very message if it came before."""
    found = unit.rows(_TAKEN, on=channel, ours=account, one=message_id)
    return int(found[0].id) if found else None


def foresee(unit: UnitOfWork, channel: str, account: str, sheets: Mapping[str, Ahead]) -> None:
    """Read ahead which of these messages, by their platform's ids, came before."""
    rows = {row.message_id: row for row in unit.rows(_TAKEN_AMONG, on=channel, ours=account, many=as_list(sheets))}
    for message_id, sheet in sheets.items():
        sheet[_TAKEN, channel, account, message_id] = [rows[message_id]] if message_id in rows else []


def take(
    unit: UnitOfWork, channel: str, account: str, message_id: str, *, binding_id: int, kind: str, body: dict[str, Any]
) -> int:
    """Record a new message. Raises IntegrityError when another process took the same one in this instant."""
    return unit.added(
        _TAKE, channel=channel, account=account, message_id=message_id, binding_id=binding_id, kind=kind, body=body,
        received_at=unit.now,
    )  # fmt: skip


def history(unit: UnitOfWork, binding_id: int, limit: int = 200) -> tuple[Received, ...]:
    """What came from an address, the oldest first."""
    query = select(inbox).where(inbox.c.binding_id == binding_id).order_by(inbox.c.id.desc()).limit(limit)
    rows = unit.execute(query).all()
    return tuple(Received(row.id, row.kind, row.body, row.received_at) for row in reversed(rows))
