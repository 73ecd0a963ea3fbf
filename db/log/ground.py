"""What one piece of work stands on: connection, journal, and a session at the first need."""

from __future__ import annotations

from functools import cached_property
from importlib import import_module
from typing import TYPE_CHECKING

from db.figures.marks import settle_marked
from db.vault.engine import BEGIN

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.orm import Session
    from sqlcipher3 import Connection, Cursor

    from db.log.journal import Journal
    from db.rows.base import Entity
    from db.rows.rowplan import Noted


class Ground:
    """One transaction of one worker; a mere look needs neither session nor transaction.

    What is written on every save goes by the pen: with objects and their mapper it would
    cost half as much again.
    """

    def __init__(
        self,
        connection: Connection,
        sessions: Callable[[], Session],
        journal: Journal,
        settle: Callable[[Ground], None],
    ) -> None:
        self._connection = connection
        self._sessions = sessions
        self.journal = journal
        # Brings what was written to where it belongs, in the same transaction.
        self._settle = settle
        self._when_kept: list[Callable[[Connection], None]] = []
        self._when_lost: list[Callable[[Connection], None]] = []

    @cached_property
    def session(self) -> Session:
        """The session of this piece of work."""
        return self._sessions()

    @property
    def _working(self) -> Session | None:
        """The session, if it is there and has begun."""
        session: Session | None = self.__dict__.get("session")
        return session if session is not None and session.in_transaction() else None

    def cursor(self) -> Cursor:
        """Return a cursor that sees the work under way."""
        session = self._working
        if session is None:
            return self._connection.cursor()
        session.flush()
        return self._connection.cursor()

    def pen(self) -> Cursor:
        """Return a cursor that writes; the transaction begins with it."""
        if not self._connection.in_transaction:
            self._connection.execute(BEGIN)
        return self.cursor()

    def put(self, row: type[Entity], **values: object) -> None:
        """Write a new row and its operation, with the values of its attributes."""
        # Imported by whoever first writes: a mere look must not wait for it.
        write: Callable[..., Noted] = import_module("db.rows.rowplan").insert_one
        self.journal.created(*write(self.pen(), row, values))

    def commit(self) -> None:
        """Keep everything, with its operations and audit lines."""
        if self.journal.shares and (self._working is not None or not self.journal.idle):
            # Only what is written says whether a case has to move with it.
            self.journal.write(self.pen())
            if self.journal.touched:
                self._settle(self)
        session = self._working
        if session is not None:
            session.commit()
        else:
            if not self.journal.idle:
                self.journal.write(self.pen())
            if self._connection.in_transaction:
                settle_marked(self._connection.cursor(), self.journal.now)
            self._connection.commit()
            self.journal.keep()
            self.journal.forget()
        self._when_lost.clear()
        while self._when_kept:
            self._when_kept.pop()(self._connection)

    def when_kept(self, act: Callable[[Connection], None]) -> None:
        """Do something once this work is committed, and only then."""
        self._when_kept.append(act)

    def when_lost(self, act: Callable[[Connection], None]) -> None:
        """Do something should this work end before it is committed once more."""
        self._when_lost.append(act)

    def close(self) -> None:
        """Roll back what was not committed."""
        session: Session | None = self.__dict__.get("session")
        if session is not None:
            session.close()
        if self._connection.in_transaction:
            self._connection.rollback()
        self._when_kept.clear()
        while self._when_lost:
            self._when_lost.pop()(self._connection)
        self.journal.forget()
