"""Documents that were issued, as they were issued, and who signed them. Rows are only ever added."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, LargeBinary, String, Table, Text, UniqueConstraint

from storage.tables.columns import Instant, Json, Key, key, metadata

documents = Table(
    "documents",
    metadata,
    key(),
    Column("template", String(64), nullable=False),
    Column("plan", String(64), nullable=False),
    Column("year", Integer, nullable=False),
    Column("body", String(40), nullable=False),  # who issued: e12 an enterprise, 360702 a region, 360702/3 a department
    Column("count", Integer, nullable=False),  # running number within template, body and year
    Column("number", String(120), nullable=False),
    Column("title", String(200), nullable=False),
    Column("region", String(6), nullable=False),
    Column("department_id", Key, ForeignKey("departments.id")),
    Column("enterprise_id", Key, ForeignKey("enterprises.id")),  # whose it is, or to whom it was handed
    Column("hazard_id", Key, ForeignKey("hazards.id")),
    Column("stretch", String(64), nullable=False, default=""),
    Column("below", Boolean, nullable=False, default=False),  # addressed to the regions below
    Column("signers", Json, nullable=False),  # roles that confirm it in the chat
    Column("paper", Json, nullable=False),  # reports.documents.paper
    Column("pdf", LargeBinary, nullable=False),
    Column("sha256", String(64), nullable=False),  # of the PDF
    Column("issued_by", Key, ForeignKey("persons.id"), nullable=False),
    Column("issued_at", Instant, nullable=False),
    UniqueConstraint("template", "body", "year", "count"),
    Index("ix_documents_enterprise_id", "enterprise_id", "id"),
    Index("ix_documents_region", "region", "id"),
)

document_signatures = Table(
    "document_signatures",
    metadata,
    key(),
    Column("document_id", Key, ForeignKey("documents.id"), nullable=False),
    Column("role", String(20), nullable=False),
    Column("person_id", Key, ForeignKey("persons.id"), nullable=False),
    Column("signed_at", Instant, nullable=False),
    Column("words", Text, nullable=False),  # as printed below the line
    Column("pdf", LargeBinary, nullable=False),  # the same paper with this and the earlier signatures
    UniqueConstraint("document_id", "role"),
)
