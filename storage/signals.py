"""Formality signals over the record, by a few queries over all enterprises of a scope (checklists.signals)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Date,
    Float,
    Select,
    Text,
    and_,
    case,
    cast,
    false,
    func,
    or_,
    select,
    true,
    tuple_,
)

from checklists.signals import LastDay, NoPhotos, Repeated, SignalRules
from storage.scope import Scope, within
from storage.tables import enterprises, hazards, inspections, spot_checks
from storage.unit_of_work import UnitOfWork

Found = dict[int, dict[str, float]]
"""By enterprise, the figures behind one signal."""


@dataclass(frozen=True)
class Spans:
    """The moments looked at: [begin, end), [earlier, begin) before them, and [checked, end) for spot checks."""

    earlier: datetime
    begin: datetime
    end: datetime
    checked: datetime


@dataclass(frozen=True)
class Named:
    """An enterprise by its id."""

    id: int
    name: str
    region: str
    sector: str


def found(unit: UnitOfWork, scope: Scope, rules: SignalRules, spans: Spans) -> dict[str, Found]:
    """Every signal's enterprises within the scope, with the figures behind it."""
    usual = _with_photos(unit, scope, rules.no_photos, spans)
    every: dict[str, Found] = {"fast": {}, "uniform": {}, "repeated": _repeated(unit, scope, rules.repeated, spans),
                               "no_photos": {}, "nothing_found": {},
                               "last_day": _last_day(unit, scope, rules.last_day, spans)}  # fmt: skip
    clean: dict[int, int] = {}
    for row in unit.execute(_tallies(scope, rules, spans, usual)):
        one = int(row.enterprise_id)
        if row.paced >= rules.fast.questions and row.seconds < rules.fast.seconds * row.paced:
            every["fast"][one] = {"questions": row.paced, "seconds": row.seconds / row.paced}
        if row.asked >= rules.uniform.questions and row.mixed == 0:
            every["uniform"][one] = {"questions": row.asked}
        if row.usual and row.photos == 0:
            every["no_photos"][one] = {"checklists": row.usual}
        if row.negative == 0:
            clean[one] = row.checklists
    checked = _found_by_others(unit, scope, spans)
    reported = _found_by_itself(unit, scope, spans)
    for one in clean.keys() & checked.keys() - reported:
        every["nothing_found"][one] = {"checklists": clean[one], **checked[one]}
    return every


def named(unit: UnitOfWork, scope: Scope, ids: Sequence[int]) -> dict[int, Named]:
    """Names of enterprises of the scope."""
    query = select(enterprises.c.id, enterprises.c.name, enterprises.c.region, enterprises.c.sector)
    rows = unit.execute(query.where(within(scope), enterprises.c.id.in_(ids)))
    return {row.id: Named(row.id, row.name, row.region, row.sector) for row in rows}


def _inside(scope: Scope, owner: ColumnElement[int]) -> ColumnElement[bool]:
    """The condition that a row belongs to an enterprise of the scope, in a form that an index on its owner serves."""
    return true() if scope.everything else owner.in_(select(enterprises.c.id).where(within(scope)))


def _tallies(scope: Scope, rules: SignalRules, spans: Spans, usual: Sequence[tuple[str, str]]) -> Select[Any]:
    """One pass over the span's checklists: the sums from which four signals follow, of those who may have one."""
    own = inspections.c
    paced = func.coalesce(func.sum(case((own.pace.is_not(None), own.asked), else_=0)), 0)
    seconds = func.coalesce(func.sum(own.pace * own.asked), 0.0)
    asked, negative = func.sum(own.asked), func.sum(own.negative)
    mixed = func.count().filter(or_(own.uniform.is_(None), own.uniform.is_(False)))
    # A checklist of which nobody knows whether it had photos counts as one that had.
    photos = func.sum(func.coalesce(own.photos, 1))
    theirs = tuple_(own.plan, own.checklist).in_(usual) if usual else false()
    answered = func.count().filter(theirs)
    return (
        select(
            own.enterprise_id, paced.label("paced"), seconds.label("seconds"), asked.label("asked"),
            mixed.label("mixed"), photos.label("photos"), answered.label("usual"), func.count().label("checklists"),
            negative.label("negative"),
        )
        .where(_inside(scope, own.enterprise_id), own.finished_at >= spans.begin, own.finished_at < spans.end)
        .group_by(own.enterprise_id)
        .having(
            or_(
                and_(paced >= rules.fast.questions, seconds < paced * rules.fast.seconds),
                and_(asked >= rules.uniform.questions, mixed == 0),
                photos == 0,
                negative == 0,
            )
        )
    )  # fmt: skip


