"""How many major hazards were found, fixed and listed for supervision in a period.

A hazard counts as major when its level is `major` or `suspected_major` and it was not rejected. Suspected ones count
because an official table that leaves them out would show nothing until somebody has time to confirm, and a missed
major hazard costs lives; the regulator takes a false one out by rejecting it, or by calling it general, also after it
was signed off: it then leaves the periods in which it was found and fixed, and what was handed in shows the difference.

Each event counts in the period in which it happened: found before the border and fixed after it counts as found in
the one period and as fixed in the next. Fixed means signed off and not reopened since; a reopened hazard keeps its
place among the found ones and is fixed again only by its next sign-off. The record's present state decides, so a
period looked at again later may show other figures than were submitted; submissions keep the old ones.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal, cast

from sqlalchemy import ColumnElement, Select, and_, func, not_, or_, select, union

from storage.figures.behind import Behind
from storage.figures.body import Body, Level, found_by, looks_after
from storage.figures.period import Period
from storage.figures.splitting import Rows, added_up, grouped
from storage.tables import enterprises, hazard_events, hazards
from storage.unit_of_work import UnitOfWork

MAJOR = ("suspected_major", "major")
CONFIRMED = ("major",)


Event = Literal["found", "fixed", "listed"]


@dataclass(frozen=True)
class Wanted:
    """Which hazards a figure counts, by the event that must lie in the period.

    `finder`: self = found by the enterprise; department = by the body itself, in a check or by verifying a
    whistle-blower's report (such a hazard is in nobody else's table); own = both of these, so that a whole is the sum
    of its parts; any = whoever found it within the scope. `listed` narrows to those ever listed for supervision, `by`
    to those listed by that level of government, `measured` to those with measures 治理措施 written down, `carried`
    those fixed to what came from before the period: found before it, or with `listed` not listed in it but before.
    `levels` is MAJOR, or CONFIRMED to leave suspected ones out.
    """

    event: Event
    finder: Literal["self", "department", "own", "any"] = "any"
    listed: bool = False
    measured: bool = False
    carried: bool = False
    by: Level | None = None
    levels: tuple[str, ...] = MAJOR


def is_major(levels: tuple[str, ...] = MAJOR) -> ColumnElement[bool]:
    """The condition on hazards: of these levels, and not rejected."""
    return and_(hazards.c.level.in_(levels), hazards.c.status != "rejected")


def count_hazards(unit: UnitOfWork, body: Body, period: Period, *wanted: Wanted) -> tuple[int, ...]:
    """How many hazards are wanted, for each of several wishes; one pass over the ledger serves them all."""
    statement = _counted(body, period, wanted)
    if period.is_long or body.is_narrow:
        # In the order of the ids the ledger is read once from end to end, not back and forth by county and sector.
        theirs = hazards.c.enterprise_id.in_(select(enterprises.c.id).where(looks_after(body)))
        statement = statement.select_from(hazards).where(theirs)
    else:
        statement = statement.select_from(hazards.join(enterprises)).where(looks_after(body))
    return tuple(unit.execute(statement).one())


def split_hazards(unit: UnitOfWork, body: Body, period: Period, *wanted: Wanted) -> Rows:
    """The same for every row of a table over the body's sectors."""
    statement = _counted(body, period, wanted).select_from(hazards.join(enterprises)).where(looks_after(body))
    return added_up(grouped(unit, statement), (0,) * len(wanted))


def _counted(body: Body, period: Period, wanted: tuple[Wanted, ...]) -> Select[Any]:
    """The counts; whose hazards they are is still to be said."""
    counts = [func.count().filter(_selected(body, period, one)) for one in wanted]
    statement = cast("Select[Any]", select(*counts)).where(is_major())
    if period.is_long or body.is_narrow:
        return statement
    # Said once more for all wishes together, so that what happened in other periods is not even looked at.
    events = {(one.event, one.by if one.event == "listed" else None) for one in wanted}
    lookups = [lookup for event, by in sorted(events, key=str) for lookup in _lookups(period, event, by)]
    return statement.where(hazards.c.id.in_(union(*lookups)))


