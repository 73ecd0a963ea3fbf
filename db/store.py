"""The open workbook: one guarded connection, and pieces of work on it for one worker."""

from __future__ import annotations

from contextlib import ExitStack, contextmanager, suppress
from functools import cached_property
from importlib import import_module
from typing import TYPE_CHECKING

from casework.ids import signs_by
from casework.team.worker import Role, Worker
from db.answers.forms_apart import forms_apart
from db.figures.marks import NEW
from db.guards.triggers import set_guards
from db.homes.unsettled import is_unsettled
from db.log.ground import Ground
from db.log.journal import Journal
from db.log.streams import streams_of
from db.media.restoring import clear_restored
from db.migrate import create_schema, upgrade
from db.rows import settings
from db.rows.halves import sweep
from db.rows.moments import stored
from db.rows.own_office import of_own_office
from db.vault.engine import connect
from db.vault.instance import is_shared
from db.vault.leftovers import left_looking, remove
from db.vault.passphrases import normal_name
from db.vault.refusals import StoreRefused
from db.work import SqlUnitOfWork
from ledger.clock import HybridClock
from texts.language import PERSON, OnPaper

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime
    from pathlib import Path

    from sqlalchemy.orm import Session
    from sqlcipher3 import dbapi2

    from db.answers.shelf import Shelf
    from db.checks.soundness import Check
    from db.vault.unlocked import Unlocked

FILE = "workbook.db"
_WORKER = "select name, role from app_user where id = ? and status <> 'left'"
_WORKERS = "select id, name from app_user where status <> 'left'"
_AUTHOR = "select author from app_user where id = ?"
_SPOKEN = of_own_office("letter_digits = 'own', second_days = 'yes', called")
_NAMED = of_own_office("name")
_RENEW = "update app_user set author = ? where id = ?"


class Store:
    """One workbook file opened by one worker."""

    def __init__(
        self, connection: dbapi2.Connection, unlocked: Unlocked, now: Callable[[], datetime]
    ) -> None:
        self.connection = connection
        self._now = now
        self._journal = Journal(unlocked.author_key, HybridClock(now), unlocked.user_id)
        self._streams = streams_of(connection, self._journal, unlocked.user_id.hex())

    def begin(self, worker: Worker) -> SqlUnitOfWork:
        """Begin a piece of work of a worker."""
        ground = self._ground()
        return SqlUnitOfWork(ground, (self._streams, lambda: self._shelf), worker, self._now)

    def _ground(self) -> Ground:
        signs_by(self._journal.author)
        return Ground(self.connection, self._session, self._journal, _settle)

    def _session(self) -> Session:
        """Return a new session; what makes them is imported at the first need of one."""
        return self._sessions()

    @cached_property
    def _shelf(self) -> Shelf:
        made: Shelf = import_module("db.answers.shelf").Shelf()
        return made

    @cached_property
    def _sessions(self) -> Callable[[], Session]:
        made: Callable[[], Session] = import_module("db.log.watching").sessions_on(
            self.connection, self._journal
        )
        return made

    def worker(self, user_id: bytes) -> Worker:
        """Return who unlocked the workbook; refuses somebody whom the workbook does not know."""
        found = self.connection.execute(_WORKER, (user_id,)).fetchone()
        if found is None:
            raise StoreRefused("nobody")
        name, role = found
        return Worker(user_id.hex(), Role(role), name)

    def knows(self, name: str) -> bool:
        """Return whether an active worker has this name."""
        try:
            return bool(self.user_named(name))
        except StoreRefused:
            return False

    def user_named(self, name: str) -> bytes:
        """Return the id of an active worker; refuses a name the workbook does not know."""
        wanted = normal_name(name)
        for user_id, known in self.connection.execute(_WORKERS):
            if normal_name(known) == wanted:
                return bytes(user_id)
        raise StoreRefused("nobody")

    @contextmanager
    def at_hand(self) -> Iterator[Ground]:
        """Give the ground of work that nobody asked for, as what follows from an exchange."""
        ground = self._ground()
        try:
            yield ground
            ground.commit()
        finally:
            ground.close()

    def renew_author(self, user_id: bytes, author: bytes) -> None:
        """Keep the new signing key of a worker who came back by the recovery code."""
        ground = self._ground()
        ground.pen().execute(_RENEW, (author, user_id))
        self._journal.audit("recovered", user_id)
        ground.commit()

    def examine(self, *, pages: bool = True) -> Check:
        """Verify everything, or all but the `pages`; what verifies is imported only for this."""
        verify = import_module("db.checks.soundness").examine
        found: Check = verify(self.connection, self._shelf, pages=pages)
        return found

    def log_holds(self) -> tuple[int, int | None]:
        """Return how many audit lines hold, and the number of the first that does not."""
        found: tuple[int, int | None] = import_module("db.checks.audit").verify_chain(
            self.connection.cursor()
        )
        return found

    def welcome(self, unlocked: Unlocked) -> tuple[str, ...]:
        """Take note of whoever has just unlocked; return what she should be told, by code."""
        self.keep(f"{settings.SEEN}{unlocked.user_id.hex()}", stored(self._now()))
        known = int(self.kept(settings.SLOTS) or 0)
        older = unlocked.generation < known
        if older:
            # Somebody may have put back an older file, to use a passphrase of that time.
            ground = self._ground()
            self._journal.audit("slots_older", unlocked.user_id)
            ground.commit()
        elif unlocked.generation > known:
            self.keep(settings.SLOTS, str(unlocked.generation))
        if _author_of(self.connection, unlocked.user_id) != unlocked.author_key:
            # The keys were renewed, and the program died before the store knew.
            self.renew_author(unlocked.user_id, unlocked.author_key)
        self._settle_received()
        told = ["slots_older"] if older else []
        if self.worker(unlocked.user_id).role is Role.SUPERVISOR and forms_apart(self.connection):
            told.append("forms_apart")
        return tuple(told)

    def _settle_received(self) -> None:
        """Bring to where it belongs what came in before the program ended too early for that."""
        clear_restored(self.connection)
        if sweep(self.connection.cursor()) or self.kept(settings.ERASURE_DUE):
            # What was erased, or swept away, stands in the log and in copies until that is done.
            import_module("db.homes.erasing_here").settle(self.connection)
        if is_unsettled(self.connection):
            # What stands in the way is told by the next exchange, and keeps nobody out.
            with suppress(RuntimeError, ValueError, LookupError), self.at_hand() as ground:
                import_module("db.homes.settling").after_receiving(ground)

    def office_name(self) -> str:
        """Return what the own organisation is called, or nothing while it has no name."""
        row = self.connection.execute(_NAMED).fetchone()
        return str(row[0]) if row else ""

    def spoken(self) -> tuple[OnPaper, str]:
        """Return how the own organisation writes letters, and by which term it calls a person."""
        row = self.connection.execute(_SPOKEN).fetchone()
        return (OnPaper(bool(row[0]), bool(row[1])), str(row[2])) if row else (OnPaper(), PERSON)

    def kept(self, key: str) -> str:
        """Return one fact about this workbook on this machine, or nothing."""
        return settings.kept(self.connection, key) or ""

    def keep(self, key: str, value: str) -> None:
        """Keep one fact about this workbook on this machine; it is never exchanged."""
        settings.keep(self.connection, key, value)

    def close(self) -> None:
        """Close the file and give the workbook back."""
        self.connection.close()


