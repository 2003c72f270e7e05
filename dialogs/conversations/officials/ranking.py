"""The ranking of counties and departments, and how far each is from its quota, in words."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from checklists.plan import Plan
from dialogs.conversations.officials.saying import day_said
from dialogs.conversations.officials.sites import own_office
from dialogs.talk import Talk
from storage import enterprises
from storage.standings import Standing, county_standings, department_standings, quota_period


def ranking_said(talk: Talk) -> str:
    """Counties, then departments, under the plan in force; a county or department sees itself only."""
    plan = _plan(talk)
    if plan is None:
        return talk.say("ranking.none")
    county_side = talk.scope.department_id is None
    city_side = talk.role is not None and (talk.role.role == "city" or talk.scope.department_id is not None)
    wanted: dict[str, Callable[..., tuple[Standing, ...]]] = {}
    if county_side:
        wanted["county"] = county_standings
    if city_side:
        wanted["department"] = department_standings
    found = talk.counted(
        "ranking", lambda unit: {who: rows(unit, talk.scope, plan, talk.today) for who, rows in wanted.items()}, plan.id
    )
    return "\n\n".join(_table(talk, plan, who, rows) for who, rows in found.items())


def _table(talk: Talk, plan: Plan, who: str, rows: tuple[Standing, ...]) -> str:
    period, quota = quota_period(plan, who, talk.today)
    lines = [
        talk.say("ranking.counties" if who == "county" else "ranking.departments"),
        talk.say(
            "ranking.period", begin=day_said(talk, period.first_day),
            end=day_said(talk, period.after_day - timedelta(days=1)),
        ),
    ]  # fmt: skip
    lines += [_line(talk, row) for row in rows] or [talk.say("ranking.nobody")]
    if quota is not None:
        lines.append(talk.say("ranking.basis", basis=f"{plan.short} {quota.basis}"))
    return "\n".join(lines)


def _line(talk: Talk, row: Standing) -> str:
    quota = ""
    if row.quota is not None:
        key = "ranking.quota_short" if row.short else "ranking.quota_met"
        quota = talk.say(key, quota=row.quota, short=row.short)
    return talk.say(
        "ranking.line", place=row.place, name=row.name, found=row.found, listed=row.listed, fixed=row.fixed,
        quota=quota,
    )  # fmt: skip


def _plan(talk: Talk) -> Plan | None:
    """The plan in force for the speaker's office, one with quotas first."""
    office = own_office(talk)
    if office is None:
        return None
    found = [
        talk.content.plans[one.plan]
        for one in enterprises.campaigns_for(talk.unit, office.region, talk.today)
        if one.plan in talk.content.plans
    ]
    return next((plan for plan in found if plan.quotas), found[0] if found else None)
