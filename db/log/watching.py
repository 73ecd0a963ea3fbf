"""The session writes its own log: every flush its operations and audit lines, no bulk writes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, cast

from sqlalchemy import event
from sqlalchemy.orm import sessionmaker

from db.figures.marks import settle_marked
from db.log.journal import JournalRefused
from db.rows.base import Entity
from db.rows.rowplan import changes_of, insert_all, is_plain, values_of
from db.vault.alchemy import engine_on

if TYPE_CHECKING:
    from sqlalchemy.orm import ORMExecuteState, Session, SessionTransaction
    from sqlcipher3 import Connection, Cursor

    from db.log.journal import Journal


class BulkWriteRefused(JournalRefused):
    """A statement would write rows behind the back of the log."""


class _Hooks:
    """What a session tells the journal, and when."""

    def __init__(self, journal: Journal) -> None:
        self._journal = journal
        self._cursor: Cursor | None = None

    def _pen(self, session: Session) -> Cursor:
        """Return one cursor for the whole transaction of a session."""
        if self._cursor is None:
            self._cursor = cast("Cursor", session.connection().connection.cursor())
        return self._cursor

    def _note(self, session: Session, cursor: Cursor) -> None:
        """Record every new, changed and deleted entity of a session; write the new rows."""
        noted = insert_all(session, cursor) if is_plain(session) else values_of(session)
        for table, entity, fields in noted:
            self._journal.created(table, entity, fields)
        for table, entity, fields in changes_of(session):
            for name, value in fields.items():
                self._journal.set(entity, table, name, value)
        for row in session.deleted:
            if isinstance(row, Entity):
                self._journal.delete(row.id, row.__tablename__)

    def before_flush(self, session: Session, *_: object) -> None:
        """Write the operations of what is about to be flushed."""
        cursor = self._pen(session)
        self._note(session, cursor)
        self._journal.write(cursor)

    def before_commit(self, session: Session) -> None:
        """Write what no flush has taken along."""
        if session.dirty or not is_plain(session):
            session.flush()
        elif session.new or not self._journal.idle:
            # Nothing for the mapper to sort: new rows and what waits go down at once.
            self.before_flush(session)
        if not self._journal.idle:
            self._journal.write(self._pen(session))
        settle_marked(self._pen(session), self._journal.now)

    def after_commit(self, _session: Session) -> None:
        """Go on from here in the next transaction."""
        self._journal.keep()

    def after_transaction_create(self, _session: Session, transaction: SessionTransaction) -> None:
        """Refuse savepoints: what waits could not be given back by halves."""
        if transaction.nested:
            raise JournalRefused("journal.savepoint")

    def after_transaction_end(self, _session: Session, transaction: SessionTransaction) -> None:
        """Drop what a rolled back transaction leaves."""
        if transaction.parent is None:
            self._cursor = None
            self._journal.forget()

    def do_orm_execute(self, state: ORMExecuteState) -> None:
        """Refuse every statement but a select."""
        if not state.is_select:
            raise BulkWriteRefused("journal.bulk_write")


_EVENTS: Final = (
    "before_flush",
    "before_commit",
    "after_commit",
    "after_transaction_create",
    "after_transaction_end",
    "do_orm_execute",
)


def watch(target: Session | sessionmaker[Session], journal: Journal) -> None:
    """Make sessions write their own log; call it once for a factory or for a session."""
    hooks = _Hooks(journal)
    for name in _EVENTS:
        event.listen(target, name, getattr(hooks, name))


def sessions_on(connection: Connection, journal: Journal) -> sessionmaker[Session]:
    """Return what makes sessions on an open connection, each writing its own log."""
    sessions = sessionmaker(engine_on(connection), expire_on_commit=False)
    watch(sessions, journal)
    return sessions
