"""Self-inspections: one row per duty's checklist carried out, and its answers."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Float, ForeignKey, Index, Integer, String, Table, Text

from storage.tables.columns import Instant, Json, Key, key, metadata

inspections = Table(
    "inspections",
    metadata,
    key(),
    Column("enterprise_id", Key, ForeignKey("enterprises.id"), nullable=False),
    Column("plan", String(64), nullable=False),
    Column("year", Integer, nullable=False),
    Column("checklist", String(64), nullable=False),  # the duty's id
    Column("form_version", String(12), nullable=False),
    Column("person_id", Key, ForeignKey("persons.id"), nullable=False),
    Column("role", String(20), nullable=False),
    Column("led_by_principal", Boolean, nullable=False),
    Column("started_at", Instant, nullable=False),
    Column("finished_at", Instant, nullable=False),
    Column("asked", Integer, nullable=False),
    Column("negative", Integer, nullable=False),
    # how it was answered, for the signals; empty for those of earlier versions
    Column("pace", Float),  # median seconds between two answers
    Column("uniform", Boolean),  # all choices alike
    Column("answers_hash", String(16)),  # the same answers give the same
    Column("photos", Integer),
    Index("ix_inspections_enterprise_finished", "enterprise_id", "finished_at", "plan", "checklist"),
    Index("ix_inspections_finished", "finished_at"),
)

inspection_answers = Table(
    "inspection_answers",
    metadata,
    Column("inspection_id", Key, ForeignKey("inspections.id"), primary_key=True),
    Column("question", String(64), primary_key=True),
    Column("value", Json),
    Column("not_applicable", Text),  # the reason given
    Column("evidence", Json),  # {"photos": [media ids], "text": …}
    Column("negative", Boolean, nullable=False),
    Column("clause", String(32)),
    Column("hazard_id", Key, ForeignKey("hazards.id")),
    Column("answered_at", Instant, nullable=False),
)
