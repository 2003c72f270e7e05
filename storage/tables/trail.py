"""The seals of the audit trail, and the triggers that refuse to change what was written down.

https://www.sqlite.org/lang_createtrigger.html#raise, https://www.postgresql.org/docs/current/plpgsql-trigger.html.
Rows of the trail go only with a whole sealed block that was marked as let go; seals never go.
"""

from __future__ import annotations

from sqlalchemy import DDL, Column, Integer, String, Table, Text, event

from storage.tables.columns import Instant, Key, metadata
from storage.tables.post import audit

audit_seals = Table(
    "audit_seals",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("first_id", Key, nullable=False),
    Column("last_id", Key, nullable=False),
    Column("marks", Text, nullable=False),  # "id:mark" for each row, sixteen hexadecimal signs a mark
    Column("digest", String(64), nullable=False),  # over the block before, and the marks
    Column("sealed_at", Instant, nullable=False),
    Column("let_go_at", Instant),  # when its rows were let go by the rule of retention
)

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
GUARDS = {
    "sqlite": ("audit_not_changed", "audit_not_deleted", "audit_seals_not_changed", "audit_seals_not_deleted"),
    "postgresql": (
        "audit_not_changed", "audit_not_deleted", "audit_not_emptied", "audit_seals_not_changed",
        "audit_seals_not_deleted", "audit_seals_not_emptied",
    ),
}  # fmt: skip

# `create_all` makes them too; the migration has its own copy, which is never changed.
audit_seals.add_is_dependent_on(audit)
for _dialect, _statements in (("sqlite", SQLITE), ("postgresql", POSTGRESQL)):
    for _statement in _statements:
        _guard = DDL(_statement.replace("%", "%%"))  # type: ignore[no-untyped-call]
        event.listen(audit_seals, "after_create", _guard.execute_if(dialect=_dialect))
