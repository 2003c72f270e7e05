"""Enterprises as the clock needs them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import NamedTuple

from sqlalchemy import func, select

from storage.lots import among, listed
from storage.scope import Scope, within
from storage.tables import enterprises, roles
from storage.unit_of_work import UnitOfWork


class Site(NamedTuple):
    """An open enterprise: what decides which plan binds it and which duties it has."""

    id: int
    name: str
    region: str
    sector: str
    kinds: tuple[str, ...]
    profile: Mapping[str, str]
    high_risk: bool


_SAID = tuple(enterprises.c[name] for name in ("id", "name", "region", "sector", "kinds", "profile", "high_risk"))


def sites(unit: UnitOfWork, scope: Scope, enterprise_ids: Collection[int]) -> dict[int, Site]:
    """Those of these enterprises that the scope holds and that have not closed, by id."""
    query = select(*_SAID).where(
        within(scope), among(unit, enterprises.c.id, enterprise_ids), enterprises.c.closed_at.is_(None)
    )
    return {
        number: Site(number, name, region, sector, tuple(kinds), profile, high_risk)
        for number, name, region, sector, kinds, profile, high_risk in listed(unit, query)
    }


def without_anybody(unit: UnitOfWork, scope: Scope, role_names: Collection[str]) -> int:
    """How many open enterprises of the scope have nobody in any of those roles."""
    somebody = select(roles.c.id).where(
        roles.c.enterprise_id == enterprises.c.id, roles.c.role.in_(role_names), roles.c.revoked_at.is_(None)
    )
    query = (
        select(func.count())
        .select_from(enterprises)
        .where(within(scope), enterprises.c.closed_at.is_(None), ~somebody.exists())
    )
    return int(unit.execute(query).scalar_one())