def _lookups(period: Period, event: Event, by: Level | None) -> tuple[Select[Any], ...]:
    """Ids of hazards to which the event happened in the period, by selects that each have an index."""
    ids = select(hazards.c.id)
    if event != "listed":
        return (ids.where(_happened(period, event, by)),)
    now, before = _listings(period, by)
    return ids.where(now), select(hazard_events.c.hazard_id).where(before)


def hazards_behind(unit: UnitOfWork, body: Body, period: Period, wanted: Wanted) -> tuple[Behind, ...]:
    """The hazards behind the count, oldest first; `when` is the moment found, signed off or listed."""
    when = {
        "found": hazards.c.found_at,
        "fixed": hazards.c.signed_off_at,
        "listed": _listed_moment(period, wanted.by),
    }[wanted.event]
    statement: Select[Any] = (
        select(
            hazards.c.id,
            hazards.c.number,
            hazards.c.enterprise_id,
            enterprises.c.name,
            hazards.c.words,
            when.label("moment"),
        )
        .select_from(hazards.join(enterprises))
        .where(looks_after(body), is_major(), _selected(body, period, wanted))
        .order_by(when, hazards.c.id)
    )
    return tuple(
        Behind("hazards", row.id, row.number, row.enterprise_id, row.name, row.moment, row.words)
        for row in unit.execute(statement)
    )


def _selected(body: Body, period: Period, wanted: Wanted) -> ColumnElement[bool]:
    """What is wanted of hazards that are major."""
    conditions: list[ColumnElement[bool]] = []
    if wanted.levels != MAJOR:
        conditions.append(hazards.c.level.in_(wanted.levels))
    if wanted.finder == "self":
        conditions.append(hazards.c.source == "self")
    elif wanted.finder != "any":
        theirs = and_(hazards.c.source.in_(("department", "whistle")), found_by(body))
        conditions.append(theirs if wanted.finder == "department" else or_(hazards.c.source == "self", theirs))
    if wanted.measured:
        conditions.append(func.coalesce(hazards.c.measures, "") != "")
    if wanted.event == "fixed" and wanted.listed:
        conditions.append(_listed(Period(_ALWAYS, period.end), wanted.by))
    if wanted.carried:
        conditions.append(not_(_listed(period, wanted.by)) if wanted.listed else hazards.c.found_at < period.begin)
    return and_(*conditions, _happened(period, wanted.event, wanted.by))


_ALWAYS = datetime.min.replace(tzinfo=UTC)


def _happened(period: Period, event: Event, by: Level | None) -> ColumnElement[bool]:
    """The event that is counted lies in the period."""
    if event == "found":
        return and_(hazards.c.found_at >= period.begin, hazards.c.found_at < period.end)
    if event == "fixed":
        return and_(
            hazards.c.status == "signed_off",
            hazards.c.signed_off_at >= period.begin,
            hazards.c.signed_off_at < period.end,
        )
    return _listed(period, by)


def _listed(period: Period, by: Level | None) -> ColumnElement[bool]:
    """Listed in the period, as the hazard says now or as its history says: a second listing overwrites the first on
    the hazard.

    A hazard listed twice is one hazard, counted in each period in which it was listed.
    """
    now, before = _listings(period, by)
    # Not correlated: the few listings are read once, instead of being looked for behind every hazard.
    return or_(now, hazards.c.id.in_(select(hazard_events.c.hazard_id).where(before)))


def _listings(period: Period, by: Level | None) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    """The condition on hazards as they stand, and the one on their history."""
    now = [
        hazards.c.supervised_at.is_not(None),  # said for the index that holds only these
        hazards.c.supervised_at >= period.begin,
        hazards.c.supervised_at < period.end,
    ]
    before = [hazard_events.c.kind == "listed", hazard_events.c.at >= period.begin, hazard_events.c.at < period.end]
    if by is not None:
        now.append(hazards.c.supervision_level == by)
        before.append(hazard_events.c.data["level"].as_string() == by)
    return and_(*now), and_(*before)


def _listed_moment(period: Period, by: Level | None) -> ColumnElement[Any]:
    """The first listing within the period, from the history; from the hazard itself where that keeps none."""
    conditions = [hazard_events.c.hazard_id == hazards.c.id, _listings(period, by)[1]]
    first = select(func.min(hazard_events.c.at)).where(*conditions).correlate(hazards).scalar_subquery()
    return func.coalesce(first, hazards.c.supervised_at, type_=hazards.c.supervised_at.type)
