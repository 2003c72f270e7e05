"""Permits for dangerous work 危险作业票, what happened to each, and its photos."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, Integer, String, Table, Text

from storage.tables.columns import Instant, Json, Key, key, metadata

permits = Table(
    "permits",
    metadata,
    key(),
    Column("number", String(20), index=True),
    Column("code", String(24), nullable=False, unique=True),  # what the picture at the site holds; cannot be guessed
    Column("enterprise_id", Key, ForeignKey("enterprises.id"), nullable=False),
    Column("kind", String(64), nullable=False),  # content/dangerous-work.yaml
    Column("grade", String(64), nullable=False, default=""),  # the one it counts as
    Column("place", String(200), nullable=False),
    Column("work", Text, nullable=False),
    Column("begins_at", Instant, nullable=False),
    Column("ends_at", Instant, nullable=False),  # valid in [begins_at, ends_at)
    Column("workers", Json, nullable=False),  # [{"name": …, "entry": id of the certificate in the register, or null}]
    Column("guardian", String(60), nullable=False),
    Column("measures", Json, nullable=False),  # the sentences that were confirmed
    Column("renews", Key, ForeignKey("permits.id")),  # the permit that ran out before the work was done
    Column("status", String(10), nullable=False),  # applied approved refused begun done closed cancelled
    Column("applied_by", Key, ForeignKey("persons.id"), nullable=False),
    Column("applied_at", Instant, nullable=False),
    Column("approved_by", Key, ForeignKey("persons.id")),
    Column("approved_at", Instant),
    Column("reported_at", Instant),  # to the authority, where the plan says so
    Column("begun_at", Instant),
    Column("done_at", Instant),
    Column("closed_at", Instant),
    Column("revision", Integer, nullable=False, default=0),
    Index("ix_permits_enterprise_begins_at", "enterprise_id", "begins_at"),
    Index("ix_permits_status_ends_at", "status", "ends_at"),
)

permit_events = Table(
    "permit_events",
    metadata,
    key(),
    Column("permit_id", Key, ForeignKey("permits.id"), nullable=False, index=True),
    Column("at", Instant, nullable=False),
    Column("person_id", Key, ForeignKey("persons.id")),
    Column("kind", String(10), nullable=False),  # applied approved refused reported begun done closed cancelled
    Column("role", String(20)),
    Column("note", Text, nullable=False, default=""),
    Column("data", Json),  # what the air test gave
)

permit_photos = Table(
    "permit_photos",
    metadata,
    Column("permit_id", Key, ForeignKey("permits.id"), primary_key=True),
    Column("media_id", Key, ForeignKey("media.id"), primary_key=True),
    Column("stage", String(8), primary_key=True),  # before | after | checked
    Index("ix_permit_photos_media_id", "media_id"),
)
