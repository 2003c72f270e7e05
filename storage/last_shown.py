"""What was answered and shown last at an address, which is what a typed number means there."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, func, select
from sqlalchemy.sql.expression import ClauseElement

from storage.lots import as_list, each_of, found_in
from storage.prepared import Prepared
from storage.sharing import Ahead, Asking
from storage.tables import outbox
from storage.unit_of_work import UnitOfWork

_ANSWERED = Prepared(
    select(outbox.c.created_at)
    .where(outbox.c.binding_id == bindparam("at"), outbox.c.reply_to.is_not(None))
    .order_by(outbox.c.id.desc())
    .limit(1),
    own=True,
)
_SHOWN = Prepared(
    select(outbox.c.body).where(outbox.c.binding_id == bindparam("at")).order_by(outbox.c.id.desc()).limit(5), own=True
)
_EARLIER = outbox.alias("earlier")


def _last_among(dialect: str) -> ClauseElement:
    """The last at each of these addresses, found at the end of its index however many there were before."""
    each = select(each_of(dialect, "many", outbox.c.binding_id.type).label("at")).subquery("each")
    last = select(func.max(_EARLIER.c.id)).where(_EARLIER.c.binding_id == each.c.at).scalar_subquery()
    found = select(outbox.c.binding_id, outbox.c.reply_to, outbox.c.created_at, outbox.c.body)
    return found.where(found_in(dialect, outbox.c.id, select(last).select_from(each)))


_LAST_AMONG = Prepared(_last_among)


def last_answered(unit: UnitOfWork, binding_id: int) -> datetime | None:
    """When something was last answered at an address; None when nothing was yet."""
    found = unit.rows(_ANSWERED, at=binding_id)
    return found[0].created_at if found else None


def last_choices(unit: UnitOfWork, binding_id: int) -> tuple[tuple[str, str], ...]:
    """(label, token) of the numbered options shown last at an address, which is what a typed number means there."""
    for row in unit.rows(_SHOWN, at=binding_id):
        if _numbered(row.body):
            return tuple((choice["label"], choice["token"]) for choice in row.body["choices"])
    return ()


def foresee(sheets: Mapping[int, Ahead]) -> Asking:
    """Read ahead what was answered last at these addresses, by binding; where that does not tell what was shown
    before, it is asked for when it is wanted."""
    silent = set(sheets)
    rows = yield _LAST_AMONG, {"many": as_list(sheets)}
    for row in rows:
        silent.discard(row.binding_id)
        if row.reply_to is not None:
            sheets[row.binding_id][_ANSWERED, row.binding_id] = [row]
        if _numbered(row.body):
            sheets[row.binding_id][_SHOWN, row.binding_id] = [row]
    for binding_id in silent:
        sheets[binding_id][_ANSWERED, binding_id] = sheets[binding_id][_SHOWN, binding_id] = []


def _numbered(body: Mapping[str, Any]) -> bool:
    return bool(body.get("choices")) and bool(body.get("numbered", True))
