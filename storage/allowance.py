"""What a person's own doings let us send them: messages within hours or a minute, and one-time subscriptions.

A messenger that grants so many messages refuses the next one. The ledger knows how many are left before anything is
sent, so that nothing important runs into a refusal; where it is wrong the refusal corrects it.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Literal

from sqlalchemy import bindparam, delete, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.sql.expression import ClauseElement

from storage.prepared import Prepared
from storage.tables import allowances, subscriptions
from storage.unit_of_work import UnitOfWork

Granted = Literal["said", "acted"]
"""What the person did: wrote something, or tapped, followed, scanned."""


def _renewing(dialect: str) -> ClauseElement:
    insert = postgresql.insert if dialect == "postgresql" else sqlite.insert
    names = ("binding_id", "kind", "left", "expires_at")
    made = insert(allowances).values({name: bindparam(name, type_=allowances.c[name].type) for name in names})
    return made.on_conflict_do_update(
        index_elements=[allowances.c.binding_id, allowances.c.kind],
        set_={"left": made.excluded.left, "expires_at": made.excluded.expires_at},
    )


_RENEW = Prepared(_renewing)


def grant(unit: UnitOfWork, binding_id: int, kind: Granted, count: int, lasts: timedelta) -> None:
    """So many messages from now on, in place of what was left of the same kind: grants do not add up."""
    unit.later(_RENEW, binding_id=binding_id, kind=kind, left=count, expires_at=unit.now + lasts)


def spend(unit: UnitOfWork, binding_id: int) -> Granted | None:
    """Take one message, of what lapses first; which grant it came from, None when nothing is left."""
    query = (
        select(allowances.c.kind)
        .where(allowances.c.binding_id == binding_id, allowances.c.left > 0, allowances.c.expires_at > unit.now)
        .order_by(allowances.c.expires_at)
    )
    for kind in unit.execute(query).scalars().all():
        taken = unit.execute(
            update(allowances)
            .where(allowances.c.binding_id == binding_id, allowances.c.kind == kind, allowances.c.left > 0)
            .values(left=allowances.c.left - 1)
        )
        if taken.rowcount:
            found: Granted = "said" if kind == "said" else "acted"
            return found
    return None


def give_back(unit: UnitOfWork, binding_id: int, kind: Granted) -> None:
    """Return one that the platform certainly did not use."""
    unit.execute(
        update(allowances)
        .where(allowances.c.binding_id == binding_id, allowances.c.kind == kind)
        .values(left=allowances.c.left + 1)
    )


def left(unit: UnitOfWork, binding_id: int) -> int:
    """How many messages may be sent at this moment."""
    query = select(allowances.c.left).where(
        allowances.c.binding_id == binding_id, allowances.c.left > 0, allowances.c.expires_at > unit.now
    )
    return sum(unit.execute(query).scalars())


def exhausted(unit: UnitOfWork, binding_id: int) -> None:
    """The platform says that nothing is left."""
    unit.execute(update(allowances).where(allowances.c.binding_id == binding_id).values(left=0))


def subscribe(unit: UnitOfWork, binding_id: int, template: str) -> None:
    """The person agreed to one message of that template."""
    where = (subscriptions.c.binding_id == binding_id, subscriptions.c.template == template)
    raised = unit.execute(update(subscriptions).where(*where).values(unspent=subscriptions.c.unspent + 1))
    if raised.rowcount == 0:
        unit.execute(insert(subscriptions).values(binding_id=binding_id, template=template, unspent=1))


def spend_subscription(unit: UnitOfWork, binding_id: int, template: str) -> bool:
    """Take one agreed message of that template; False when there is none."""
    where = (subscriptions.c.binding_id == binding_id, subscriptions.c.template == template)
    taken = unit.execute(
        update(subscriptions).where(*where, subscriptions.c.unspent > 0).values(unspent=subscriptions.c.unspent - 1)
    )
    return taken.rowcount == 1


def unsubscribe(unit: UnitOfWork, binding_id: int, template: str) -> None:
    """The person refused that template, or the platform says that no message of it is left."""
    unit.execute(
        update(subscriptions)
        .where(subscriptions.c.binding_id == binding_id, subscriptions.c.template == template)
        .values(unspent=0)
    )


def withdraw(unit: UnitOfWork, binding_id: int) -> None:
    """The person left: nothing they granted holds any more."""
    unit.execute(delete(allowances).where(allowances.c.binding_id == binding_id))
    unit.execute(delete(subscriptions).where(subscriptions.c.binding_id == binding_id))
