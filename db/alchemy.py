"""SQLAlchemy on a connection of ours: one connection, transactions that mean to write."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import StaticPool, create_engine, event
from sqlcipher3 import dbapi2

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine


def engine_on(connection: dbapi2.Connection) -> Engine:
    """Return an engine that lends out one open connection and begins at once for writing."""
    engine = create_engine(
        "sqlite://",
        module=dbapi2,
        creator=lambda: connection,
        poolclass=StaticPool,
        # An error must not carry what was to be written.
        hide_parameters=True,
    )

    @event.listens_for(engine, "begin")
    def _begin(session: Connection) -> None:
        session.exec_driver_sql("BEGIN IMMEDIATE")

    return engine
