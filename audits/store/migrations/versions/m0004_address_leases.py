"""Which process asks which server address: one at a time, over all machines."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from audits.store.types import TEXT

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "address_leases",
        sa.Column("address", TEXT, nullable=False),
        sa.Column("holder", TEXT, nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("others_until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("rest_until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("wanted_by", TEXT, nullable=False),
        sa.Column("wanted_until", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("address", name="pk_address_leases"),
    )
