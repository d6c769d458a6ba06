"""By which schedule each site was last looked at: what was missed under another one is no missed scan."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from audits.store.types import TEXT

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "scan_plans",
        sa.Column("site", TEXT, nullable=False),
        sa.Column("schedule", TEXT, nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("looked_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["site"], ["sites.id"], name="fk_scan_plans_site"),
        sa.PrimaryKeyConstraint("site", name="pk_scan_plans"),
    )
