"""Form versions that were put to people, and the sessions that answer them."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, Integer, String, Table, text

from storage.tables.columns import Instant, Json, Key, key, metadata

form_versions = Table(
    "form_versions",
    metadata,
    Column("form", String(128), primary_key=True),
    Column("version", String(12), primary_key=True),
    Column("body", Json, nullable=False),
    Column("first_used_at", Instant, nullable=False),
)

sessions = Table(
    "sessions",
    metadata,
    key(),
    # who answers: a person on any channel, or a binding nobody is behind yet
    Column("person_id", Key, ForeignKey("persons.id")),
    Column("binding_id", Key, ForeignKey("bindings.id")),
    Column("role_id", Key),  # in which of the person's roles; no foreign key, so that SQLite adds it in place
    Column("conversation", String(64), nullable=False),
    Column("subject", String(128), nullable=False, default=""),  # what it is about: plan/duty, hazard id, …
    Column("form", String(128), nullable=False),
    Column("version", String(12), nullable=False),
    Column("state", Json, nullable=False),
    Column("status", String(12), nullable=False),  # active | paused | finished | cancelled
    Column("revision", Integer, nullable=False, default=0),
    Column("started_at", Instant, nullable=False),
    Column("updated_at", Instant, nullable=False),
    Index("ix_sessions_person_status", "person_id", "status"),
    Index("ix_sessions_binding_status", "binding_id", "status"),
    Index(
        "uq_sessions_active_person",
        "person_id",
        unique=True,
        sqlite_where=text("status = 'active' AND person_id IS NOT NULL"),
        postgresql_where=text("status = 'active' AND person_id IS NOT NULL"),
    ),
    Index(
        "uq_sessions_active_binding",
        "binding_id",
        unique=True,
        sqlite_where=text("status = 'active' AND person_id IS NULL"),
        postgresql_where=text("status = 'active' AND person_id IS NULL"),
    ),
)
