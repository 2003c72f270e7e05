"""People whom no message reaches, for those who look after them: a reminder nobody gets is no reminder."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

from sqlalchemy import ColumnElement, and_, case, exists, func, or_, select

from storage.held import SHUT
from storage.scope import Scope, in_region, within
from storage.tables import bindings, enterprises, outbox, persons, regions, roles
from storage.unit_of_work import UnitOfWork

Why = Literal["no_address", "shut_out", "not_delivered", "not_fetched"]
WHOM = ("principal", "safety_director", "safety_officer")
OFFICES = ("county", "department")
LONG = timedelta(days=3)
"""How long a message may wait for its person's next word before the person counts as out of reach."""
_ENDED = ("sent", "failed", "dropped")


@dataclass(frozen=True)
class Unreachable:
    """Somebody in one of their roles. `body` is the enterprise or region it is for.

    `no_address`: never enrolled, unfollowed or blocked us everywhere. `shut_out`: the messenger says that we may not
    write to them, though nobody told us that they left. `not_delivered`: the last message failed on every way.
    `not_fetched`: messages have waited for their next word for days.
    """

    person_id: int
    name: str
    role: str
    body: str
    why: Why


def unreachable(unit: UnitOfWork, scope: Scope, *, limit: int, after: int = 0) -> tuple[Unreachable, ...]:
    """Those who answer for safety in the scope's enterprises, and officials of offices below it, whom nothing
    reaches: those at enterprises first, `limit` of them behind the first `after`."""
    why = _why(unit)
    query = (
        select(persons.c.id, persons.c.name, roles.c.role, _BODY.label("body"), why.label("why"))
        .select_from(_FROM)
        .where(_whom(scope), why.is_not(None))
        .order_by(roles.c.enterprise_id.is_(None), _BODY, roles.c.id)
        .limit(limit)
        .offset(after)
    )
    return tuple(Unreachable(row.id, row.name, row.role, row.body or "", row.why) for row in unit.execute(query))


def count(unit: UnitOfWork, scope: Scope) -> int:
    """How many there are."""
    query = select(func.count()).select_from(_FROM).where(_whom(scope), _why(unit).is_not(None))
    return int(unit.execute(query).scalar_one())


def reached(unit: UnitOfWork, person_ids: Iterable[int]) -> frozenset[int]:
    """Those of these people whom a message will probably reach, be it with their next word."""
    why = _why(unit)
    query = select(persons.c.id).where(
        persons.c.id.in_(sorted(set(person_ids))), or_(why.is_(None), why == "not_fetched")
    )
    return frozenset(unit.execute(query).scalars())


_FROM = (
    roles.join(persons, persons.c.id == roles.c.person_id)
    .outerjoin(enterprises, enterprises.c.id == roles.c.enterprise_id)
    .outerjoin(regions, regions.c.code == roles.c.region)
)
_BODY = func.coalesce(enterprises.c.name, regions.c.name)


def _whom(scope: Scope) -> ColumnElement[bool]:
    at_work = and_(roles.c.role.in_(WHOM), enterprises.c.closed_at.is_(None), within(scope))
    live = roles.c.revoked_at.is_(None)
    if scope.everything:
        return and_(live, or_(at_work, roles.c.role.in_((*OFFICES, "city"))))
    if scope.region is None or scope.sectors:  # a department looks after enterprises only
        return and_(live, at_work)
    below = and_(roles.c.role.in_(OFFICES), in_region(roles.c.region, scope.region), roles.c.region != _whole(scope))
    return and_(live, or_(at_work, below))


def _whole(scope: Scope) -> str:
    """The code of the scope's own region: its offices do not look after themselves."""
    return (scope.region or "").ljust(6, "0")


def _why(unit: UnitOfWork) -> ColumnElement[str]:
    theirs: Sequence[ColumnElement[bool]] = (bindings.c.person_id == persons.c.id, bindings.c.revoked_at.is_(None))
    last = (
        select(outbox.c.status)
        .where(outbox.c.person_id == persons.c.id, outbox.c.status.in_(_ENDED))
        .order_by(outbox.c.id.desc())
        .limit(1)
        .correlate(persons)
        .scalar_subquery()
    )
    waits = exists().where(
        outbox.c.person_id == persons.c.id, outbox.c.status == "held", outbox.c.created_at < unit.now - LONG
    )
    shut_out = exists().where(
        outbox.c.person_id == persons.c.id, outbox.c.status == "held", outbox.c.error.startswith(SHUT)
    )
    return case(
        (~exists().where(*theirs), "no_address"),
        (shut_out, "shut_out"),
        (last.in_(("failed", "dropped")), "not_delivered"),
        (waits, "not_fetched"),
        else_=None,
    )
