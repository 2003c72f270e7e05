"""Indexes that hold all a digest asks of hazards and inspections, so that it looks up no rows; a county's checks"""

from __future__ import annotations

from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

WIDER = (
    ("ix_hazards_found_at", "hazards", ["found_at"], ["enterprise_id", "level", "status"]),
    ("ix_hazards_status_signed_off_at", "hazards", ["status", "signed_off_at"], ["enterprise_id", "level"]),
    ("ix_inspections_enterprise_finished", "inspections", ["enterprise_id", "finished_at"], ["plan", "checklist"]),
)


def upgrade() -> None:
    for name, table, before, more in WIDER:
        op.drop_index(name, table)
        op.create_index(name, table, [*before, *more])
    op.create_index("ix_spot_checks_enterprise_checked_at", "spot_checks", ["enterprise_id", "checked_at"])


def downgrade() -> None:
    op.drop_index("ix_spot_checks_enterprise_checked_at", "spot_checks")
    for name, table, before, _ in WIDER:
        op.drop_index(name, table)
        op.create_index(name, table, before)
