"""Enforcement and organising acts of the body itself, counted in the ways the official tables ask for.

The Beijing day on which an act happened decides its period. Withdrawn records do not count.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, Literal

from sqlalchemy import ColumnElement, Select, and_, func, select

from storage.figures.behind import Behind
from storage.figures.body import Body, own_acts
from storage.figures.period import Period
from storage.figures.splitting import Rows, added_up, grouped
from storage.tables import actions, enterprises
from storage.unit_of_work import UnitOfWork

_WITH_ENTERPRISE = actions.outerjoin(enterprises, actions.c.enterprise_id == enterprises.c.id)


@dataclass(frozen=True)
class Act:
    """What is counted of the acts of one kind, or of that kind and those in `also`.

    count: the sum of their counts (times, persons, cases) · amount: the sum in yuan · of_which: the sum of the part a
    form asks for (cases of the crime of dangerous operation, yuan to anonymous reporters) · enterprises: how many
    enterprises 家 they concerned, each named one once, and the counts of acts that name none · happened: whether there
    was one.
    """

    kind: str
    how: Literal["count", "amount", "of_which", "enterprises", "happened"] = "count"
    also: tuple[str, ...] = ()

    @property
    def kinds(self) -> tuple[str, ...]:
        """All kinds that count."""
        return (self.kind, *self.also)


def count_acts(unit: UnitOfWork, body: Body, period: Period, *wanted: Act) -> tuple[int | Decimal | bool, ...]:
    """The figure of each of several wishes; one pass over the acts serves them all."""
    row = unit.execute(_counted(body, period, wanted)).one()
    return tuple(_figure(value, act) for value, act in zip(row, wanted, strict=True))


def split_acts(unit: UnitOfWork, body: Body, period: Period, *wanted: Act) -> Rows:
    """The same for every row of a table over the body's sectors."""
    groups = {
        group: tuple(_figure(value, act) for value, act in zip(row, wanted, strict=True))
        for group, row in grouped(unit, _counted(body, period, wanted)).items()
    }
    return added_up(groups, tuple(_figure(None, act) for act in wanted))


def _counted(body: Body, period: Period, wanted: tuple[Act, ...]) -> Select[Any]:
    kinds = {kind for act in wanted for kind in act.kinds}
    return (
        select(*(_aggregate(act) for act in wanted))
        .select_from(_WITH_ENTERPRISE)
        .where(_within(body, period), actions.c.kind.in_(kinds))
    )


def _aggregate(act: Act) -> ColumnElement[Any]:
    counted = actions.c.kind.in_(act.kinds)
    if act.how == "happened":
        return func.count().filter(counted)
    if act.how == "enterprises":
        named = func.count(actions.c.enterprise_id.distinct()).filter(counted)
        unnamed = func.sum(actions.c.count).filter(counted, actions.c.enterprise_id.is_(None))
        return named + func.coalesce(unnamed, 0)
    return func.sum(actions.c[act.how]).filter(counted)


def _figure(value: int | Decimal | None, act: Act) -> int | Decimal | bool:
    if act.how == "happened":
        return bool(value)
    total = Decimal(str(value or 0))
    return total if act.how in ("amount", "of_which") else int(total)


def standing(unit: UnitOfWork, body: Body, period: Period, *kinds: str) -> tuple[int, ...]:
    """Numbers that stand rather than flow (technical inspectors employed), by kind: the last one each county or
    department recorded before the period's end, added up over them."""
    return tuple(int(sum(row.amount for row in standing_behind(unit, body, period, kind))) for kind in kinds)


def acts_behind(unit: UnitOfWork, body: Body, period: Period, wanted: Act) -> tuple[Behind, ...]:
    """The acts behind a figure, by day; `amount` is what each adds to it (a named enterprise's later ones: 0)."""
    what = "count" if wanted.how in ("enterprises", "happened") else wanted.how
    statement = (
        _rows(what)
        .where(_within(body, period), actions.c.kind.in_(wanted.kinds))
        .order_by(actions.c.happened_on, actions.c.id)
    )
    rows = _behind(unit, statement)
    return tuple(_each_enterprise_once(rows)) if wanted.how == "enterprises" else rows


def standing_behind(unit: UnitOfWork, body: Body, period: Period, kind: str) -> tuple[Behind, ...]:
    """The latest record of each county or department behind `standing`, however long before the period it was made."""
    newest = func.row_number().over(
        partition_by=(actions.c.level, actions.c.region, actions.c.department_id),
        order_by=(actions.c.happened_on.desc(), actions.c.id.desc()),
    )
    ranked = (
        select(actions.c.id, newest.label("place"))
        .select_from(_WITH_ENTERPRISE)
        .where(own_acts(body), actions.c.kind == kind, actions.c.happened_on < period.after_day)
        .subquery()
    )
    statement = _rows("count").join(ranked, and_(ranked.c.id == actions.c.id, ranked.c.place == 1))
    return _behind(unit, statement.order_by(actions.c.happened_on, actions.c.id))


def _each_enterprise_once(rows: Iterable[Behind]) -> Iterator[Behind]:
    seen: set[int] = set()
    for row in rows:
        if row.enterprise_id is None:
            yield row
        else:
            yield replace(row, amount=Decimal(0 if row.enterprise_id in seen else 1))
            seen.add(row.enterprise_id)


def _within(body: Body, period: Period) -> ColumnElement[bool]:
    return and_(
        own_acts(body),
        actions.c.happened_on >= period.first_day,
        actions.c.happened_on < period.after_day,
    )


def _rows(what: str) -> Select[Any]:
    return select(
        actions.c.id,
        actions.c.enterprise_id,
        enterprises.c.name,
        actions.c.happened_on,
        actions.c.note,
        actions.c[what].label("adds"),
    ).select_from(_WITH_ENTERPRISE)


def _behind(unit: UnitOfWork, statement: Select[Any]) -> tuple[Behind, ...]:
    return tuple(
        Behind(
            entity="actions",
            id=row.id,
            number="",
            enterprise_id=row.enterprise_id,
            enterprise=row.name or "",
            when=row.happened_on,
            what=row.note,
            amount=Decimal(str(row.adds or 0)),
        )
        for row in unit.execute(statement)
    )
