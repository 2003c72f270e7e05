"""Which checklists enterprises finished in each month: kept beside the inspections, so that a city's figures read one
row for an enterprise's month and not one for each of its dozens of checklists.

It says nothing the inspections don't say: `db check` compares the two.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, Connection, Date, Text, and_, bindparam, cast, func, select, update

from checklists.periods import beijing_day, midnight
from storage.faults import Conflict
from storage.prepared import Prepared, inserting
from storage.scope import Scope, within
from storage.tables import enterprises, inspected_months, inspections
from storage.unit_of_work import UnitOfWork

_ROW = inspected_months.c
PORTION = 500
"""How many enterprises one query names; SQLite takes 32,766 values: https://www.sqlite.org/limits.html"""

_THIS = and_(
    _ROW.enterprise_id == bindparam("whose"), _ROW.plan == bindparam("by"),
    _ROW.month == bindparam("in_month", type_=_ROW.month.type),
)  # fmt: skip
_KNOWN = Prepared(select(_ROW.checklists, _ROW.last_at).where(_THIS))
_NEW = Prepared(inserting(inspected_months, "enterprise_id", "plan", "month", "checklists", "last_at"))
_MORE = Prepared(
    update(inspected_months)
    .where(_THIS, _ROW.checklists == bindparam("stood"), _ROW.last_at == bindparam("stood_at", type_=_ROW.last_at.type))
    .values(checklists=bindparam("now"), last_at=bindparam("now_at", type_=_ROW.last_at.type))
)


def note(unit: UnitOfWork, enterprise_id: int, plan: str, checklist: str, finished_at: datetime) -> None:
    """Write down that the checklist was finished. Raises Conflict where somebody else of the enterprise was quicker."""
    month = beijing_day(finished_at).replace(day=1)
    found = unit.rows(_KNOWN, whose=enterprise_id, by=plan, in_month=month)
    if not found:
        unit.changed(
            _NEW, enterprise_id=enterprise_id, plan=plan, month=month, checklists=checklist, last_at=finished_at
        )
        return
    (known,) = found
    changed = unit.changed(
        _MORE, whose=enterprise_id, by=plan, in_month=month, stood=known.checklists, stood_at=known.last_at,
        now=",".join(sorted({*known.checklists.split(","), checklist})), now_at=max(finished_at, known.last_at),
    )  # fmt: skip
    if changed != 1:
        raise Conflict("Somebody else of this enterprise finished a checklist meanwhile; look again and repeat.")


def finished(
    unit: UnitOfWork, scope: Scope, plan: str, bits: Mapping[str, int], begins: Collection[datetime], end: datetime
) -> dict[datetime, dict[int, int]]:
    """For each beginning, by enterprise of the scope the bits of all the plan's checklists finished from then to `end`.

    Whole months come from their rows, all enterprises alike in one; what lies in a month cut by the beginning, or
    went on after `end`, is read from the inspections themselves.
    """
    found: dict[datetime, dict[int, int]] = {begin: {} for begin in begins}
    first = {begin: _month_after(begin) for begin in begins}
    ours = select(enterprises.c.id).where(within(scope))
    alike = (_ROW.checklists, _ROW.month, (_ROW.last_at >= end).label("went_on"))
    ids = func.aggregate_strings(cast(_ROW.enterprise_id, Text), ",").label("ids")
    months = (
        select(*alike, ids)
        .where(_ROW.enterprise_id.in_(ours), _ROW.plan == plan, _ROW.month >= min(first.values()))
        .where(_ROW.month <= beijing_day(end))
        .group_by(*alike)
    )
    for row in unit.execute(months).all():
        same = [int(one) for one in row.ids.split(",")]
        mask = sum(bits.get(one, 0) for one in row.checklists.split(","))
        for begin, masks in found.items():
            if first[begin] <= row.month and not row.went_on:
                _join(masks, ((one, mask) for one in same))
            elif first[begin] <= row.month:
                for at in range(0, len(same), PORTION):
                    whose = inspections.c.enterprise_id.in_(same[at : at + PORTION])
                    _join(masks, _singly(unit, whose, plan, bits, midnight(row.month), end))
    for begin, masks in found.items():
        if begin < midnight(first[begin]):
            whose = inspections.c.enterprise_id.in_(ours)
            _join(masks, _singly(unit, whose, plan, bits, begin, min(end, midnight(first[begin]))))
    return found


def differing(connection: Connection) -> int:
    """How many months of enterprises the inspections tell otherwise than the rows here."""
    month: ColumnElement[date] = (
        func.date(inspections.c.finished_at, "+8 hours", "start of month")
        if connection.dialect.name == "sqlite"
        else cast(func.date_trunc("month", func.timezone("Asia/Shanghai", inspections.c.finished_at)), Date)
    )
    parts = (inspections.c.enterprise_id, inspections.c.plan, month.label("month"))
    real = (
        select(
            *parts,
            func.count(inspections.c.checklist.distinct()).label("number"),
            func.max(inspections.c.finished_at).label("last_at"),
        )
        .group_by(*parts)
        .subquery()
    )
    number = func.length(_ROW.checklists) - func.length(func.replace(_ROW.checklists, ",", "")) + 1
    same = and_(
        real.c.enterprise_id == _ROW.enterprise_id, real.c.plan == _ROW.plan, real.c.month == _ROW.month,
        real.c.number == number, real.c.last_at == _ROW.last_at,
    )  # fmt: skip
    both = connection.execute(select(func.count()).select_from(real).join(inspected_months, same)).scalar_one()
    either = (
        connection.execute(select(func.count()).select_from(one)).scalar_one() for one in (real, inspected_months)
    )
    return max(int(one) for one in either) - int(both)


def _singly(
    unit: UnitOfWork, whose: ColumnElement[bool], plan: str, bits: Mapping[str, int], since: datetime, until: datetime
) -> Iterator[tuple[int, int]]:
    query = select(inspections.c.enterprise_id, inspections.c.checklist).where(
        whose, inspections.c.plan == plan, inspections.c.finished_at >= since, inspections.c.finished_at < until
    )
    return ((row.enterprise_id, bits.get(row.checklist, 0)) for row in unit.execute(query).all())


def _join(masks: dict[int, int], more: Iterable[tuple[int, int]]) -> None:
    for enterprise, mask in more:
        masks[enterprise] = masks.get(enterprise, 0) | mask


def _month_after(begin: datetime) -> date:
    """The first month that begins at or after that moment."""
    day = beijing_day(begin)
    if day.day == 1 and midnight(day) == begin:
        return day
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1)
