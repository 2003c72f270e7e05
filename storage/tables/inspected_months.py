"""What an enterprise finished of a plan in one month of Beijing: the inspections of that month in one row."""

from __future__ import annotations

from sqlalchemy import Column, Date, ForeignKey, String, Table, Text

from storage.tables.columns import Instant, Key, metadata

inspected_months = Table(
    "inspected_months",
    metadata,
    Column("enterprise_id", Key, ForeignKey("enterprises.id"), primary_key=True),
    Column("plan", String(64), primary_key=True),
    Column("month", Date, primary_key=True),  # its first day
    Column("checklists", Text, nullable=False),  # distinct ids with commas between, in any order
    Column("last_at", Instant, nullable=False),  # when the last of them was finished
)
