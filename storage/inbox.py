"""Messages in: each is taken once, however often its platform delivers it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.sql.expression import ClauseElement

from storage.lots import as_list, each_of
from storage.prepared import Adding, Prepared
from storage.sharing import Ahead, Asking
from storage.tables import inbox
from storage.unit_of_work import UnitOfWork

_TAKEN = Prepared(
    select(inbox.c.id).where(
        inbox.c.channel == bindparam("on"), inbox.c.account == bindparam("ours"), inbox.c.message_id == bindparam("one")
    ),
    own=True,
)


def _taken_among(dialect: str) -> ClauseElement:
    """Of each of these messages the id it has in the record, if any; each looked up by itself."""
    each = select(each_of(dialect, "many", inbox.c.message_id.type).label("message_id")).subquery("each")
    taken = select(inbox.c.id).where(
        inbox.c.channel == bindparam("on"), inbox.c.account == bindparam("ours"),
        inbox.c.message_id == each.c.message_id,
    )  # fmt: skip
    return select(taken.scalar_subquery().label("id"), each.c.message_id)


_TAKEN_AMONG = Prepared(_taken_among)
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


def foresee(channel: str, account: str, sheets: Mapping[str, Ahead]) -> Asking:
    """Read ahead which of these messages, by their platform's ids, came before."""
    each = yield _TAKEN_AMONG, {"on": channel, "ours": account, "many": as_list(sheets)}
    rows = {row.message_id: row for row in each if row.id is not None}
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