def _repeated(unit: UnitOfWork, scope: Scope, rule: Repeated, spans: Spans) -> Found:
    """Each checklist compared with the latest earlier one of the same enterprise, by one pass in order of time."""
    own = (inspections.c.enterprise_id, inspections.c.plan, inspections.c.checklist)
    last = func.lag(inspections.c.answers_hash).over(partition_by=own, order_by=inspections.c.finished_at)
    both = select(
        inspections.c.enterprise_id, inspections.c.finished_at, inspections.c.answers_hash, last.label("last")
    ).where(
        _inside(scope, inspections.c.enterprise_id),
        inspections.c.finished_at >= spans.earlier,
        inspections.c.finished_at < spans.end,
    )
    pairs = both.subquery()
    count = func.count()
    same = count.filter(pairs.c.last == pairs.c.answers_hash)
    query = (
        select(pairs.c.enterprise_id, count.label("checklists"))
        .where(pairs.c.finished_at >= spans.begin)
        .group_by(pairs.c.enterprise_id)
        .having(and_(count >= rule.checklists, same == count))
    )
    return _figures(unit, query)


def _with_photos(unit: UnitOfWork, scope: Scope, rule: NoPhotos, spans: Spans) -> list[tuple[str, str]]:
    """(plan, checklist) of those on which enough enterprises of the scope sent photos."""
    own = inspections.c
    query = (
        select(own.plan, own.checklist)
        .where(
            _inside(scope, own.enterprise_id), own.finished_at >= spans.begin, own.finished_at < spans.end,
            own.photos.is_not(None),
        )
        .group_by(own.plan, own.checklist)
        .having(
            and_(
                func.count(own.enterprise_id.distinct()) > rule.others,
                func.count().filter(own.photos > 0) >= cast(func.count(), Float) * rule.share,
            )
        )
    )  # fmt: skip
    return [(row.plan, row.checklist) for row in unit.execute(query)]


def _found_by_others(unit: UnitOfWork, scope: Scope, spans: Spans) -> Found:
    """What spot checks found, by enterprise."""
    some = or_(spot_checks.c.problems_found > 0, cast(spot_checks.c.findings, Text) != "[]")
    query = (
        select(
            spot_checks.c.enterprise_id, func.count().label("checks"),
            func.sum(spot_checks.c.problems_found).label("problems"),
        )
        .where(
            _inside(scope, spot_checks.c.enterprise_id), spot_checks.c.withdrawn_at.is_(None), some,
            spot_checks.c.checked_at >= spans.checked, spot_checks.c.checked_at < spans.end,
        )
        .group_by(spot_checks.c.enterprise_id)
    )  # fmt: skip
    return _figures(unit, query)


def _found_by_itself(unit: UnitOfWork, scope: Scope, spans: Spans) -> set[int]:
    """Enterprises that reported a hazard themselves."""
    query = select(hazards.c.enterprise_id).where(
        _inside(scope, hazards.c.enterprise_id), hazards.c.source == "self", hazards.c.found_at >= spans.begin,
        hazards.c.found_at < spans.end,
    )  # fmt: skip
    return set(unit.execute(query.distinct()).scalars())


def _last_day(unit: UnitOfWork, scope: Scope, rule: LastDay, spans: Spans) -> Found:
    count = func.count()
    on_it = count.filter(_day(unit, hazards.c.rectified_at) == hazards.c.deadline)
    query = (
        select(hazards.c.enterprise_id, count.label("hazards"))
        .where(
            _inside(scope, hazards.c.enterprise_id), hazards.c.deadline.is_not(None),
            hazards.c.rectified_at >= spans.begin, hazards.c.rectified_at < spans.end,
        )
        .group_by(hazards.c.enterprise_id)
        .having(and_(count >= rule.hazards, on_it == count))
    )  # fmt: skip
    return _figures(unit, query)


def _day(unit: UnitOfWork, moment: ColumnElement[datetime]) -> ColumnElement[Any]:
    """The day in Beijing: https://sqlite.org/lang_datefunc.html and PostgreSQL's timezone()."""
    if unit.dialect == "sqlite":
        return func.date(moment, "+8 hours")
    return cast(func.timezone("Asia/Shanghai", moment), Date)


def _figures(unit: UnitOfWork, query: Select[Any]) -> Found:
    return {int(row["enterprise_id"]): _plain(dict(row)) for row in unit.execute(query).mappings()}


def _plain(row: Mapping[str, Any]) -> dict[str, float]:
    return {name: float(value or 0) for name, value in row.items() if name != "enterprise_id"}
