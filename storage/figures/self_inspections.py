"""Which enterprises have not inspected themselves: some duty of the plan that applies was not finished in its period.

The rule is `checklists.duties.undone`, asked once for each kind of enterprise and not for each enterprise.
Source: the plans order principals to organise the whole self-inspection (对标对表开展自查自改, ganzhou-2023 二（一）1,
weihai-mines-2023 五（一）2, and the others); one checklist of ten answered is not one.
"""

from __future__ import annotations

import json
from bisect import bisect
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Text, cast, func, select

from checklists.duties import ASKED_OF, facts_of, is_high_risk, undone
from checklists.plan import Plan
from storage.figures.enterprises import standing_at
from storage.inspected_months import finished
from storage.scope import Scope, within
from storage.tables import enterprises, inspections
from storage.unit_of_work import UnitOfWork

Begins = Mapping[bool, datetime | None]
"""The beginning of the period for high-risk ones (True) and for the others (False); None where nothing is asked."""

Place = tuple[bool, int]
"""Where an enterprise stands in the list: whether it is not high-risk, and its id."""

MOST_DIGITS = 15
"""Of a key in a mark somebody may have written by hand."""


@dataclass(frozen=True)
class Missing:
    """Enterprises that have not inspected: how many in all, and the first of their names."""

    count: int
    names: tuple[str, ...]


@dataclass(frozen=True)
class MissingSite:
    """One enterprise that has not inspected; `high_risk` is the plan's word, `last` when it finished any checklist."""

    id: int
    name: str
    region: str
    sector: str
    high_risk: bool
    last: datetime | None


def not_inspected(
    unit: UnitOfWork, scope: Scope, plan: Plan, begins: Begins, end: datetime, *, names: int
) -> Missing:  # fmt: skip
    """How many they are, and the first so many of their names."""
    missing = unfinished(unit, scope, plan, begins, end)
    first = [one for _, one in missing[:names]]
    query = select(enterprises.c.id, enterprises.c.name).where(within(scope), enterprises.c.id.in_(first))
    named = {row.id: row.name for row in unit.execute(query)}
    return Missing(len(missing), tuple(named[one] for one in first))


def missing_page(
    unit: UnitOfWork, scope: Scope, plan: Plan, begins: Begins, end: datetime, *, after: str = "", limit: int = 50
) -> tuple[tuple[MissingSite, ...], str]:
    """The enterprises that `not_inspected` counts, page by page.

    `after` is the mark that came with the page before; the mark of the last page is "".
    """
    missing = unfinished(unit, scope, plan, begins, end)
    risk, _, last = after.partition(".")
    if risk in ("0", "1") and last.isascii() and last.isdecimal() and len(last) <= MOST_DIGITS:
        missing = missing[bisect(missing, (risk == "0", int(last))) :]
    shown = missing[:limit]
    latest = (
        select(func.max(inspections.c.finished_at))
        .where(inspections.c.enterprise_id == enterprises.c.id, inspections.c.finished_at < end)
        .scalar_subquery()
    )
    query = select(
        enterprises.c.id, enterprises.c.name, enterprises.c.region, enterprises.c.sector, latest.label("last")
    ).where(within(scope), enterprises.c.id.in_([one for _, one in shown]))
    rows = {row.id: row for row in unit.execute(query)}
    sites = tuple(
        MissingSite(one, rows[one].name, rows[one].region, rows[one].sector, not ordinary, rows[one].last)
        for ordinary, one in shown
    )
    return sites, f"{int(sites[-1].high_risk)}.{sites[-1].id}" if len(missing) > limit else ""


def unfinished(unit: UnitOfWork, scope: Scope, plan: Plan, begins: Begins, end: datetime) -> tuple[Place, ...]:
    """All of the scope that stood at `end`: high-risk ones first, then in order of entry."""
    bits = {one.id: 1 << place for place, one in enumerate(plan.checklists)}
    done = finished(unit, scope, plan.id, bits, {begin for begin in begins.values() if begin is not None}, end)

    texts = (
        cast(enterprises.c.kinds, Text).label("kinds_text"),
        cast(enterprises.c.profile, Text).label("profile_text"),
    )
    alike: tuple[ColumnElement[Any], ...] = (enterprises.c.sector, *texts, enterprises.c.high_risk)
    # All who are alike in one row: a hundred thousand rows are many to fetch, and there are few kinds of enterprise.
    ids = func.aggregate_strings(cast(enterprises.c.id, Text), ",").label("ids")
    query = select(*alike, ids).where(within(scope), standing_at(end)).group_by(*alike)
    found: list[Place] = []
    for row in unit.execute(query):
        known = tuple(json.loads(row.kinds_text))
        profile = json.loads(row.profile_text)
        facts = facts_of(
            plan, sector=row.sector, kinds=known, profile=profile, marked=row.high_risk, role=ASKED_OF
        )  # fmt: skip
        needed = sum(bits[one.id] for one in undone(plan, facts, ()))
        risky = is_high_risk(plan, row.sector, known, marked=row.high_risk)
        begin = begins[risky]
        if begin is not None:
            masks = done[begin]
            found += [(not risky, one) for one in map(int, row.ids.split(",")) if needed & ~masks.get(one, 0)]
    return tuple(sorted(found))
