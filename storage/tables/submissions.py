"""What was handed in, as it was handed in; how far key tasks are; and what officials ordered about a hazard at once.

Rows of these tables are only ever added: the latest one holds, the earlier ones stay.
"""

from __future__ import annotations

from sqlalchemy import Column, Date, ForeignKey, Index, Integer, LargeBinary, String, Table, Text, UniqueConstraint

from storage.tables.columns import Instant, Json, Key, key, metadata

submissions = Table(
    "submissions",
    metadata,
    key(),
    Column("form", String(64), nullable=False),
    Column("plan", String(64), nullable=False),
    Column("region", String(6), nullable=False),
    Column("department_id", Key, ForeignKey("departments.id")),
    Column("body", String(24), nullable=False),  # region, or region/department: whose, for the uniqueness of versions
    Column("due", Date, nullable=False),
    Column("version", Integer, nullable=False),
    Column("figures", Json, nullable=False),  # by cell: metrics, figures, what was shown
    Column("remark", Text, nullable=False, default=""),  # the words given to what looked odd, or why it was corrected
    Column("workbook", LargeBinary, nullable=False),  # the .xlsx as it was
    Column("submitted_by", Key, ForeignKey("persons.id"), nullable=False),
    Column("submitted_at", Instant, nullable=False),
    UniqueConstraint("form", "body", "due", "version"),
    Index("ix_submissions_plan_due", "plan", "due"),
)

key_task_states = Table(
    "key_task_states",
    metadata,
    key(),
    Column("plan", String(64), nullable=False),
    Column("year", Integer, nullable=False),
    Column("task", String(64), nullable=False),
    Column("region", String(6), nullable=False),
    Column("department_id", Key, ForeignKey("departments.id")),
    Column("state", String(12), nullable=False),  # not_started | under_way | done
    Column("note", Text, nullable=False, default=""),
    Column("recorded_by", Key, ForeignKey("persons.id")),
    Column("recorded_at", Instant, nullable=False),
    Index("ix_key_task_states_plan_year", "plan", "year"),
)

dispositions = Table(
    "dispositions",
    metadata,
    key(),
    Column("hazard_id", Key, ForeignKey("hazards.id"), nullable=False, index=True),
    Column("on_site", Text, nullable=False, default=""),  # 现场处置措施
    Column("administrative", Text, nullable=False, default=""),  # 行政处置措施
    Column("recorded_by", Key, ForeignKey("persons.id")),
    Column("recorded_at", Instant, nullable=False),
)
