"""Links out of the chat that somebody has opened, each with the one browser it works in from then on."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, String, Table

from storage.tables.columns import Instant, Key, metadata

opened_links = Table(
    "opened_links",
    metadata,
    Column("nonce", String(32), primary_key=True),  # what tells one link from another
    Column("role_id", Key, ForeignKey("roles.id"), nullable=False, index=True),
    Column("browser", String(64), nullable=False),  # SHA-256 of the browser's random name
    Column("opened_at", Instant, nullable=False),
    Column("expires_at", Instant, nullable=False, index=True),
)
