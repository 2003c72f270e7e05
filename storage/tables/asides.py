"""What must not be readable in the record: sealed sheets, told apart by keyed hashes."""

from __future__ import annotations

from sqlalchemy import Column, Index, String, Table, Text

from storage.tables.columns import Instant, metadata

# No row numbers: on SQLite they would tell in which order the rows were written.
asides = Table(
    "asides",
    metadata,
    Column("key", String(64), primary_key=True),  # a keyed hash, or a random number
    Column("kind", String(8), nullable=False),  # sheet | message | letter | report | photo | secret
    Column("sealed", Text, nullable=False),
    Column("until", Instant, nullable=False),  # when it goes, or goes on; never nearer than to a quarter of an hour
    Index("ix_asides_kind_until", "kind", "until"),
    sqlite_with_rowid=False,
)
