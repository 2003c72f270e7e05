"""A bulletin as it was written: its words, to whom, and in whose name."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Text, and_, cast, func, or_, select

from checklists.errors import UserMistake
from storage.changes import add, change
from storage.oversight.office import Office
from storage.people import OF_ENTERPRISE
from storage.scope import Scope, within
from storage.tables import bulletins, departments, enterprises, regions, roles
from storage.unit_of_work import UnitOfWork

READERS = tuple(role for role in OF_ENTERPRISE if role != "staff")
"""Whose phones a bulletin reaches: those who answer for safety."""


@dataclass(frozen=True)
class Audience:
    """Which enterprises. `region`: prefix of GB/T 2260 codes; no sectors: all of them; `risky_sectors` and
    `risky_kinds` with `high_risk`: those a plan counts as high-risk, beside the enterprises marked so."""

    region: str
    sectors: tuple[str, ...] = ()
    high_risk: bool = False
    risky_sectors: tuple[str, ...] = ()
    risky_kinds: tuple[str, ...] = ()

    def condition(self) -> ColumnElement[bool]:
        """The condition on `enterprises`; closed ones are never written to."""
        conditions = [within(Scope(region=self.region, sectors=self.sectors)), enterprises.c.closed_at.is_(None)]
        if self.high_risk:
            kinds = cast(enterprises.c.kinds, Text)  # both engines print a name in double quotes
            conditions.append(
                or_(
                    enterprises.c.high_risk.is_(True),
                    enterprises.c.sector.in_(self.risky_sectors),
                    *(kinds.contains(f'"{kind}"', autoescape=True) for kind in self.risky_kinds),
                )
            )
        return and_(*conditions)


@dataclass(frozen=True)
class Draft:
    """What is to be sent. `items`: questions of its short checklist."""

    kind: str
    title: str
    body: str
    photos: tuple[int, ...]
    items: tuple[str, ...]
    audience: Audience


@dataclass(frozen=True)
class Bulletin:
    """One that was written. `round` counts how often it was sent: 2 is the first reminder to who has not read."""

    id: int
    draft: Draft
    office_region: str
    department_id: int | None
    sent_at: datetime
    sending: bool
    reached: int
    round: int
    reminded_at: datetime | None


def counted(unit: UnitOfWork, scope: Scope, audience: Audience) -> tuple[int, int]:
    """How many enterprises within the scope it is for, and how many people there it reaches."""
    query = (
        select(
            func.count(enterprises.c.id.distinct()).label("sites"),
            func.count(roles.c.person_id.distinct()).label("people"),
        )
        .select_from(enterprises.outerjoin(roles, and_(roles.c.enterprise_id == enterprises.c.id, readers())))
        .where(within(scope), audience.condition())
    )
    row = unit.execute(query).one()
    return int(row.sites), int(row.people)


def write(unit: UnitOfWork, scope: Scope, draft: Draft, office: Office, *, by: int) -> Bulletin:
    """Enter a bulletin; it is sent in portions from now on. Raises UserMistake where it reaches beyond the scope."""
    inside = scope.narrowed(draft.audience.region)
    if inside.region is None or not set(draft.audience.sectors) <= set(scope.sectors or draft.audience.sectors):
        raise UserMistake("This is outside your area; choose a part of it.", key="bulletin.outside")
    audience = draft.audience
    sectors = audience.sectors or scope.sectors
    risk = {"sectors": list(audience.risky_sectors), "kinds": list(audience.risky_kinds)}
    values = {
        "kind": draft.kind, "title": draft.title, "body": draft.body, "photos": list(draft.photos),
        "items": list(draft.items), "region": audience.region, "sectors": list(sectors),
        "high_risk": risk if audience.high_risk else None, "office_region": office.region,
        "department_id": office.department_id, "sent_by": by, "sent_at": unit.now, "reached": 0, "sending": True,
        "round": 1,
    }  # fmt: skip
    number = add(unit, bulletins, values, action="bulletin.written", by=by)
    return read(unit.execute(select(bulletins).where(bulletins.c.id == number)).one())


def call_again(unit: UnitOfWork, one: Bulletin, *, by: int) -> None:
    """Send it once more to who has not read it; raises Conflict while the round before is still going out."""
    put = {"sending": True, "reached": 0, "round": one.round + 1, "reminded_at": unit.now}
    change(
        unit, bulletins, one.id, expect={"sending": False, "round": one.round}, put=put, action="bulletin.again", by=by
    )


def bulletin(unit: UnitOfWork, bulletin_id: int, office: Office) -> Bulletin | None:
    """The bulletin of that id, if this office sent it."""
    row = unit.execute(select(bulletins).where(bulletins.c.id == bulletin_id, of(office))).one_or_none()
    return read(row) if row is not None else None


def office_name(unit: UnitOfWork, one: Bulletin) -> str:
    """In whose name it was sent."""
    if one.department_id is not None:
        query = select(departments.c.name).where(departments.c.id == one.department_id)
        return str(unit.execute(query).scalar_one())
    name = unit.execute(select(regions.c.name).where(regions.c.code == one.office_region)).scalar_one_or_none()
    return str(name or one.office_region)


def of(office: Office) -> ColumnElement[bool]:
    """The condition on `bulletins`: this office's own."""
    return and_(
        bulletins.c.office_region == office.region, bulletins.c.department_id.is_not_distinct_from(office.department_id)
    )


def readers() -> ColumnElement[bool]:
    """The condition on `roles`: those a bulletin reaches."""
    return and_(roles.c.role.in_(READERS), roles.c.revoked_at.is_(None))


def read(row: Row[Any]) -> Bulletin:
    """A row of `bulletins`."""
    risk = row.high_risk or {}
    audience = Audience(
        row.region, tuple(row.sectors), row.high_risk is not None, tuple(risk.get("sectors", ())),
        tuple(risk.get("kinds", ())),
    )  # fmt: skip
    draft = Draft(row.kind, row.title, row.body, tuple(row.photos), tuple(row.items), audience)
    return Bulletin(
        row.id, draft, row.office_region, row.department_id, row.sent_at, row.sending, row.reached, row.round,
        row.reminded_at,
    )  # fmt: skip
