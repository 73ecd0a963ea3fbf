"""The open workbook: one guarded connection, and pieces of work on it for one worker."""

from __future__ import annotations

from contextlib import ExitStack
from typing import TYPE_CHECKING

from nacl.signing import SigningKey
from sqlalchemy import select
from sqlalchemy.orm import sessionmaker

from casework.worker import Role, Worker
from db import logtables
from db.alchemy import engine_on
from db.derived import untrue_tables
from db.documents import texts_of
from db.engine import connect
from db.ground import Ground
from db.guards import set_guards
from db.journal import Journal, watch
from db.migrate import create_schema, upgrade
from db.passphrases import normal_name
from db.refusals import StoreRefused
from db.search import SearchIndex, forgets, lists_its_pages, strayed
from db.shelf import Shelf
from db.streams import streams_of
from db.tables import SettingRow, UserRow
from db.work import SqlUnitOfWork
from ledger.clock import HybridClock

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from pathlib import Path

    from sqlcipher3 import dbapi2

    from db.keys import Unlocked

FILE = "workbook.db"
PRACTICE = "practice"
_SLOTS = "slots_generation"
LOG_TABLES = logtables.OpRow.metadata


class Store:
    """One workbook file opened by one worker."""

    def __init__(
        self, connection: dbapi2.Connection, unlocked: Unlocked, now: Callable[[], datetime]
    ) -> None:
        self.connection = connection
        self._now = now
        author = bytes(SigningKey(bytes(unlocked.author_seed)).verify_key)
        self._journal = Journal(author, HybridClock(now), unlocked.user_id)
        self._sessions = sessionmaker(engine_on(connection), expire_on_commit=False)
        watch(self._sessions, self._journal)
        self._shelf = Shelf()
        with self._sessions() as session:
            self._streams = streams_of(session, self._journal, unlocked.user_id.hex())
            session.commit()

    def begin(self, worker: Worker) -> SqlUnitOfWork:
        """Begin a piece of work of a worker."""
        ground = Ground(self.connection, self._sessions, self._journal)
        return SqlUnitOfWork(ground, (self._streams, self._shelf), worker, self._now)

    def worker(self, user_id: bytes) -> Worker:
        """Return who unlocked the workbook; refuses somebody whom the workbook does not know."""
        with self._sessions() as session:
            row = session.get(UserRow, user_id)
            if row is None or row.status != "active":
                raise StoreRefused("nobody")
            return Worker(user_id.hex(), Role(row.role), row.name)

    def knows(self, name: str) -> bool:
        """Return whether an active worker has this name."""
        try:
            return bool(self.user_named(name))
        except StoreRefused:
            return False

    def user_named(self, name: str) -> bytes:
        """Return the id of an active worker; refuses a name the workbook does not know."""
        with self._sessions() as session:
            wanted = normal_name(name)
            for row in session.scalars(select(UserRow).where(UserRow.status == "active")):
                if normal_name(row.name) == wanted:
                    return row.id
        raise StoreRefused("nobody")

    def renew_author(self, user_id: bytes, author: bytes) -> None:
        """Keep the new signing key of a worker who came back by the recovery code."""
        with self._sessions() as session:
            session.get_one(UserRow, user_id).author = author
            self._journal.audit("recovered", user_id)
            session.commit()

    def strayed_words(self) -> list[int]:
        """Return the numbers of the cases that the search index does not describe."""
        texts = texts_of(self.connection.cursor(), self._shelf)
        return strayed(self.connection, texts)

    def keeps_index(self) -> bool:
        """Return whether the search index knows its pages and lets go of what is taken away."""
        return lists_its_pages(self.connection) and forgets(self.connection)

    def untrue_tables(self) -> list[str]:
        """Return the tables that do not say what documents, operations and settings say."""
        return untrue_tables(self.connection, self._shelf)

    def welcome(self, unlocked: Unlocked) -> tuple[str, ...]:
        """Take note of whoever has just unlocked; return what she should be told, by code."""
        with self._sessions() as session:
            setting = session.get(SettingRow, _SLOTS) or SettingRow(key=_SLOTS, value="0")
            older = unlocked.generation < int(setting.value)
            if older:
                # Somebody may have put back an older file, to use a passphrase of that time.
                self._journal.audit("slots_older", unlocked.user_id)
            elif unlocked.generation > int(setting.value):
                session.add(setting)
                setting.value = str(unlocked.generation)
            session.commit()
        if self._author_of(unlocked.user_id) != unlocked.author_key:
            # The keys were renewed, and the program died before the store knew.
            self.renew_author(unlocked.user_id, unlocked.author_key)
        return ("slots_older",) if older else ()

    def _author_of(self, user_id: bytes) -> bytes:
        with self._sessions() as session:
            return session.get_one(UserRow, user_id).author

    def close(self) -> None:
        """Close the file and give the workbook back."""
        self.connection.close()


def make_store(home: Path, unlocked: Unlocked, now: Callable[[], datetime]) -> Store:
    """Make the file of a new workbook and return it open."""
    connection = connect(home / FILE, unlocked.store_key, create=True)
    create_schema(connection)
    SearchIndex(connection).create()
    set_guards(connection)
    if unlocked.practice:
        connection.execute("insert into setting values (?, 'yes')", (PRACTICE,))
    return Store(connection, unlocked, now)


def open_store(home: Path, unlocked: Unlocked, now: Callable[[], datetime]) -> Store:
    """Open the file of a workbook, bringing an older one up to date first."""
    with ExitStack() as undo:
        connection = connect(home / FILE, unlocked.store_key)
        undo.callback(connection.close)
        upgrade(connection)
        _tell_apart(connection, unlocked)
        set_guards(connection)
        store = Store(connection, unlocked, now)
        undo.pop_all()
    return store


def _tell_apart(connection: dbapi2.Connection, unlocked: Unlocked) -> None:
    """Refuse keys of a practice workbook on a real store, and the other way round."""
    marked = connection.execute("select 1 from setting where key = ?", (PRACTICE,)).fetchone()
    if (marked is not None) is not unlocked.practice:
        raise StoreRefused("practice_mixed")
