"""Bulletins 警示通报 that officials send to enterprises, and which of them have read one."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, String, Table, Text

from storage.tables.columns import Instant, Json, Key, key, metadata

bulletins = Table(
    "bulletins",
    metadata,
    key(),
    Column("kind", String(32), nullable=False),  # content/bulletins.yaml
    Column("title", String(120), nullable=False),
    Column("body", Text, nullable=False),
    Column("photos", Json, nullable=False),
    Column("items", Json, nullable=False),  # ids of the questions of its short checklist
    # to whom: enterprises of that region, of these sectors (none = all), and high-risk ones only where it says so
    Column("region", String(6), nullable=False),  # prefix of GB/T 2260 codes
    Column("sectors", Json, nullable=False),
    Column("high_risk", Json),  # {"sectors": […], "kinds": […]} beside those marked so; empty = all
    # in whose name
    Column("office_region", String(6), nullable=False),
    Column("department_id", Key, ForeignKey("departments.id")),
    Column("sent_by", Key, ForeignKey("persons.id"), nullable=False),
    Column("sent_at", Instant, nullable=False),
    # how far the sending has come: the last enterprise queued; a second time for those who have not read
    Column("reached", Key, nullable=False, default=0),
    Column("sending", Boolean, nullable=False, default=True),
    Column("round", Integer, nullable=False, default=1),
    Column("reminded_at", Instant),
    Index("ix_bulletins_sending", "sending"),
    Index("ix_bulletins_office", "office_region", "department_id"),
)

bulletin_receipts = Table(
    "bulletin_receipts",
    metadata,
    Column("bulletin_id", Key, ForeignKey("bulletins.id"), primary_key=True),
    Column("enterprise_id", Key, ForeignKey("enterprises.id"), primary_key=True),
    Column("queued_at", Instant, nullable=False),
    Column("people", Integer, nullable=False),  # how many there it was queued for
    Column("read_at", Instant),  # by anybody there
    Column("read_by", Key, ForeignKey("persons.id")),
    Column("principal_read_at", Instant),  # by a principal: what the duty to learn asks for
    Column("checked_at", Instant),  # the short checklist was answered
    Column("negative", Integer),  # so many of its answers were bad
    Index("ix_bulletin_receipts_enterprise_id", "enterprise_id"),
)
