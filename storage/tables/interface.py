"""Other systems: the tokens they come with, and the answers their writes were given."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, String, Table

from storage.tables.columns import Instant, Json, Key, key, metadata

api_tokens = Table(
    "api_tokens",
    metadata,
    key(),
    Column("name", String(80), nullable=False),  # which system it is for
    Column("hash", String(64), nullable=False, unique=True),  # the token itself is kept nowhere
    Column("writes", Boolean, nullable=False),
    Column("enterprise_id", Key, ForeignKey("enterprises.id")),
    Column("region", String(6)),
    Column("department_id", Key, ForeignKey("departments.id")),
    Column("created_at", Instant, nullable=False),
    Column("expires_at", Instant, nullable=False),
    Column("revoked_at", Instant),
)

api_answers = Table(
    "api_answers",
    metadata,
    Column("token_id", Key, ForeignKey("api_tokens.id"), primary_key=True),
    Column("key", String(64), primary_key=True),  # Idempotency-Key
    Column("asked", String(64), nullable=False),  # hash of what was asked with it
    Column("status", Integer),
    Column("body", Json),
    Column("at", Instant, nullable=False),
    Index("ix_api_answers_at", "at"),
)
