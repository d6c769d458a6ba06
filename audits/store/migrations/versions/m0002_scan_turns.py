"""Scans that fell due: each is taken once, whatever schedulers are running, and what came of it is kept.

The ledger is mostly asked for by site and state, and when snapshots expire by its audits.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from audits.store.types import TEXT, WHOLE

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table, and the indexes of the ledger."""
    op.create_table(
        "scan_turns",
        sa.Column("site", TEXT, nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("holder", TEXT, nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("tries", WHOLE, nullable=False),
        sa.Column("state", TEXT, nullable=False),
        sa.Column("error", TEXT, nullable=False),
        sa.Column("audit", TEXT, nullable=True),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["site"], ["sites.id"], name="fk_scan_turns_site"),
        sa.ForeignKeyConstraint(["audit"], ["audits.id"], name="fk_scan_turns_audit"),
        sa.PrimaryKeyConstraint("site", "due_at", name="pk_scan_turns"),
    )
    op.create_index("ix_ledger_site_state", "ledger", ["site", "state"])
    op.create_index("ix_ledger_first_audit", "ledger", ["first_audit"])
    op.create_index("ix_ledger_last_audit", "ledger", ["last_audit"])
    with op.batch_alter_table("audits") as audits:
        audits.add_column(sa.Column("snapshot_gone_at", sa.DateTime(timezone=True), nullable=True))
