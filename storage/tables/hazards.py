"""The ledger 台账: hazards, everything that happened to them, and their photos."""

from __future__ import annotations

from sqlalchemy import Column, Date, ForeignKey, Index, Integer, Numeric, String, Table, Text, text

from storage.tables.columns import Instant, Json, Key, key, metadata

_LISTED = text("supervised_at IS NOT NULL")

hazards = Table(
    "hazards",
    metadata,
    key(),
    Column("enterprise_id", Key, ForeignKey("enterprises.id"), nullable=False),
    Column("number", String(24), unique=True),  # what people quote: 2023-00042; given once the row has its id
    Column("source", String(12), nullable=False),  # self | department | whistle
    Column("plan", String(64)),
    Column("level", String(16), nullable=False),  # suspected_major | major | general | unclear
    Column("status", String(12), nullable=False),  # open | rectified | signed_off | rejected
    Column("words", Text, nullable=False),
    Column("place", String(200), nullable=False),
    Column("clause", String(32)),
    Column("judgement", Json),  # what the judge said, with reasons
    Column("found_at", Instant, nullable=False),
    Column("found_by", Key, ForeignKey("persons.id")),
    Column("found_by_department", Key, ForeignKey("departments.id")),
    # the five fields 责任人 措施 资金 期限 预案
    Column("responsible", String(60)),
    Column("measures", Text),
    Column("funds", Numeric(14, 2)),  # yuan
    Column("deadline", Date),
    Column("contingency", Text),
    Column("rectified_at", Instant),
    Column("rectified_by", Key, ForeignKey("persons.id")),
    Column("signed_off_at", Instant),
    Column("reported_at", Instant),  # to the authority
    # listed supervision 挂牌督办
    Column("supervision_level", String(10)),  # city | county
    Column("supervision_document", String(80)),
    Column("supervised_at", Instant),
    Column("supervision_due", Date),
    Column("reopened", Integer, nullable=False, default=0),
    Column("revision", Integer, nullable=False, default=0),
    Index("ix_hazards_enterprise_status", "enterprise_id", "status"),
    # everything the figures of tables and digests look at, so that they are counted from the index alone
    Index(
        "ix_hazards_figures",
        "enterprise_id",
        "level",
        "status",
        "source",
        "found_at",
        "signed_off_at",
        "rectified_at",
        "deadline",
        "found_by_department",
        "supervised_at",
        "supervision_level",
    ),  # fmt: skip
    # what was found and what was fixed in some weeks
    Index("ix_hazards_found_at", "found_at", "enterprise_id", "level", "status"),
    Index("ix_hazards_status_signed_off_at", "status", "signed_off_at", "enterprise_id", "level"),
    # what stands open, overdue or unconfirmed
    Index(
        "ix_hazards_standing",
        "status",
        "deadline",
        "enterprise_id",
        "level",
        "found_at",
        "rectified_at",
        "signed_off_at",
    ),  # fmt: skip
    Index("ix_hazards_supervised_at", "supervised_at", sqlite_where=_LISTED, postgresql_where=_LISTED),
)

hazard_events = Table(
    "hazard_events",
    metadata,
    key(),
    Column("hazard_id", Key, ForeignKey("hazards.id"), nullable=False, index=True),
    Column("at", Instant, nullable=False),
    Column("person_id", Key, ForeignKey("persons.id")),
    # found | assigned | rectified | signed | signed_off | reopened
    # listed | progress | delisted | confirmed | rejected | deadline | checked | punished
    Column("kind", String(16), nullable=False),
    Column("role", String(20)),
    Column("note", Text, nullable=False, default=""),
    Column("data", Json),
    Index("ix_hazard_events_kind_at", "kind", "at"),
)

hazard_photos = Table(
    "hazard_photos",
    metadata,
    Column("hazard_id", Key, ForeignKey("hazards.id"), primary_key=True),
    Column("media_id", Key, ForeignKey("media.id"), primary_key=True),
    Column("stage", String(8), nullable=False),  # before | after
)

# What an official made of a hazard's flag; the last one of a hazard counts.
clause_decisions = Table(
    "clause_decisions",
    metadata,
    key(),
    Column("hazard_id", Key, ForeignKey("hazards.id"), nullable=False, index=True),
    Column("at", Instant, nullable=False),
    Column("person_id", Key, ForeignKey("persons.id")),
    Column("flagged_level", String(16), nullable=False),  # suspected_major | unclear | …, as it stood before
    Column("flagged_clause", String(32)),
    Column("level", String(16), nullable=False),  # major | general | rejected
    Column("clause", String(32)),  # the one it is major by
)

whistles = Table(
    "whistles",
    metadata,
    key(),
    Column("receipt_hash", String(64), nullable=False, unique=True),  # of the code only the reporter has
    Column("enterprise_id", Key, ForeignKey("enterprises.id")),
    Column("enterprise_words", String(120), nullable=False),  # as the reporter named it
    Column("region", String(6), nullable=False),
    Column("place", String(200), nullable=False),
    Column("words", Text, nullable=False),
    Column("judgement", Json),
    Column("person_id", Key, ForeignKey("persons.id")),  # empty when anonymous, for good
    Column("reporter_kind", String(10), nullable=False),  # staff | public
    Column("photos", Json, nullable=False),
    Column("day", Date, nullable=False),  # no time of day: it could identify
    Column("status", String(12), nullable=False),  # received | verifying | verified | unfounded
    Column("reply", Text, nullable=False, default=""),
    Column("hazard_id", Key, ForeignKey("hazards.id")),
    Column("revision", Integer, nullable=False, default=0),
)
