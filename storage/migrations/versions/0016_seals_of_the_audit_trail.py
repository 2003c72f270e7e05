"""The audit trail is append-only, and sealed"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

LET_GO = "SELECT 1 FROM audit_seals WHERE let_go_at IS NOT NULL AND OLD.id BETWEEN first_id AND last_id"
SEAL_KEPT = (
    "NEW.number = OLD.number AND NEW.first_id = OLD.first_id AND NEW.last_id = OLD.last_id AND NEW.marks = OLD.marks "
    "AND NEW.digest = OLD.digest AND NEW.sealed_at = OLD.sealed_at AND OLD.let_go_at IS NULL"
)
REFUSED = "the audit trail is append-only"

SQLITE = (
    f"CREATE TRIGGER audit_not_changed BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, '{REFUSED}'); END",
    f"CREATE TRIGGER audit_not_deleted BEFORE DELETE ON audit WHEN NOT EXISTS ({LET_GO}) "
    f"BEGIN SELECT RAISE(ABORT, '{REFUSED}'); END",
    f"CREATE TRIGGER audit_seals_not_changed BEFORE UPDATE ON audit_seals WHEN NOT ({SEAL_KEPT}) "
    f"BEGIN SELECT RAISE(ABORT, '{REFUSED}'); END",
    f"CREATE TRIGGER audit_seals_not_deleted BEFORE DELETE ON audit_seals BEGIN SELECT RAISE(ABORT, '{REFUSED}'); END",
)
POSTGRESQL = (
    f"""CREATE OR REPLACE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION '{REFUSED}'; END $$""",
    f"""CREATE OR REPLACE FUNCTION audit_let_go() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN IF EXISTS ({LET_GO}) THEN RETURN OLD; END IF; RAISE EXCEPTION '{REFUSED}'; END $$""",
    "CREATE TRIGGER audit_not_changed BEFORE UPDATE ON audit FOR EACH ROW EXECUTE FUNCTION audit_refuse()",
    "CREATE TRIGGER audit_not_deleted BEFORE DELETE ON audit FOR EACH ROW EXECUTE FUNCTION audit_let_go()",
    "CREATE TRIGGER audit_not_emptied BEFORE TRUNCATE ON audit EXECUTE FUNCTION audit_refuse()",
    "CREATE TRIGGER audit_seals_not_changed BEFORE UPDATE ON audit_seals FOR EACH ROW "
    f"WHEN (NOT ({SEAL_KEPT})) EXECUTE FUNCTION audit_refuse()",
    "CREATE TRIGGER audit_seals_not_deleted BEFORE DELETE ON audit_seals FOR EACH ROW EXECUTE FUNCTION audit_refuse()",
    "CREATE TRIGGER audit_seals_not_emptied BEFORE TRUNCATE ON audit_seals EXECUTE FUNCTION audit_refuse()",
)


def upgrade() -> None:
    op.create_table(
        "audit_seals",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("first_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("last_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("marks", sa.Text(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("sealed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("let_go_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_audit_seals")),
    )
    _take_numbers_out()
    for statement in SQLITE if op.get_bind().dialect.name == "sqlite" else POSTGRESQL:
        op.execute(statement)


def _take_numbers_out() -> None:
    """Before the trail is closed for good: identity numbers and phones that stand in it in plain words."""
    sqlite = op.get_bind().dialect.name == "sqlite"
    for entity, names in (
        ("register_entries", ("number",)),
        ("signboards", ("principal_phone", "leader_phone", "officer_phone")),
    ):
        for column in ("before", "after"):
            for name in names:
                less = f"json_remove({column}, '$.{name}')" if sqlite else f"{column} - '{name}'"
                op.execute(f"UPDATE audit SET {column} = {less} WHERE entity = '{entity}' AND {column} IS NOT NULL")


def downgrade() -> None:
    for table in ("audit", "audit_seals"):
        for what in ("changed", "deleted", "emptied"):
            if op.get_bind().dialect.name == "postgresql":
                op.execute(f"DROP TRIGGER IF EXISTS {table}_not_{what} ON {table}")
            elif what != "emptied":
                op.execute(f"DROP TRIGGER {table}_not_{what}")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION audit_refuse()")
        op.execute("DROP FUNCTION audit_let_go()")
    op.drop_table("audit_seals")
