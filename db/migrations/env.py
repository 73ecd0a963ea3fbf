"""What alembic runs: the migrations, over the connection it is handed."""

from __future__ import annotations

from alembic import context

from db.upgrading import SHAPE

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=list(SHAPE),
    transactional_ddl=True,
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
