"""What messengers let us send to a person later, the tokens with which we ask them, and photos not yet fetched."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, ForeignKey, Index, Integer, String, Table, Text, UniqueConstraint

from storage.tables.columns import Instant, Key, key, metadata

allowances = Table(
    "allowances",
    metadata,
    Column("binding_id", Key, ForeignKey("bindings.id"), primary_key=True),
    Column("kind", String(8), primary_key=True),  # said | acted: what the person did to grant it
    Column("left", Integer, nullable=False),
    Column("expires_at", Instant, nullable=False),
)

subscriptions = Table(
    "subscriptions",
    metadata,
    Column("binding_id", Key, ForeignKey("bindings.id"), primary_key=True),
    Column("template", String(64), primary_key=True),
    Column("unspent", Integer, nullable=False),  # one tap of the person's, one message of ours
)

access_tokens = Table(
    "access_tokens",
    metadata,
    Column("account", String(96), primary_key=True),  # wechat:<app id> | wecom:<corp id>:<agent id>
    Column("token", Text, nullable=False),
    Column("expires_at", Instant, nullable=False),
)

awaited_photos = Table(
    "awaited_photos",
    metadata,
    key(),
    Column("channel", String(20), nullable=False),
    Column("account", String(64), nullable=False),
    Column("address", String(128), nullable=False),
    Column("message_id", String(128), nullable=False),
    Column("url", Text, nullable=False),
    Column("media", String(512), nullable=False),  # the platform's name for the file
    Column("received_at", Instant, nullable=False),
    Column("due_at", Instant, nullable=False),  # nobody tries before that moment
    Column("tries", Integer, nullable=False, default=0),
    Column("claimed_by", BigInteger),  # the process that tries it until then (storage.lifesign)
    UniqueConstraint("channel", "account", "message_id"),
    Index("ix_awaited_photos_due_at", "due_at"),
)
