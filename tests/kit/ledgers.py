"""Real encrypted workbooks for tests of the log, each a copy of one template."""

from __future__ import annotations

import tempfile
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

from sqlalchemy import StaticPool, create_engine, event
from sqlalchemy.orm import sessionmaker
from sqlcipher3 import dbapi2

from db.cases.search import SearchIndex
from db.guards.triggers import set_guards
from db.log.journal import Journal
from db.log.watching import watch
from db.rows.base import Row
from db.rows.log import StreamRow
from db.rows.rowplan import every_table
from db.vault.engine import connect
from ledger.clock import HybridClock

STREAM = b"stream of office"
USER = b"somebody working"
KEY = bytes(range(32))
TABLES = Row.metadata.tables


class Wall:
    """A wall clock that a test moves."""

    def __init__(self):
        self.at = datetime(2026, 3, 1, 12, tzinfo=UTC)

    def __call__(self):
        self.at += timedelta(milliseconds=1)
        return self.at


class Workbook:
    """One office's store: sessions that write their log, and the bare connection."""

    def __init__(self, path, author=1, *, guarded=True):
        if not path.exists():
            path.write_bytes(_template())
        self.connection = connect(path, bytearray(KEY))
        if guarded:
            set_guards(self.connection)
        self.wall = Wall()
        self.author = bytes([author]) * 32
        self.journal = Journal(self.author, HybridClock(self.wall), USER)
        self.journal.stream = STREAM
        self.sessions = sessionmaker(_engine(self.connection), expire_on_commit=False)
        watch(self.sessions, self.journal)

    def keep(self, *rows):
        """Commit new rows."""
        with self.sessions() as session:
            session.add_all(rows)
            session.commit()

    def change(self, table, key, **values):
        """Commit new values of a row."""
        with self.sessions() as session:
            row = session.get(table, key)
            for name, value in values.items():
                setattr(row, name, value)
            session.commit()

    def drop(self, table, key):
        """Commit the end of a row."""
        with self.sessions() as session:
            session.delete(session.get(table, key))
            session.commit()

    def rows(self, sql, *values):
        """Return what a query finds."""
        return self.connection.execute(sql, values).fetchall()

    def close(self):
        """Close the file."""
        self.connection.close()


def _engine(connection):
    engine = create_engine(
        "sqlite://", module=dbapi2, creator=lambda: connection, poolclass=StaticPool
    )

    @event.listens_for(engine, "begin")
    def _begin(session):
        session.connection.driver_connection.execute("BEGIN IMMEDIATE")

    return engine


@cache
def _template():
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "workbook.db"
        connection = connect(path, bytearray(KEY), create=True)
        engine = _engine(connection)
        # Whatever was imported so far: all of them.
        Row.metadata.create_all(engine, every_table())
        SearchIndex(connection).create()
        with sessionmaker(engine)() as session:
            session.add(StreamRow(id=STREAM, kind="caseload"))
            session.commit()
        connection.close()
        return path.read_bytes()
