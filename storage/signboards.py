"""Signboards 责任公示牌: who answers for an enterprise's safety, inside and in the area.

Source: ganzhou-2023 二（二）3, annex 1.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, func, insert, or_, select, update

from storage.changes import change, note
from storage.keys import is_sealed
from storage.scope import Scope, within
from storage.tables import departments, enterprises, persons, roles, signboards
from storage.unit_of_work import UnitOfWork

PHONE = "phone"
PHONES = ("principal_phone", "leader_phone", "officer_phone")


@dataclass(frozen=True)
class Signboard:
    """What one board says; empty where nobody entered it. `unit` is 责任单位, the supervising department unless another
    was entered; `leader` 挂点领导, `officer` 责任干部."""

    enterprise_id: int
    enterprise: str
    unit: str
    principal: str
    principal_phone: str
    leader: str
    leader_phone: str
    officer: str
    officer_phone: str


def count_signboards(unit: UnitOfWork, scope: Scope, sites: Sequence[int] | None = None) -> int:
    """How many boards `signboards_of` gives."""
    return int(unit.execute(select(func.count()).select_from(enterprises).where(*_wanted(scope, sites))).scalar_one())


def signboards_of(unit: UnitOfWork, scope: Scope, sites: Sequence[int] | None = None) -> Iterator[Signboard]:
    """The boards of the enterprises of the scope that are not closed, of all or of those ids, by region and id."""
    principal = (
        select(persons.c.name)
        .join(roles, roles.c.person_id == persons.c.id)
        .where(roles.c.enterprise_id == enterprises.c.id, roles.c.role == "principal", roles.c.revoked_at.is_(None))
        .order_by(roles.c.id)
        .limit(1)
        .scalar_subquery()
    )
    query = (
        select(
            enterprises.c.id, enterprises.c.name, departments.c.name.label("department"),
            principal.label("principal"), signboards.c.unit, signboards.c.principal_phone, signboards.c.leader,
            signboards.c.leader_phone, signboards.c.officer, signboards.c.officer_phone,
        )
        .select_from(enterprises)
        .outerjoin(signboards, signboards.c.id == enterprises.c.id)
        .outerjoin(departments, departments.c.id == enterprises.c.department_id)
        .where(*_wanted(scope, sites))
        .order_by(enterprises.c.region, enterprises.c.id)
        .execution_options(yield_per=500)
    )  # fmt: skip
    with unit.execute(query) as rows:
        for row in rows:
            opened = (unit.keys.open_word(PHONE, row._mapping[name] or "") for name in PHONES)
            principal_phone, leader_phone, officer_phone = opened
            yield Signboard(
                row.id, row.name, row.unit or row.department or "", row.principal or "", principal_phone,
                row.leader or "", leader_phone, row.officer or "", officer_phone,
            )  # fmt: skip


def put_signboard(unit: UnitOfWork, enterprise_id: int, values: Mapping[str, str], *, by: int | None) -> None:
    """Enter or change what a board says: any of unit, principal_phone, leader, leader_phone, officer, officer_phone.

    Whether the enterprise is within the official's scope is checked by the caller.
    """
    values = {
        name: unit.keys.seal_word(PHONE, value) if name in PHONES else value for name, value in values.items()
    }  # fmt: skip
    query = select(signboards.c.revision).where(signboards.c.id == enterprise_id)
    revision = unit.execute(query).scalar_one_or_none()
    put: dict[str, Any] = {**values, "updated_at": unit.now}
    if revision is None:
        unit.execute(insert(signboards).values(id=enterprise_id, **put))
        note(unit, "signboard.entered", "signboards", enterprise_id, by=by, after=dict(values))
        return
    change(
        unit, signboards, enterprise_id, expect={"revision": revision}, put={**put, "revision": revision + 1},
        action="signboard.changed", by=by,
    )  # fmt: skip


def seal_plain(unit: UnitOfWork, limit: int = 500) -> int:
    """Seal phones written down before phones were sealed; how many boards of at most `limit`."""
    columns = [signboards.c[name] for name in PHONES]
    plain = or_(*(and_(column != "", column.not_like("s1:%")) for column in columns))
    rows = unit.execute(select(signboards.c.id, *columns).where(plain).limit(limit)).mappings().all()
    for row in rows:
        kept = {name: row[name] if is_sealed(row[name]) else unit.keys.seal_word(PHONE, row[name]) for name in PHONES}
        unit.execute(update(signboards).where(signboards.c.id == row["id"]).values(**kept))
    return len(rows)


def _wanted(scope: Scope, sites: Sequence[int] | None) -> tuple[ColumnElement[bool], ...]:
    """In blocks of ids, since SQLite takes only so many in one list (https://www.sqlite.org/limits.html, 9)."""
    conditions: list[ColumnElement[bool]] = [within(scope), enterprises.c.closed_at.is_(None)]
    if sites is not None:
        blocks = [sites[start : start + 500] for start in range(0, len(sites), 500)]
        conditions.append(or_(enterprises.c.id.in_(()), *(enterprises.c.id.in_(block) for block in blocks)))
    return tuple(conditions)
