"""What enterprises keep beside the ledger: risks with their lists, and prominent problems 突出问题."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, String, Table, Text

from storage.tables.columns import Instant, Json, Key, key, metadata

risks = Table(
    "risks",
    metadata,
    key(),
    Column("enterprise_id", Key, ForeignKey("enterprises.id"), nullable=False),
    Column("level", String(8), nullable=False),  # red | orange | yellow | blue
    Column("place", String(200), nullable=False),
    Column("harm", Text, nullable=False),  # what could happen
    # the four lists 基础 防控 责任 应急; empty = not filled
    Column("base", Text, nullable=False, default=""),
    Column("measures", Text, nullable=False, default=""),
    Column("responsibility", Text, nullable=False, default=""),
    Column("emergency", Text, nullable=False, default=""),
    Column("notice_card", Boolean, nullable=False, default=False),  # 告知牌
    Column("photos", Json, nullable=False),
    Column("found_at", Instant, nullable=False),
    Column("controlled_at", Instant),  # when the last of the four lists was filled; empty while one is missing
    Column("entered_by", Key, ForeignKey("persons.id")),
    Column("withdrawn_at", Instant),  # the risk is gone
    Column("revision", Integer, nullable=False, default=0),
    Index("ix_risks_enterprise_id", "enterprise_id", "level", "found_at", "controlled_at", "withdrawn_at"),
    Index("ix_risks_found_at", "found_at"),
)

prominent_problems = Table(
    "prominent_problems",
    metadata,
    key(),
    Column("enterprise_id", Key, ForeignKey("enterprises.id"), nullable=False),
    Column("words", Text, nullable=False),
    Column("root_measures", Text, nullable=False, default=""),  # 治本措施; empty = none yet
    Column("found_at", Instant, nullable=False),
    Column("rooted_at", Instant),  # when root measures were first written down
    Column("fixed_at", Instant),
    Column("entered_by", Key, ForeignKey("persons.id")),
    Column("withdrawn_at", Instant),
    Column("revision", Integer, nullable=False, default=0),
    Index(
        "ix_prominent_problems_enterprise_id", "enterprise_id", "found_at", "rooted_at", "fixed_at", "withdrawn_at"
    ),  # fmt: skip
    Index("ix_prominent_problems_found_at", "found_at"),
)
