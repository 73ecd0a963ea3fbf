"""What one piece of work stands on: connection, journal, and a session at the first need."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlalchemy.orm import Session, sessionmaker
    from sqlcipher3 import Connection, Cursor

    from db.journal import Journal


class Ground:
    """One transaction of one worker; a mere look needs neither session nor transaction."""

    def __init__(
        self, connection: Connection, sessions: sessionmaker[Session], journal: Journal
    ) -> None:
        self._connection = connection
        self._sessions = sessions
        self.journal = journal

    @cached_property
    def session(self) -> Session:
        """The session of this piece of work."""
        return self._sessions()

    def cursor(self) -> Cursor:
        """Return a cursor that sees the work under way."""
        session: Session | None = self.__dict__.get("session")
        if session is None or not session.in_transaction():
            return self._connection.cursor()
        session.flush()
        return self.journal.cursor(session)

    def close(self) -> None:
        """Roll back what was not committed."""
        session: Session | None = self.__dict__.get("session")
        if session is not None:
            session.close()
        self.journal.forget()
