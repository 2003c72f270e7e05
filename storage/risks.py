"""Risks an enterprise has found at home, with the lists that hold each in check.

Ganzhou calls it 一图一牌三清单, Honghe 重大安全风险管控责任清单.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, case, select

from storage.changes import add, change
from storage.scope import Scope, within
from storage.tables import enterprises, risks
from storage.unit_of_work import UnitOfWork

COLOURS = ("red", "orange", "yellow", "blue")
"""From the gravest to the slightest: 红 重大, 橙 较大, 黄 一般, 蓝 低."""

FOUR_LISTS = ("base", "measures", "responsibility", "emergency")
"""基础 防控 责任 应急 (honghe-2023 二). Ganzhou's three lists 三清单 are the last three (ganzhou-2023 二（一）1)."""


@dataclass(frozen=True)
class RiskFacts:
    """What an enterprise states about a risk. `harm`: what could happen; an empty list is one not filled yet."""

    level: str
    place: str
    harm: str
    base: str = ""
    measures: str = ""
    responsibility: str = ""
    emergency: str = ""
    notice_card: bool = False
    photos: tuple[int, ...] = ()

    @property
    def missing(self) -> tuple[str, ...]:
        """Which of the four lists are not filled."""
        return tuple(name for name in FOUR_LISTS if not getattr(self, name))

    @property
    def controlled(self) -> bool:
        """Whether all four lists are in place."""
        return not self.missing


@dataclass(frozen=True)
class Risk:
    """One risk as it stands in the record."""

    id: int
    enterprise_id: int
    enterprise: str
    facts: RiskFacts
    found_at: datetime
    controlled_at: datetime | None
    revision: int


def enter_risk(unit: UnitOfWork, enterprise_id: int, facts: RiskFacts, *, by: int) -> int:
    """Enter a risk; its id."""
    values = {
        **_values(facts),
        "enterprise_id": enterprise_id,
        "found_at": unit.now,
        "controlled_at": unit.now if facts.controlled else None,
        "entered_by": by,
        "revision": 0,
    }
    return add(unit, risks, values, action="risk.found", by=by)


def update_risk(unit: UnitOfWork, one: Risk, facts: RiskFacts, *, by: int) -> None:
    """State a risk anew; what it was stays in the audit trail. Raises Conflict when it has changed meanwhile.

    The moment at which the last list was filled is kept while all four stay filled, and lost when one is emptied.
    """
    controlled_at = (one.controlled_at or unit.now) if facts.controlled else None
    put = {**_values(facts), "controlled_at": controlled_at, "revision": one.revision + 1}
    expect = {"revision": one.revision, "withdrawn_at": None}
    change(unit, risks, one.id, expect=expect, put=put, action="risk.updated", by=by)


def withdraw_risk(unit: UnitOfWork, one: Risk, *, by: int) -> None:
    """The risk is gone (the plant was pulled down, the material is used no more); it stays in the record."""
    put = {"withdrawn_at": unit.now, "revision": one.revision + 1}
    expect = {"revision": one.revision, "withdrawn_at": None}
    change(unit, risks, one.id, expect=expect, put=put, action="risk.withdrawn", by=by)


def risk(unit: UnitOfWork, risk_id: int, scope: Scope) -> Risk | None:
    """The standing risk of that id, if the scope holds its enterprise."""
    row = unit.execute(_query(scope).where(risks.c.id == risk_id)).one_or_none()
    return _risk(row) if row is not None else None


def standing_risks(unit: UnitOfWork, scope: Scope, *, limit: int = 50, after: int = 0) -> tuple[Risk, ...]:
    """The risks of the scope, the gravest first; `after` skips that many."""
    gravity = case({colour: index for index, colour in enumerate(COLOURS)}, value=risks.c.level)
    return tuple(
        map(_risk, unit.execute(_query(scope).order_by(gravity, risks.c.id).offset(after).limit(limit)))
    )  # fmt: skip


def _query(scope: Scope) -> Select[Any]:
    return (
        select(risks, enterprises.c.name.label("enterprise"))
        .join(enterprises, enterprises.c.id == risks.c.enterprise_id)
        .where(within(scope), risks.c.withdrawn_at.is_(None))
    )


def _values(facts: RiskFacts) -> Mapping[str, Any]:
    return {
        "level": facts.level,
        "place": facts.place,
        "harm": facts.harm,
        **{name: getattr(facts, name) for name in FOUR_LISTS},
        "notice_card": facts.notice_card,
        "photos": list(facts.photos),
    }


def _risk(row: Row[Any]) -> Risk:
    facts = RiskFacts(
        row.level, row.place, row.harm, row.base, row.measures, row.responsibility, row.emergency, row.notice_card,
        tuple(row.photos),
    )  # fmt: skip
    return Risk(row.id, row.enterprise_id, row.enterprise, facts, row.found_at, row.controlled_at, row.revision)
