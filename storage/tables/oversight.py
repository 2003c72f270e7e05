"""What officials record: spot checks with findings, and enforcement and organising actions."""

from __future__ import annotations

from sqlalchemy import Column, Date, ForeignKey, Index, Integer, Numeric, String, Table, Text

from storage.tables.columns import Instant, Json, Key, key, metadata

spot_checks = Table(
    "spot_checks",
    metadata,
    key(),
    Column("enterprise_id", Key, ForeignKey("enterprises.id"), nullable=False),
    Column("department_id", Key, ForeignKey("departments.id")),
    Column("level", String(10), nullable=False),  # county | city: whose check it is
    Column("region", String(6), nullable=False),
    Column("person_id", Key, ForeignKey("persons.id")),
    Column("inspectors", Json, nullable=False),  # names as signed
    Column("checked_at", Instant, nullable=False),
    # not_studied not_led no_duty_lists no_safety_body uncertified outsourcing_disorder no_drill
    # training_formality measures_not_done
    Column("findings", Json, nullable=False),
    Column("problems_found", Integer, nullable=False, default=0),
    Column("problems_fixed", Integer, nullable=False, default=0),
    Column("note", Text, nullable=False, default=""),
    Column("photos", Json, nullable=False),
    Column("recorded_at", Instant, nullable=False),
    Column("withdrawn_at", Instant),
    Index("ix_spot_checks_region_checked_at", "region", "checked_at"),
    Index("ix_spot_checks_enterprise_checked_at", "enterprise_id", "checked_at"),
)

actions = Table(
    "actions",
    metadata,
    key(),
    # help_region help_enterprise penalty dual_penalty transfer stop_work exposure case accountability talk
    # study meeting supervision lecture reward tv_column technical_inspectors assessment training certificates …
    Column("kind", String(32), nullable=False),
    Column("level", String(10), nullable=False),  # county | city
    Column("region", String(6), nullable=False),
    Column("department_id", Key, ForeignKey("departments.id")),
    Column("enterprise_id", Key, ForeignKey("enterprises.id")),
    Column("happened_on", Date, nullable=False),
    Column("count", Integer, nullable=False, default=1),
    Column("amount", Numeric(14, 2)),  # yuan
    Column("of_which", Numeric(14, 2)),  # crime of dangerous operation; anonymous reward
    Column("note", Text, nullable=False, default=""),
    Column("person_id", Key, ForeignKey("persons.id")),
    Column("recorded_at", Instant, nullable=False),
    Column("withdrawn_at", Instant),
    Index("ix_actions_region_kind_happened_on", "region", "kind", "happened_on"),
)
