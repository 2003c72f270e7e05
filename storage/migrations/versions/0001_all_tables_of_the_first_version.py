"""All tables of the first version"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def json() -> sa.types.TypeEngine:
    return sa.JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")


def key() -> sa.types.TypeEngine:
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "access_tokens",
        sa.Column("account", sa.String(length=96), nullable=False),
        sa.Column("token", sa.Text(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("account", name=op.f("pk_access_tokens")),
    )
    op.create_table(
        "audit",
        sa.Column("id", key(), autoincrement=True, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("person_id", key(), nullable=True),
        sa.Column("action", sa.String(length=40), nullable=False),
        sa.Column("entity", sa.String(length=32), nullable=False),
        sa.Column("entity_id", sa.String(length=64), nullable=False),
        sa.Column("before", json(), nullable=True),
        sa.Column("after", json(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit")),
    )
    with op.batch_alter_table("audit", schema=None) as batch_op:
        batch_op.create_index("ix_audit_entity", ["entity", "entity_id"], unique=False)

    op.create_table(
        "awaited_photos",
        sa.Column("id", key(), autoincrement=True, nullable=False),
        sa.Column("channel", sa.String(length=20), nullable=False),
        sa.Column("account", sa.String(length=64), nullable=False),
        sa.Column("address", sa.String(length=128), nullable=False),
        sa.Column("message_id", sa.String(length=128), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("media", sa.String(length=512), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_awaited_photos")),
        sa.UniqueConstraint(
            "channel", "account", "message_id", name=op.f("uq_awaited_photos_channel_account_message_id")
        ),
    )
    with op.batch_alter_table("awaited_photos", schema=None) as batch_op:
        batch_op.create_index("ix_awaited_photos_due_at", ["due_at"], unique=False)

    op.create_table(
        "departments",
        sa.Column("id", key(), autoincrement=True, nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("region", sa.String(length=6), nullable=False),
        sa.Column("level", sa.String(length=10), nullable=False),
        sa.Column("sectors", json(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_departments")),
        sa.UniqueConstraint("region", "name", name=op.f("uq_departments_region_name")),
    )
    op.create_table(
        "due_runs",
        sa.Column("key", sa.String(length=160), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ran_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("outcome", sa.String(length=10), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_due_runs")),
    )
    op.create_table(
        "form_versions",
        sa.Column("form", sa.String(length=128), nullable=False),
        sa.Column("version", sa.String(length=12), nullable=False),
        sa.Column("body", json(), nullable=False),
        sa.Column("first_used_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("form", "version", name=op.f("pk_form_versions")),
    )
    op.create_table(
        "persons",
        sa.Column("id", key(), autoincrement=True, nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_persons")),
    )
    op.create_table(
        "plans_in_force",
        sa.Column("id", key(), autoincrement=True, nullable=False),
        sa.Column("plan", sa.String(length=64), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("region", sa.String(length=6), nullable=False),
        sa.Column("begins", sa.Date(), nullable=False),
        sa.Column("ends", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plans_in_force")),
        sa.UniqueConstraint("plan", "year", "region", name=op.f("uq_plans_in_force_plan_year_region")),
    )
    op.create_table(
        "regions",
        sa.Column("code", sa.String(length=6), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("level", sa.String(length=10), nullable=False),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_regions")),
    )
    op.create_table(
        "bindings",
        sa.Column("id", key(), autoincrement=True, nullable=False),
        sa.Column("channel", sa.String(length=20), nullable=False),
        sa.Column("account", sa.String(length=64), nullable=False),
        sa.Column("address", sa.String(length=128), nullable=False),
        sa.Column("person_id", key(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_seen_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name=op.f("fk_bindings_person_id_persons")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bindings")),
    )
    with op.batch_alter_table("bindings", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_bindings_person_id"), ["person_id"], unique=False)
        batch_op.create_index(
            "uq_bindings_live",
            ["channel", "account", "address"],
            unique=True,
            sqlite_where=sa.text("revoked_at IS NULL"),
            postgresql_where=sa.text("revoked_at IS NULL"),
        )

    op.create_table(
        "enterprises",
        sa.Column("id", key(), autoincrement=True, nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("uscc", sa.String(length=18), nullable=False),
        sa.Column("region", sa.String(length=6), nullable=False),
        sa.Column("sector", sa.String(length=64), nullable=False),
        sa.Column("kinds", json(), nullable=False),
        sa.Column("headcount", sa.Integer(), nullable=True),
        sa.Column("address", sa.String(length=200), nullable=False),
        sa.Column("department_id", key(), nullable=True),
        sa.Column("profile", json(), nullable=False),
        sa.Column("high_risk", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["department_id"], ["departments.id"], name=op.f("fk_enterprises_department_id_departments")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_enterprises")),
        sa.UniqueConstraint("uscc", name=op.f("uq_enterprises_uscc")),
    )
    with op.batch_alter_table("enterprises", schema=None) as batch_op:
        batch_op.create_index("ix_enterprises_region_sector", ["region", "sector"], unique=False)
        batch_op.create_index("ix_enterprises_sector_kinds", ["sector", "kinds", "region"], unique=False)

    op.create_table(
        "key_task_states",
        sa.Column("id", key(), autoincrement=True, nullable=False),
        sa.Column("plan", sa.String(length=64), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("task", sa.String(length=64), nullable=False),
        sa.Column("region", sa.String(length=6), nullable=False),
        sa.Column("department_id", key(), nullable=True),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("recorded_by", key(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["department_id"], ["departments.id"], name=op.f("fk_key_task_states_department_id_departments")
        ),
        sa.ForeignKeyConstraint(["recorded_by"], ["persons.id"], name=op.f("fk_key_task_states_recorded_by_persons")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_key_task_states")),
    )
    with op.batch_alter_table("key_task_states", schema=None) as batch_op:
        batch_op.create_index("ix_key_task_states_plan_year", ["plan", "year"], unique=False)

    op.create_table(
        "submissions",
        sa.Column("id", key(), autoincrement=True, nullable=False),
        sa.Column("form", sa.String(length=64), nullable=False),
        sa.Column("plan", sa.String(length=64), nullable=False),
        sa.Column("region", sa.String(length=6), nullable=False),
        sa.Column("department_id", key(), nullable=True),
        sa.Column("body", sa.String(length=24), nullable=False),
        sa.Column("due", sa.Date(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("figures", json(), nullable=False),
        sa.Column("remark", sa.Text(), nullable=False),
        sa.Column("workbook", sa.LargeBinary(), nullable=False),
        sa.Column("submitted_by", key(), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["department_id"], ["departments.id"], name=op.f("fk_submissions_department_id_departments")
        ),
        sa.ForeignKeyConstraint(["submitted_by"], ["persons.id"], name=op.f("fk_submissions_submitted_by_persons")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_submissions")),
        sa.UniqueConstraint("form", "body", "due", "version", name=op.f("uq_submissions_form_body_due_version")),
    )
    with op.batch_alter_table("submissions", schema=None) as batch_op:
        batch_op.create_index("ix_submissions_plan_due", ["plan", "due"], unique=False)

    op.create_table(
        "actions",
        sa.Column("id", key(), autoincrement=True, nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("level", sa.String(length=10), nullable=False),
        sa.Column("region", sa.String(length=6), nullable=False),
        sa.Column("department_id", key(), nullable=True),
        sa.Column("enterprise_id", key(), nullable=True),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("amount", sa.Numeric(precision=14, scale=2), nullable=True),
        sa.Column("of_which", sa.Numeric(precision=14, scale=2), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("person_id", key(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["department_id"], ["departments.id"], name=op.f("fk_actions_department_id_departments")
        ),
        sa.ForeignKeyConstraint(
            ["enterprise_id"], ["enterprises.id"], name=op.f("fk_actions_enterprise_id_enterprises")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name=op.f("fk_actions_person_id_persons")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_actions")),
    )
    with op.batch_alter_table("actions", schema=None) as batch_op:
        batch_op.create_index("ix_actions_region_kind_happened_on", ["region", "kind", "happened_on"], unique=False)

    op.create_table(
        "allowances",
        sa.Column("binding_id", key(), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("left", sa.Integer(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["binding_id"], ["bindings.id"], name=op.f("fk_allowances_binding_id_bindings")),
        sa.PrimaryKeyConstraint("binding_id", "kind", name=op.f("pk_allowances")),
    )
    op.create_table(
        "hazards",
        sa.Column("id", key(), autoincrement=True, nullable=False),
        sa.Column("enterprise_id", key(), nullable=False),
        sa.Column("number", sa.String(length=24), nullable=True),
        sa.Column("source", sa.String(length=12), nullable=False),
        sa.Column("plan", sa.String(length=64), nullable=True),
        sa.Column("level", sa.String(length=16), nullable=False),
        sa.Column("status", sa.String(length=12), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("place", sa.String(length=200), nullable=False),
        sa.Column("clause", sa.String(length=32), nullable=True),
        sa.Column("judgement", json(), nullable=True),
        sa.Column("found_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("found_by", key(), nullable=True),
        sa.Column("found_by_department", key(), nullable=True),
        sa.Column("responsible", sa.String(length=60), nullable=True),
        sa.Column("measures", sa.Text(), nullable=True),
        sa.Column("funds", sa.Numeric(precision=14, scale=2), nullable=True),
        sa.Column("deadline", sa.Date(), nullable=True),
        sa.Column("contingency", sa.Text(), nullable=True),
        sa.Column("rectified_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("rectified_by", key(), nullable=True),
        sa.Column("signed_off_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reported_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("supervision_level", sa.String(length=10), nullable=True),
        sa.Column("supervision_document", sa.String(length=80), nullable=True),
        sa.Column("supervised_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("supervision_due", sa.Date(), nullable=True),
        sa.Column("reopened", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["enterprise_id"], ["enterprises.id"], name=op.f("fk_hazards_enterprise_id_enterprises")
        ),
        sa.ForeignKeyConstraint(["found_by"], ["persons.id"], name=op.f("fk_hazards_found_by_persons")),
        sa.ForeignKeyConstraint(
            ["found_by_department"], ["departments.id"], name=op.f("fk_hazards_found_by_department_departments")
        ),
        sa.ForeignKeyConstraint(["rectified_by"], ["persons.id"], name=op.f("fk_hazards_rectified_by_persons")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hazards")),
        sa.UniqueConstraint("number", name=op.f("uq_hazards_number")),
    )
    with op.batch_alter_table("hazards", schema=None) as batch_op:
        batch_op.create_index("ix_hazards_enterprise_status", ["enterprise_id", "status"], unique=False)
        batch_op.create_index(
            "ix_hazards_figures",
            [
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
            ],
            unique=False,
        )
        batch_op.create_index("ix_hazards_found_at", ["found_at"], unique=False)
        batch_op.create_index("ix_hazards_status_signed_off_at", ["status", "signed_off_at"], unique=False)
        batch_op.create_index("ix_hazards_status_deadline", ["status", "deadline"], unique=False)

    op.create_table(
        "inbox",
        sa.Column("id", key(), autoincrement=True, nullable=False),
        sa.Column("channel", sa.String(length=20), nullable=False),
        sa.Column("account", sa.String(length=64), nullable=False),
        sa.Column("message_id", sa.String(length=128), nullable=False),
        sa.Column("binding_id", key(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("body", json(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["binding_id"], ["bindings.id"], name=op.f("fk_inbox_binding_id_bindings")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inbox")),
        sa.UniqueConstraint("channel", "account", "message_id", name=op.f("uq_inbox_channel_account_message_id")),
    )
    with op.batch_alter_table("inbox", schema=None) as batch_op:
        batch_op.create_index("ix_inbox_binding_id", ["binding_id", "id"], unique=False)

    op.create_table(
        "inspections",
        sa.Column("id", key(), autoincrement=True, nullable=False),
        sa.Column("enterprise_id", key(), nullable=False),
        sa.Column("plan", sa.String(length=64), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("checklist", sa.String(length=64), nullable=False),
        sa.Column("form_version", sa.String(length=12), nullable=False),
        sa.Column("person_id", key(), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("led_by_principal", sa.Boolean(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked", sa.Integer(), nullable=False),
        sa.Column("negative", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["enterprise_id"], ["enterprises.id"], name=op.f("fk_inspections_enterprise_id_enterprises")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name=op.f("fk_inspections_person_id_persons")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inspections")),
    )
    with op.batch_alter_table("inspections", schema=None) as batch_op:
        batch_op.create_index("ix_inspections_enterprise_finished", ["enterprise_id", "finished_at"], unique=False)
        batch_op.create_index("ix_inspections_finished", ["finished_at"], unique=False)

    op.create_table(
        "invitations",
        sa.Column("id", key(), autoincrement=True, nullable=False),
        sa.Column("code", sa.String(length=32), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("enterprise_id", key(), nullable=True),
        sa.Column("region", sa.String(length=6), nullable=True),
        sa.Column("department_id", key(), nullable=True),
        sa.Column("uses_left", sa.Integer(), nullable=False),
        sa.Column("created_by", key(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["created_by"], ["persons.id"], name=op.f("fk_invitations_created_by_persons")),
        sa.ForeignKeyConstraint(
            ["department_id"], ["departments.id"], name=op.f("fk_invitations_department_id_departments")
        ),
        sa.ForeignKeyConstraint(
            ["enterprise_id"], ["enterprises.id"], name=op.f("fk_invitations_enterprise_id_enterprises")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitations")),
        sa.UniqueConstraint("code", name=op.f("uq_invitations_code")),
    )
    op.create_table(
        "media",
        sa.Column("id", key(), autoincrement=True, nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("path", sa.String(length=120), nullable=False),
        sa.Column("thumbnail", sa.String(length=120), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("owner_binding", key(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["owner_binding"], ["bindings.id"], name=op.f("fk_media_owner_binding_bindings")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_media")),
        sa.UniqueConstraint("path", name=op.f("uq_media_path")),
    )
    with op.batch_alter_table("media", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_media_sha256"), ["sha256"], unique=False)

    op.create_table(
        "open_cards",
        sa.Column("task", sa.String(length=128), nullable=False),
        sa.Column("binding_id", key(), nullable=False),
        sa.Column("response_code", sa.String(length=512), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["binding_id"], ["bindings.id"], name=op.f("fk_open_cards_binding_id_bindings")),
        sa.PrimaryKeyConstraint("task", name=op.f("pk_open_cards")),
    )
    with op.batch_alter_table("open_cards", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_open_cards_binding_id"), ["binding_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_open_cards_expires_at"), ["expires_at"], unique=False)

    op.create_table(
        "prominent_problems",
        sa.Column("id", key(), autoincrement=True, nullable=False),
        sa.Column("enterprise_id", key(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("root_measures", sa.Text(), nullable=False),
        sa.Column("found_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("rooted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("fixed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("entered_by", key(), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["entered_by"], ["persons.id"], name=op.f("fk_prominent_problems_entered_by_persons")),
        sa.ForeignKeyConstraint(
            ["enterprise_id"], ["enterprises.id"], name=op.f("fk_prominent_problems_enterprise_id_enterprises")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_prominent_problems")),
    )
    with op.batch_alter_table("prominent_problems", schema=None) as batch_op:
        batch_op.create_index(
            "ix_prominent_problems_enterprise_id",
            ["enterprise_id", "found_at", "rooted_at", "fixed_at", "withdrawn_at"],
            unique=False,
        )
        batch_op.create_index("ix_prominent_problems_found_at", ["found_at"], unique=False)

    op.create_table(
        "register_entries",
        sa.Column("id", key(), autoincrement=True, nullable=False),
        sa.Column("enterprise_id", key(), nullable=False),
        sa.Column("register", sa.String(length=16), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("holder", sa.String(length=60), nullable=False),
        sa.Column("number", sa.String(length=40), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=True),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("details", json(), nullable=False),
        sa.Column("photos", json(), nullable=False),
        sa.Column("entered_by", key(), nullable=True),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["entered_by"], ["persons.id"], name=op.f("fk_register_entries_entered_by_persons")),
        sa.ForeignKeyConstraint(
            ["enterprise_id"], ["enterprises.id"], name=op.f("fk_register_entries_enterprise_id_enterprises")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_register_entries")),
    )
    with op.batch_alter_table("register_entries", schema=None) as batch_op:
        batch_op.create_index("ix_register_entries_enterprise_register", ["enterprise_id", "register"], unique=False)
        batch_op.create_index("ix_register_entries_valid_until", ["valid_until"], unique=False)

    op.create_table(
        "risks",
        sa.Column("id", key(), autoincrement=True, nullable=False),
        sa.Column("enterprise_id", key(), nullable=False),
        sa.Column("level", sa.String(length=8), nullable=False),
        sa.Column("place", sa.String(length=200), nullable=False),
        sa.Column("harm", sa.Text(), nullable=False),
        sa.Column("base", sa.Text(), nullable=False),
        sa.Column("measures", sa.Text(), nullable=False),
        sa.Column("responsibility", sa.Text(), nullable=False),
        sa.Column("emergency", sa.Text(), nullable=False),
        sa.Column("notice_card", sa.Boolean(), nullable=False),
        sa.Column("photos", json(), nullable=False),
        sa.Column("found_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("controlled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("entered_by", key(), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["entered_by"], ["persons.id"], name=op.f("fk_risks_entered_by_persons")),
        sa.ForeignKeyConstraint(["enterprise_id"], ["enterprises.id"], name=op.f("fk_risks_enterprise_id_enterprises")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_risks")),
    )
    with op.batch_alter_table("risks", schema=None) as batch_op:
        batch_op.create_index(
            "ix_risks_enterprise_id",
            ["enterprise_id", "level", "found_at", "controlled_at", "withdrawn_at"],
            unique=False,
        )
        batch_op.create_index("ix_risks_found_at", ["found_at"], unique=False)

    op.create_table(
        "roles",
        sa.Column("id", key(), autoincrement=True, nullable=False),
        sa.Column("person_id", key(), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("enterprise_id", key(), nullable=True),
        sa.Column("region", sa.String(length=6), nullable=True),
        sa.Column("department_id", key(), nullable=True),
        sa.Column("granted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["department_id"], ["departments.id"], name=op.f("fk_roles_department_id_departments")),
        sa.ForeignKeyConstraint(["enterprise_id"], ["enterprises.id"], name=op.f("fk_roles_enterprise_id_enterprises")),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name=op.f("fk_roles_person_id_persons")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_roles")),
    )
    with op.batch_alter_table("roles", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_roles_enterprise_id"), ["enterprise_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_roles_person_id"), ["person_id"], unique=False)

    op.create_table(
        "sessions",
        sa.Column("id", key(), autoincrement=True, nullable=False),
        sa.Column("person_id", key(), nullable=True),
        sa.Column("binding_id", key(), nullable=True),
        sa.Column("conversation", sa.String(length=64), nullable=False),
        sa.Column("subject", sa.String(length=128), nullable=False),
        sa.Column("form", sa.String(length=128), nullable=False),
        sa.Column("version", sa.String(length=12), nullable=False),
        sa.Column("state", json(), nullable=False),
        sa.Column("status", sa.String(length=12), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["binding_id"], ["bindings.id"], name=op.f("fk_sessions_binding_id_bindings")),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name=op.f("fk_sessions_person_id_persons")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sessions")),
    )
    with op.batch_alter_table("sessions", schema=None) as batch_op:
        batch_op.create_index("ix_sessions_binding_status", ["binding_id", "status"], unique=False)
        batch_op.create_index("ix_sessions_person_status", ["person_id", "status"], unique=False)
        batch_op.create_index(
            "uq_sessions_active_binding",
            ["binding_id"],
            unique=True,
            sqlite_where=sa.text("status = 'active' AND person_id IS NULL"),
            postgresql_where=sa.text("status = 'active' AND person_id IS NULL"),
        )
        batch_op.create_index(
            "uq_sessions_active_person",
            ["person_id"],
            unique=True,
            sqlite_where=sa.text("status = 'active' AND person_id IS NOT NULL"),
            postgresql_where=sa.text("status = 'active' AND person_id IS NOT NULL"),
        )

    op.create_table(
        "signboards",
        sa.Column("id", key(), autoincrement=False, nullable=False),
        sa.Column("unit", sa.String(length=80), nullable=False),
        sa.Column("principal_phone", sa.String(length=30), nullable=False),
        sa.Column("leader", sa.String(length=60), nullable=False),
        sa.Column("leader_phone", sa.String(length=30), nullable=False),
        sa.Column("officer", sa.String(length=60), nullable=False),
        sa.Column("officer_phone", sa.String(length=30), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["id"], ["enterprises.id"], name=op.f("fk_signboards_id_enterprises")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signboards")),
    )
    op.create_table(
        "spot_checks",
        sa.Column("id", key(), autoincrement=True, nullable=False),
        sa.Column("enterprise_id", key(), nullable=False),
        sa.Column("department_id", key(), nullable=True),
        sa.Column("level", sa.String(length=10), nullable=False),
        sa.Column("region", sa.String(length=6), nullable=False),
        sa.Column("person_id", key(), nullable=True),
        sa.Column("inspectors", json(), nullable=False),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("findings", json(), nullable=False),
        sa.Column("problems_found", sa.Integer(), nullable=False),
        sa.Column("problems_fixed", sa.Integer(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("photos", json(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["department_id"], ["departments.id"], name=op.f("fk_spot_checks_department_id_departments")
        ),
        sa.ForeignKeyConstraint(
            ["enterprise_id"], ["enterprises.id"], name=op.f("fk_spot_checks_enterprise_id_enterprises")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name=op.f("fk_spot_checks_person_id_persons")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_spot_checks")),
    )
    with op.batch_alter_table("spot_checks", schema=None) as batch_op:
        batch_op.create_index("ix_spot_checks_region_checked_at", ["region", "checked_at"], unique=False)

    op.create_table(
        "subscriptions",
        sa.Column("binding_id", key(), nullable=False),
        sa.Column("template", sa.String(length=64), nullable=False),
        sa.Column("unspent", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["binding_id"], ["bindings.id"], name=op.f("fk_subscriptions_binding_id_bindings")),
        sa.PrimaryKeyConstraint("binding_id", "template", name=op.f("pk_subscriptions")),
    )
    op.create_table(
        "dispositions",
        sa.Column("id", key(), autoincrement=True, nullable=False),
        sa.Column("hazard_id", key(), nullable=False),
        sa.Column("on_site", sa.Text(), nullable=False),
        sa.Column("administrative", sa.Text(), nullable=False),
        sa.Column("recorded_by", key(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["hazard_id"], ["hazards.id"], name=op.f("fk_dispositions_hazard_id_hazards")),
        sa.ForeignKeyConstraint(["recorded_by"], ["persons.id"], name=op.f("fk_dispositions_recorded_by_persons")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dispositions")),
    )
    with op.batch_alter_table("dispositions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_dispositions_hazard_id"), ["hazard_id"], unique=False)

    op.create_table(
        "hazard_events",
        sa.Column("id", key(), autoincrement=True, nullable=False),
        sa.Column("hazard_id", key(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("person_id", key(), nullable=True),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("data", json(), nullable=True),
        sa.ForeignKeyConstraint(["hazard_id"], ["hazards.id"], name=op.f("fk_hazard_events_hazard_id_hazards")),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name=op.f("fk_hazard_events_person_id_persons")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hazard_events")),
    )
    with op.batch_alter_table("hazard_events", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_hazard_events_hazard_id"), ["hazard_id"], unique=False)
        batch_op.create_index("ix_hazard_events_kind_at", ["kind", "at"], unique=False)

    op.create_table(
        "hazard_photos",
        sa.Column("hazard_id", key(), nullable=False),
        sa.Column("media_id", key(), nullable=False),
        sa.Column("stage", sa.String(length=8), nullable=False),
        sa.ForeignKeyConstraint(["hazard_id"], ["hazards.id"], name=op.f("fk_hazard_photos_hazard_id_hazards")),
        sa.ForeignKeyConstraint(["media_id"], ["media.id"], name=op.f("fk_hazard_photos_media_id_media")),
        sa.PrimaryKeyConstraint("hazard_id", "media_id", name=op.f("pk_hazard_photos")),
    )
    op.create_table(
        "inspection_answers",
        sa.Column("inspection_id", key(), nullable=False),
        sa.Column("question", sa.String(length=64), nullable=False),
        sa.Column("value", json(), nullable=True),
        sa.Column("not_applicable", sa.Text(), nullable=True),
        sa.Column("evidence", json(), nullable=True),
        sa.Column("negative", sa.Boolean(), nullable=False),
        sa.Column("clause", sa.String(length=32), nullable=True),
        sa.Column("hazard_id", key(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["hazard_id"], ["hazards.id"], name=op.f("fk_inspection_answers_hazard_id_hazards")),
        sa.ForeignKeyConstraint(
            ["inspection_id"], ["inspections.id"], name=op.f("fk_inspection_answers_inspection_id_inspections")
        ),
        sa.PrimaryKeyConstraint("inspection_id", "question", name=op.f("pk_inspection_answers")),
    )
    op.create_table(
        "outbox",
        sa.Column("id", key(), autoincrement=True, nullable=False),
        sa.Column("binding_id", key(), nullable=True),
        sa.Column("person_id", key(), nullable=True),
        sa.Column("reply_to", key(), nullable=True),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("body", json(), nullable=False),
        sa.Column("status", sa.String(length=10), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("error", sa.Text(), nullable=True),
        sa.Column("dedupe", sa.String(length=128), nullable=True),
        sa.ForeignKeyConstraint(["binding_id"], ["bindings.id"], name=op.f("fk_outbox_binding_id_bindings")),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name=op.f("fk_outbox_person_id_persons")),
        sa.ForeignKeyConstraint(["reply_to"], ["inbox.id"], name=op.f("fk_outbox_reply_to_inbox")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox")),
        sa.UniqueConstraint("dedupe", name=op.f("uq_outbox_dedupe")),
    )
    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.create_index("ix_outbox_binding_id", ["binding_id", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_outbox_reply_to"), ["reply_to"], unique=False)
        batch_op.create_index("ix_outbox_status_due_at", ["status", "due_at"], unique=False)

    op.create_table(
        "whistles",
        sa.Column("id", key(), autoincrement=True, nullable=False),
        sa.Column("receipt_hash", sa.String(length=64), nullable=False),
        sa.Column("enterprise_id", key(), nullable=True),
        sa.Column("enterprise_words", sa.String(length=120), nullable=False),
        sa.Column("region", sa.String(length=6), nullable=False),
        sa.Column("place", sa.String(length=200), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("judgement", json(), nullable=True),
        sa.Column("person_id", key(), nullable=True),
        sa.Column("reporter_kind", sa.String(length=10), nullable=False),
        sa.Column("photos", json(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("status", sa.String(length=12), nullable=False),
        sa.Column("reply", sa.Text(), nullable=False),
        sa.Column("hazard_id", key(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["enterprise_id"], ["enterprises.id"], name=op.f("fk_whistles_enterprise_id_enterprises")
        ),
        sa.ForeignKeyConstraint(["hazard_id"], ["hazards.id"], name=op.f("fk_whistles_hazard_id_hazards")),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name=op.f("fk_whistles_person_id_persons")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_whistles")),
        sa.UniqueConstraint("receipt_hash", name=op.f("uq_whistles_receipt_hash")),
    )


def downgrade() -> None:
    op.drop_table("whistles")
    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.drop_index("ix_outbox_status_due_at")
        batch_op.drop_index(batch_op.f("ix_outbox_reply_to"))
        batch_op.drop_index("ix_outbox_binding_id")

    op.drop_table("outbox")
    op.drop_table("inspection_answers")
    op.drop_table("hazard_photos")
    with op.batch_alter_table("hazard_events", schema=None) as batch_op:
        batch_op.drop_index("ix_hazard_events_kind_at")
        batch_op.drop_index(batch_op.f("ix_hazard_events_hazard_id"))

    op.drop_table("hazard_events")
    with op.batch_alter_table("dispositions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_dispositions_hazard_id"))

    op.drop_table("dispositions")
    op.drop_table("subscriptions")
    with op.batch_alter_table("spot_checks", schema=None) as batch_op:
        batch_op.drop_index("ix_spot_checks_region_checked_at")

    op.drop_table("spot_checks")
    op.drop_table("signboards")
    with op.batch_alter_table("sessions", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_sessions_active_person",
            sqlite_where=sa.text("status = 'active' AND person_id IS NOT NULL"),
            postgresql_where=sa.text("status = 'active' AND person_id IS NOT NULL"),
        )
        batch_op.drop_index(
            "uq_sessions_active_binding",
            sqlite_where=sa.text("status = 'active' AND person_id IS NULL"),
            postgresql_where=sa.text("status = 'active' AND person_id IS NULL"),
        )
        batch_op.drop_index("ix_sessions_person_status")
        batch_op.drop_index("ix_sessions_binding_status")

    op.drop_table("sessions")
    with op.batch_alter_table("roles", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_roles_person_id"))
        batch_op.drop_index(batch_op.f("ix_roles_enterprise_id"))

    op.drop_table("roles")
    with op.batch_alter_table("risks", schema=None) as batch_op:
        batch_op.drop_index("ix_risks_found_at")
        batch_op.drop_index("ix_risks_enterprise_id")

    op.drop_table("risks")
    with op.batch_alter_table("register_entries", schema=None) as batch_op:
        batch_op.drop_index("ix_register_entries_valid_until")
        batch_op.drop_index("ix_register_entries_enterprise_register")

    op.drop_table("register_entries")
    with op.batch_alter_table("prominent_problems", schema=None) as batch_op:
        batch_op.drop_index("ix_prominent_problems_found_at")
        batch_op.drop_index("ix_prominent_problems_enterprise_id")

    op.drop_table("prominent_problems")
    with op.batch_alter_table("open_cards", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_open_cards_expires_at"))
        batch_op.drop_index(batch_op.f("ix_open_cards_binding_id"))

    op.drop_table("open_cards")
    with op.batch_alter_table("media", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_media_sha256"))

    op.drop_table("media")
    op.drop_table("invitations")
    with op.batch_alter_table("inspections", schema=None) as batch_op:
        batch_op.drop_index("ix_inspections_finished")
        batch_op.drop_index("ix_inspections_enterprise_finished")

    op.drop_table("inspections")
    with op.batch_alter_table("inbox", schema=None) as batch_op:
        batch_op.drop_index("ix_inbox_binding_id")

    op.drop_table("inbox")
    with op.batch_alter_table("hazards", schema=None) as batch_op:
        batch_op.drop_index("ix_hazards_status_deadline")
        batch_op.drop_index("ix_hazards_status_signed_off_at")
        batch_op.drop_index("ix_hazards_found_at")
        batch_op.drop_index("ix_hazards_figures")
        batch_op.drop_index("ix_hazards_enterprise_status")

    op.drop_table("hazards")
    op.drop_table("allowances")
    with op.batch_alter_table("actions", schema=None) as batch_op:
        batch_op.drop_index("ix_actions_region_kind_happened_on")

    op.drop_table("actions")
    with op.batch_alter_table("submissions", schema=None) as batch_op:
        batch_op.drop_index("ix_submissions_plan_due")

    op.drop_table("submissions")
    with op.batch_alter_table("key_task_states", schema=None) as batch_op:
        batch_op.drop_index("ix_key_task_states_plan_year")

    op.drop_table("key_task_states")
    with op.batch_alter_table("enterprises", schema=None) as batch_op:
        batch_op.drop_index("ix_enterprises_sector_kinds")
        batch_op.drop_index("ix_enterprises_region_sector")

    op.drop_table("enterprises")
    with op.batch_alter_table("bindings", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_bindings_live",
            sqlite_where=sa.text("revoked_at IS NULL"),
            postgresql_where=sa.text("revoked_at IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_bindings_person_id"))

    op.drop_table("bindings")
    op.drop_table("regions")
    op.drop_table("plans_in_force")
    op.drop_table("persons")
    op.drop_table("form_versions")
    op.drop_table("due_runs")
    op.drop_table("departments")
    with op.batch_alter_table("awaited_photos", schema=None) as batch_op:
        batch_op.drop_index("ix_awaited_photos_due_at")

    op.drop_table("awaited_photos")
    with op.batch_alter_table("audit", schema=None) as batch_op:
        batch_op.drop_index("ix_audit_entity")

    op.drop_table("audit")
    op.drop_table("access_tokens")
