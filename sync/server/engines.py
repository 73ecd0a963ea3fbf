"""The database: opened, made at first, with one writer at a time on SQLite and readers apart."""

from __future__ import annotations

import os
from contextlib import contextmanager, nullcontext
from threading import Lock
from typing import TYPE_CHECKING, Final

from sqlalchemy import QueuePool, create_engine, event, insert, inspect, make_url, select, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as NoneFree
from sqlcipher3 import dbapi2

from sync.server.refusals import later
from sync.server.tables import SCHEMA, metadata, setting

if TYPE_CHECKING:
    from collections.abc import Iterator
    from contextlib import AbstractContextManager
    from pathlib import Path

    from sqlalchemy import Connection, Engine

    Locked = AbstractContextManager[object]

FILE: Final = "server.db"
# The name under which the key of tokens is kept.
KEY_ROW: Final = "key"
# From here on SQLite's log can no longer be damaged by a checkpoint beside a writer.
_WAL_SINCE: Final = (3, 51, 3)
_WAIT_SECONDS: Final = 10.0
_READERS: Final = 8
_SECRET_BYTES: Final = 32
# Nobody waits for ever for somebody else's lock: the client is told to come back.
_PATIENCE: Final = "-c lock_timeout=10s -c idle_in_transaction_session_timeout=60s"
_LOCK: Final = 0x616C6F6E67
_SETTINGS: Final = (
    "PRAGMA synchronous = FULL",
    "PRAGMA foreign_keys = ON",
    "PRAGMA trusted_schema = OFF",
    "PRAGMA secure_delete = ON",
    "PRAGMA checkpoint_fullfsync = ON",
    "PRAGMA mmap_size = 0",
    "PRAGMA cache_size = -16384",
)

# Rows of organisations lie in 64 parts by the hash of the organisation.
_SPREAD: Final = text("""
DO $$
DECLARE whole text; part int;
BEGIN
  FOREACH whole IN ARRAY ARRAY['acl', 'batch', 'blob'] LOOP
    FOR part IN 0..63 LOOP
      EXECUTE format(
        'CREATE TABLE %I PARTITION OF %I FOR VALUES WITH (MODULUS 64, REMAINDER %s)',
        whole || '_' || part, whole, part);
    END LOOP;
  END LOOP;
END $$
""")


class OtherSchema(Exception):
    """Raised for a database of another version of this program."""


class Database:
    """Where everything is kept: blocks that write, and looks that do not."""

    def __init__(self, writer: Engine, reader: Engine, lock: Locked) -> None:
        self._writer, self._reader, self._lock = writer, reader, lock
        self.is_file = writer.dialect.name == "sqlite"

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Lend a connection for one transaction, which is on disk when the block ends."""
        with _busy_told(), self._lock, self._writer.begin() as connection:
            yield connection

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Lend a connection on which each statement sees what was committed before it."""
        with _busy_told(), self._reader.connect() as connection:
            yield connection

    @contextmanager
    def snapshot(self) -> Iterator[Connection]:
        """Lend a connection that sees one moment, however long it looks."""
        with self._reader.connect() as connection:
            if self.is_file:
                connection.exec_driver_sql("BEGIN")
            else:
                connection.execution_options(isolation_level="REPEATABLE READ")
            yield connection
            connection.rollback()

    def forget_pages(self) -> None:
        """Take what was deleted out of the log of the file too; PostgreSQL does so by itself."""
        if self.is_file:
            with self._lock, self._reader.connect() as connection:
                connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()

    def secret(self) -> bytes:
        """Return the key of this server's tokens, the same for every process of it."""
        with self.reading() as connection:
            return _kept(connection, KEY_ROW)

    def close(self) -> None:
        """Close every connection."""
        self._writer.dispose()
        self._reader.dispose()


@contextmanager
def _busy_told() -> Iterator[None]:
    """Say of a database that does not answer in time when to come back."""
    try:
        yield
    except (OperationalError, NoneFree):
        raise later(503, "store.busy") from None


def open_file(folder: Path) -> Database:
    """Return the database of a folder, made if it is not there; its file is for its owner only."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = folder / FILE
    os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))

    def connect() -> dbapi2.Connection:
        connection = dbapi2.connect(
            str(path), timeout=_WAIT_SECONDS, isolation_level=None, check_same_thread=False
        )
        mode = "WAL" if dbapi2.sqlite_version_info >= _WAL_SINCE else "DELETE"
        for line in (f"PRAGMA journal_mode = {mode}", *_SETTINGS):
            connection.execute(line).fetchall()
        return connection

    def engine(size: int) -> Engine:
        return create_engine(
            "sqlite://",
            module=dbapi2,
            creator=connect,
            poolclass=QueuePool,
            pool_size=size,
            max_overflow=0,
            pool_timeout=_WAIT_SECONDS,
            hide_parameters=True,
        )

    writer, reader = engine(1), engine(_READERS)

    @event.listens_for(writer, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    return _made(Database(writer, reader, Lock()))


def open_url(url: str) -> Database:
    """Return the database at an address of PostgreSQL."""
    named = make_url(url)
    if named.get_backend_name() != "postgresql":
        raise ValueError
    named = named.set(drivername="postgresql+psycopg")
    writer = create_engine(
        named,
        pool_size=_READERS,
        max_overflow=_READERS,
        pool_timeout=_WAIT_SECONDS,
        hide_parameters=True,
        connect_args={"options": _PATIENCE},
    )
    reader = writer.execution_options(isolation_level="AUTOCOMMIT")
    return _made(Database(writer, reader, nullcontext()))


def _made(database: Database) -> Database:
    """Make the tables where there are none; processes that start at once wait for each other."""
    with database.writing() as connection:
        if not database.is_file:
            connection.execute(text("SELECT pg_advisory_xact_lock(:it)"), {"it": _LOCK})
        if not inspect(connection).has_table(setting.name):
            metadata.create_all(connection)
            if not database.is_file:
                connection.execute(_SPREAD)
            kept = {"schema": b"%d" % SCHEMA, KEY_ROW: os.urandom(_SECRET_BYTES)}
            rows = [{"name": name, "value": value} for name, value in kept.items()]
            connection.execute(insert(setting), rows)
        elif _kept(connection, "schema") != b"%d" % SCHEMA:
            raise OtherSchema
    return database


def _kept(connection: Connection, name: str) -> bytes:
    found: bytes = connection.execute(
        select(setting.c.value).where(setting.c.name == name)
    ).scalar_one()
    return found
