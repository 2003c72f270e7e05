"""Photos whose text is being read behind a conversation."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, Integer, String, Table

from storage.tables.columns import Instant, Json, Key, key, metadata

photo_readings = Table(
    "photo_readings",
    metadata,
    key(),
    Column("media_id", Key, ForeignKey("media.id"), nullable=False, unique=True),
    Column("binding_id", Key, ForeignKey("bindings.id"), nullable=False),
    Column("state", String(8), nullable=False),  # waiting | done | failed
    Column("found", Json),  # the fields; goes as soon as the conversation has taken them over
    Column("asked_at", Instant, nullable=False),
    Column("due_at", Instant, nullable=False),  # nobody tries before that moment
    Column("tries", Integer, nullable=False, default=0),
    Index("ix_photo_readings_state_due_at", "state", "due_at"),
)
