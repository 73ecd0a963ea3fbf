"""Which stream a new thing goes to: what all replicas share, or one worker's caseload."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Final

from db.engine import BEGIN

if TYPE_CHECKING:
    from sqlalchemy.orm import Session
    from sqlcipher3 import Connection

    from db.base import Entity
    from db.journal import Journal

_KNOWN: Final = "select value from setting where key = ?"
_KEEP: Final = "insert into setting values (?, ?)"
_ADD: Final = "insert into stream (id, kind) values (?, ?)"
CONFIG = "config"
CASELOAD = "caseload"


class Streams:
    """The streams of one worker; new things go to her caseload unless said otherwise."""

    def __init__(self, journal: Journal, config: bytes, caseload: bytes) -> None:
        self._journal = journal
        self._config = config
        journal.stream = self._caseload = caseload

    def add_for_all(self, session: Session, row: Entity) -> None:
        """Keep a row in the stream that every replica of the organisation holds."""
        session.flush()
        self._journal.stream = self._config
        try:
            session.add(row)
            session.flush()
        finally:
            self._journal.stream = self._caseload


def streams_of(connection: Connection, journal: Journal, user_id: str) -> Streams:
    """Return the streams of a worker, made at the first need."""
    config = _stream(connection, CONFIG, CONFIG)
    return Streams(journal, config, _stream(connection, CASELOAD, f"{CASELOAD}.{user_id}"))


def _stream(connection: Connection, kind: str, key: str) -> bytes:
    found = connection.execute(_KNOWN, (f"stream.{key}",)).fetchone()
    if found is not None:
        return bytes.fromhex(found[0])
    stream = os.urandom(16)
    connection.execute(BEGIN)
    connection.execute(_KEEP, (f"stream.{key}", stream.hex()))
    connection.execute(_ADD, (stream, kind))
    connection.commit()
    return stream
