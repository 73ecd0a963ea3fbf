"""SQLAlchemy on a connection of ours: one connection, transactions that mean to write."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import StaticPool, create_engine, event
from sqlalchemy.dialects import registry
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.exc import DBAPIError
from sqlalchemy.util import LRUCache
from sqlcipher3 import dbapi2

from db.vault.engine import BEGIN

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine

# Everything by which the store says that it cannot read or write.
DRIVER_ERRORS: Final = (DBAPIError, dbapi2.Error)
# What SQLAlchemy made of statements is kept for all stores that a program opens: with a dialect of
# its own each would have it made anew. Locking replaces the process, and all of it is gone.
_COMPILED: Final[LRUCache[Any, Any]] = LRUCache(1000)


class _Alike(SQLiteDialect_pysqlite):
    """The dialect of every store: what is made for one serves all."""

    supports_statement_cache = True

    def __eq__(self, other: object) -> bool:
        return type(other) is type(self)

    def __hash__(self) -> int:
        return hash(type(self))


registry.register("sqlite.alike", __name__, "_Alike")


def engine_on(connection: dbapi2.Connection) -> Engine:
    """Return an engine that lends out one open connection and begins at once for writing."""
    lent = [dbapi2.connect(":memory:")]
    engine = create_engine(
        "sqlite+alike://",
        module=dbapi2,
        creator=lambda: lent[-1],
        poolclass=StaticPool,
        execution_options={"compiled_cache": _COMPILED},
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
