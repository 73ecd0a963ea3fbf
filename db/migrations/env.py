"""What alembic runs: the migrations, over the connection it is handed."""

from __future__ import annotations

from alembic import context

from db.base import Row

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=Row.metadata,
    transactional_ddl=True,
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
