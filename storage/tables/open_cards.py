"""Cards in a chat whose buttons may still be changed."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, String, Table

from storage.tables.columns import Instant, Key, metadata

open_cards = Table(
    "open_cards",
    metadata,
    Column("task", String(128), primary_key=True),  # the card's name at the platform
    Column("binding_id", Key, ForeignKey("bindings.id"), nullable=False, index=True),
    Column("response_code", String(512), nullable=False),  # with which it is changed, once
    Column("expires_at", Instant, nullable=False, index=True),
)
