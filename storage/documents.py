"""Documents 文书 as they were issued: number, who and when; and the signatures put to them.

What was issued is never changed: a signature is a row of its own with the pages as they then looked, a correction is a
new document with a number of its own.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, exists, false, func, insert, or_, select, true

from storage.changes import note
from storage.scope import Scope, in_region, within
from storage.tables import document_signatures, documents, enterprises, persons
from storage.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class Place:
    """Where a document belongs: who issues it (`body`), and whose it is or to whom it goes."""

    body: str
    region: str
    department_id: int | None = None
    enterprise_id: int | None = None
    hazard_id: int | None = None


@dataclass(frozen=True)
class Issued:
    """One issued document without its pages. `signers` are the roles that confirm it in the chat."""

    id: int
    template: str
    plan: str
    number: str
    title: str
    region: str
    department_id: int | None
    enterprise_id: int | None
    hazard_id: int | None
    stretch: str
    signers: tuple[str, ...]
    paper: Mapping[str, Any]
    sha256: str
    person: str
    issued_at: datetime


@dataclass(frozen=True)
class Signed:
    """One signature: the role, who, when, and what is printed below the line."""

    role: str
    person: str
    signed_at: datetime
    words: str


def next_count(unit: UnitOfWork, template: str, place: Place, year: int) -> int:
    """The running number the next document of that sort by that body in that year has, from 1."""
    same = (documents.c.template == template, documents.c.body == place.body, documents.c.year == year)
    return int(unit.execute(select(func.coalesce(func.max(documents.c.count), 0)).where(*same)).scalar_one()) + 1


def issue(
    unit: UnitOfWork, place: Place, *, template: str, plan: str, year: int, count: int, number: str, title: str,
    stretch: str, below: bool, signers: tuple[str, ...], paper: Mapping[str, Any], pdf: bytes, by: int,
) -> int:  # fmt: skip
    """Freeze a document; its id. Raises Conflict when the running number was taken in this instant.

    Whether the person may issue it is checked by the caller.
    """
    values = {
        "template": template, "plan": plan, "year": year, "body": place.body, "count": count, "number": number,
        "title": title, "region": place.region, "department_id": place.department_id,
        "enterprise_id": place.enterprise_id, "hazard_id": place.hazard_id, "stretch": stretch, "below": below,
        "signers": list(signers), "sha256": hashlib.sha256(pdf).hexdigest(), "issued_by": by, "issued_at": unit.now,
    }  # fmt: skip
    statement = insert(documents).values(paper=dict(paper), pdf=pdf, **values)
    row = int(unit.execute(statement.returning(documents.c.id)).scalar_one())
    note(unit, "document.issued", "documents", row, by=by, after={**values, "bytes": len(pdf)})
    return row


def sign(unit: UnitOfWork, one: Issued, *, role: str, by: int, words: str, pdf: bytes) -> None:
    """Put a signature to a document, with its pages as they look now. Raises Conflict for a line that has one."""
    values = {"document_id": one.id, "role": role, "person_id": by, "signed_at": unit.now, "words": words}
    unit.execute(insert(document_signatures).values(**values, pdf=pdf))
    digest = hashlib.sha256(pdf).hexdigest()
    note(unit, "document.signed", "documents", one.id, by=by, after={**values, "sha256": digest})


def document(unit: UnitOfWork, document_id: int, scope: Scope) -> Issued | None:
    """The document of that id, if the scope holds it."""
    row = unit.execute(_query(scope).where(documents.c.id == document_id)).one_or_none()
    return _issued(row) if row is not None else None


def issued(unit: UnitOfWork, scope: Scope, *, limit: int = 20, before: int | None = None) -> tuple[Issued, ...]:
    """The documents of the scope, the latest first; `before` goes on behind the one of that id."""
    query = _query(scope).order_by(documents.c.id.desc()).limit(limit)
    if before is not None:
        query = query.where(documents.c.id < before)
    return tuple(map(_issued, unit.execute(query)))


def waiting(unit: UnitOfWork, scope: Scope, role: str, *, limit: int = 9) -> tuple[Issued, ...]:
    """The enterprise's documents that still lack that role's signature, the oldest first."""
    if scope.enterprise_id is None:
        return ()
    there = exists().where(document_signatures.c.document_id == documents.c.id, document_signatures.c.role == role)
    rows = unit.execute(_query(scope).where(~there).order_by(documents.c.id))
    found = [one for one in map(_issued, rows) if role in one.signers]
    return tuple(found[:limit])


def signatures(unit: UnitOfWork, one: Issued) -> tuple[Signed, ...]:
    """Who has signed a document, in order."""
    query = (
        select(document_signatures, persons.c.name)
        .join(persons, persons.c.id == document_signatures.c.person_id)
        .where(document_signatures.c.document_id == one.id)
        .order_by(document_signatures.c.id)
    )
    return tuple(Signed(row.role, row.name, row.signed_at, row.words) for row in unit.execute(query))


def pdf_of(unit: UnitOfWork, document_id: int, scope: Scope) -> bytes | None:
    """A document's pages as last signed, for somebody whose scope holds it; None for everybody else."""
    if document(unit, document_id, scope) is None:
        return None
    last = (
        select(document_signatures.c.pdf)
        .where(document_signatures.c.document_id == document_id)
        .order_by(document_signatures.c.id.desc())
        .limit(1)
    )
    found = unit.execute(last).scalar_one_or_none()
    if found is None:
        found = unit.execute(select(documents.c.pdf).where(documents.c.id == document_id)).scalar_one()
    return bytes(found)


def _within(scope: Scope) -> ColumnElement[bool]:
    """An enterprise's papers for whoever sees the enterprise; a body's for itself, for those above, and where they are
    addressed so for everybody below."""
    of_site = and_(documents.c.enterprise_id.is_not(None), within(scope))
    if scope.everything:
        return true()
    if scope.enterprise_id is not None:
        return of_site
    if scope.region is None:
        return false()
    own = documents.c.enterprise_id.is_(None)
    above = [f"{scope.region[:length]:0<6}" for length in (2, 4, 6) if length <= len(scope.region)]
    addressed = and_(own, documents.c.below, documents.c.region.in_(above))
    if scope.department_id is not None:
        return or_(of_site, and_(own, documents.c.department_id == scope.department_id), addressed)
    return or_(of_site, and_(own, in_region(documents.c.region, scope.region)), addressed)


def _query(scope: Scope) -> Select[Any]:
    columns = [column for column in documents.c if column.name != "pdf"]
    return (
        select(*columns, persons.c.name.label("person"))
        .join(persons, persons.c.id == documents.c.issued_by)
        .outerjoin(enterprises, enterprises.c.id == documents.c.enterprise_id)
        .where(_within(scope))
    )


def _issued(row: Row[Any]) -> Issued:
    return Issued(
        row.id, row.template, row.plan, row.number, row.title, row.region, row.department_id, row.enterprise_id,
        row.hazard_id, row.stretch, tuple(row.signers), row.paper, row.sha256, row.person, row.issued_at,
    )  # fmt: skip
