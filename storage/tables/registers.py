"""What enterprises keep with a date on it: certificates, agreements, permits, drills, training."""

from __future__ import annotations

from sqlalchemy import Column, Date, ForeignKey, Index, String, Table

from storage.tables.columns import Instant, Json, Key, key, metadata

register_entries = Table(
    "register_entries",
    metadata,
    key(),
    Column("enterprise_id", Key, ForeignKey("enterprises.id"), nullable=False),
    Column("register", String(16), nullable=False),  # certificate | agreement | permit | drill | training
    Column("title", String(120), nullable=False),  # kind of work, contractor, place of hot work, drill's name
    Column("holder", String(60), nullable=False, default=""),
    Column("number", String(40), nullable=False, default=""),  # its last four signs: it may hold an identity number
    Column("number_sealed", String(160)),
    Column("number_hash", String(64)),  # keyed, to find the same number again
    Column("happened_on", Date),
    Column("valid_until", Date),
    Column("details", Json, nullable=False),
    Column("photos", Json, nullable=False),
    Column("entered_by", Key, ForeignKey("persons.id")),
    Column("entered_at", Instant, nullable=False),
    Column("withdrawn_at", Instant),
    Index("ix_register_entries_enterprise_register", "enterprise_id", "register"),
    Index("ix_register_entries_valid_until", "valid_until"),
)
