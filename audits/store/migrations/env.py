"""Run by Alembic: hand it the connection that the store has opened, or write SQL for an engine by name."""

from __future__ import annotations

from alembic import context

from audits.store.schema import TABLE
from audits.store.tables import metadata

if context.is_offline_mode():
    context.configure(
        dialect_name=context.config.attributes["dialect"],
        target_metadata=metadata,
        version_table=TABLE,
        literal_binds=True,
    )
else:
    context.configure(
        connection=context.config.attributes["connection"],
        target_metadata=metadata,
        version_table=TABLE,
        transactional_ddl=True,
    )
with context.begin_transaction():
    context.run_migrations()
