"""People, what they may do, how they are reached, and how they got in."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, Integer, String, Table, Text, text

from storage.tables.columns import Instant, Key, key, metadata

persons = Table(
    "persons",
    metadata,
    key(),
    Column("name", String(60), nullable=False),
    Column("created_at", Instant, nullable=False),
)

roles = Table(
    "roles",
    metadata,
    key(),
    Column("person_id", Key, ForeignKey("persons.id"), nullable=False, index=True),
    # principal | safety_director | safety_officer | staff | county | department | city | administrator
    Column("role", String(20), nullable=False),
    Column("enterprise_id", Key, ForeignKey("enterprises.id"), index=True),
    Column("region", String(6)),
    Column("department_id", Key, ForeignKey("departments.id")),
    Column("granted_at", Instant, nullable=False),
    Column("revoked_at", Instant),
)

bindings = Table(
    "bindings",
    metadata,
    key(),
    Column("channel", String(20), nullable=False),  # web | terminal | wechat | wecom | telegram
    Column("account", String(64), nullable=False),
    Column("address", String(128), nullable=False),  # openid, chat id, web visitor id
    Column("person_id", Key, ForeignKey("persons.id"), index=True),
    Column("created_at", Instant, nullable=False),
    Column("last_seen_at", Instant),
    Column("revoked_at", Instant),
    Index(
        "uq_bindings_live",
        "channel",
        "account",
        "address",
        unique=True,
        sqlite_where=text("revoked_at IS NULL"),
        postgresql_where=text("revoked_at IS NULL"),
    ),
)

invitations = Table(
    "invitations",
    metadata,
    key(),
    Column("code", String(32), nullable=False, unique=True),
    Column("role", String(20), nullable=False),
    Column("enterprise_id", Key, ForeignKey("enterprises.id")),
    Column("region", String(6)),
    Column("department_id", Key, ForeignKey("departments.id")),
    Column("uses_left", Integer, nullable=False),
    Column("created_by", Key, ForeignKey("persons.id")),
    Column("created_at", Instant, nullable=False),
    Column("expires_at", Instant, nullable=False),
    Column("revoked_at", Instant),
    Column("note", Text, nullable=False, default=""),
)
