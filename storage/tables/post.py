"""Messages in, messages out, what fell due, photos, and the audit trail."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, ForeignKey, Index, Integer, String, Table, Text, UniqueConstraint, text

from storage.tables.columns import Instant, Json, Key, key, metadata

inbox = Table(
    "inbox",
    metadata,
    key(),
    Column("channel", String(20), nullable=False),
    Column("account", String(64), nullable=False),
    Column("message_id", String(128), nullable=False),
    Column("binding_id", Key, ForeignKey("bindings.id"), nullable=False),
    Column("kind", String(12), nullable=False),
    Column("body", Json, nullable=False),  # what the person's own history shows
    Column("received_at", Instant, nullable=False),
    UniqueConstraint("channel", "account", "message_id"),
    Index("ix_inbox_binding_id", "binding_id", "id"),
)

_HELD = "status = 'held'"

outbox = Table(
    "outbox",
    metadata,
    key(),
    Column("binding_id", Key, ForeignKey("bindings.id")),  # where it goes; empty until one is chosen
    Column("person_id", Key, ForeignKey("persons.id")),
    Column("reply_to", Key, ForeignKey("inbox.id"), index=True),
    Column("kind", String(12), nullable=False),  # reply | notice | reminder | digest
    Column("body", Json, nullable=False),  # dialogs.messages.Outbound as JSON
    Column("status", String(10), nullable=False),  # waiting | sending | sent | held | failed | dropped
    Column("created_at", Instant, nullable=False),
    Column("due_at", Instant, nullable=False),
    Column("sent_at", Instant),
    Column("attempts", Integer, nullable=False, default=0),
    Column("error", Text),
    Column("dedupe", String(128), unique=True),
    Column("claimed_by", BigInteger),  # the process that claimed it last (storage.lifesign)
    Index("ix_outbox_status_kind_due_at", "status", "kind", "due_at"),
    Index("ix_outbox_person_id", "person_id", "id"),
    Index("ix_outbox_binding_id", "binding_id", "id"),
    *(
        Index(f"ix_outbox_held_{name}", name, sqlite_where=text(_HELD), postgresql_where=text(_HELD))
        for name in ("binding_id", "person_id")
    ),
)

due_runs = Table(
    "due_runs",
    metadata,
    Column("key", String(160), primary_key=True),  # what, for whom, which day
    Column("due_at", Instant, nullable=False),
    Column("ran_at", Instant, nullable=False),
    Column("outcome", String(10), nullable=False),  # queued | skipped
    Column("reason", String(200), nullable=False, default=""),
)

media = Table(
    "media",
    metadata,
    key(),
    Column("sha256", String(64), nullable=False, index=True),  # of the bytes as received
    Column("path", String(120), nullable=False, unique=True),  # below the media folder
    Column("thumbnail", String(120), nullable=False),
    Column("width", Integer, nullable=False),
    Column("height", Integer, nullable=False),
    Column("size", Integer, nullable=False),
    Column("owner_binding", Key, ForeignKey("bindings.id")),
    Column("created_at", Instant, nullable=False),
)

audit = Table(
    "audit",
    metadata,
    key(),
    Column("at", Instant, nullable=False),
    Column("person_id", Key),
    Column("action", String(40), nullable=False),
    Column("entity", String(32), nullable=False),
    Column("entity_id", String(64), nullable=False),
    Column("before", Json),
    Column("after", Json),
    Index("ix_audit_entity", "entity", "entity_id"),
)
