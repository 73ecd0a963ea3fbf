"""SQLAlchemy on a connection of ours: one connection, transactions that mean to write."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import StaticPool, create_engine, event
from sqlalchemy.exc import DBAPIError
from sqlcipher3 import dbapi2

from db.engine import BEGIN

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine

# Everything by which the store says that it cannot read or write.
DRIVER_ERRORS: Final = (DBAPIError, dbapi2.Error)


def engine_on(connection: dbapi2.Connection) -> Engine:
    """Return an engine that lends out one open connection and begins at once for writing."""
    lent = [dbapi2.connect(":memory:")]
    engine = create_engine(
        "sqlite://",
        module=dbapi2,
        creator=lambda: lent[-1],
        poolclass=StaticPool,
        # An error must not carry what was to be written.
        hide_parameters=True,
    )
    # The first look that an engine takes at a connection ends with a rollback. On ours it would
    # take away what was written by the pen before anybody needed a session.
    engine.connect().close()
    engine.dispose()
    lent.append(connection)

    @event.listens_for(engine, "begin")
    def _begin(session: Connection) -> None:
        if not connection.in_transaction:
            session.exec_driver_sql(BEGIN)

    return engine