def _author_of(connection: dbapi2.Connection, user_id: bytes) -> bytes:
    ((author,),) = connection.execute(_AUTHOR, (user_id,)).fetchall()
    return bytes(author)


def _settle(ground: Ground) -> None:
    """Bring cases to where they belong; imported by whoever first writes what may move one."""
    import_module("db.homes.settling").settle(ground)


def is_open(store: Store) -> bool:
    """Return whether the file of a store was not closed yet."""
    return getattr(store.connection, "store", None) is not None


def make_store(home: Path, unlocked: Unlocked, now: Callable[[], datetime]) -> Store:
    """Make the file of a new workbook and return it open."""
    connection = connect(home / FILE, unlocked.store_key, create=True)
    create_schema(connection)
    import_module("db.cases.search").SearchIndex(connection).create()
    set_guards(connection)
    settings.keep(connection, settings.SUMS, NEW)
    if unlocked.practice:
        settings.keep(connection, settings.PRACTICE, settings.YES)
    return Store(connection, unlocked, now)


def open_store(home: Path, unlocked: Unlocked, now: Callable[[], datetime]) -> Store:
    """Open the file of a workbook, bringing an older one up to date first."""
    with ExitStack() as undo:
        connection = connect(home / FILE, unlocked.store_key)
        undo.callback(connection.close)
        if not is_shared(home / FILE):
            # Nobody else looks into a backup here now: such a folder was left by a sudden end.
            remove(left_looking(home))
        upgrade(connection)
        _tell_apart(connection, unlocked)
        set_guards(connection)
        store = Store(connection, unlocked, now)
        undo.pop_all()
    return store


def _tell_apart(connection: dbapi2.Connection, unlocked: Unlocked) -> None:
    """Refuse keys of a practice workbook on a real store, and the other way round."""
    is_practice = settings.kept(connection, settings.PRACTICE) is not None
    if is_practice is not unlocked.practice:
        raise StoreRefused("practice_mixed")
