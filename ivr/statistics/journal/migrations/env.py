"""Alembic runs this; the connection comes from ivr.statistics.journal.migrate."""

from __future__ import annotations

from alembic import context

from ivr.statistics.journal.schema import metadata

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=metadata, transactional_ddl=True, render_as_batch=True)
with context.begin_transaction():
    context.run_migrations()
