"""Regions, departments, enterprises, and which plan is in force where."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Date, ForeignKey, Index, Integer, String, Table, UniqueConstraint

from storage.tables.columns import Instant, Json, Key, key, metadata

regions = Table(
    "regions",
    metadata,
    Column("code", String(6), primary_key=True),  # GB/T 2260
    Column("name", String(60), nullable=False),
    Column("level", String(10), nullable=False),  # city | county
)

departments = Table(
    "departments",
    metadata,
    key(),
    Column("name", String(80), nullable=False),
    Column("region", String(6), nullable=False),
    Column("level", String(10), nullable=False),  # city | county
    Column("sectors", Json, nullable=False),  # sector ids; empty = all
    UniqueConstraint("region", "name"),
)

enterprises = Table(
    "enterprises",
    metadata,
    key(),
    Column("name", String(120), nullable=False),
    Column("uscc", String(18), nullable=False, unique=True),
    Column("region", String(6), nullable=False),
    Column("sector", String(64), nullable=False),
    Column("kinds", Json, nullable=False),
    Column("headcount", Integer),
    Column("address", String(200), nullable=False, default=""),
    Column("department_id", Key, ForeignKey("departments.id")),
    Column("profile", Json, nullable=False),  # hot_work: yes, outsourcing: no, …
    Column("high_risk", Boolean, nullable=False, default=False),
    Column("created_at", Instant, nullable=False),
    Column("closed_at", Instant),
    Index("ix_enterprises_region_sector", "region", "sector"),
    Index("ix_enterprises_standing", "region", "created_at", "closed_at", "high_risk"),
    Index("ix_enterprises_sector_kinds", "sector", "kinds", "region"),  # tables with a row for each sector
)

plans_in_force = Table(
    "plans_in_force",
    metadata,
    key(),
    Column("plan", String(64), nullable=False),
    Column("year", Integer, nullable=False),
    Column("region", String(6), nullable=False),  # four digits: a city; six: a county
    Column("begins", Date, nullable=False),
    Column("ends", Date, nullable=False),
    UniqueConstraint("plan", "year", "region"),
)
