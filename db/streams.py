"""Which stream a new thing goes to: what all replicas share, or one worker's caseload."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from db.logtables import StreamRow
from db.tables import SettingRow

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from db.base import Entity
    from db.journal import Journal

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


def streams_of(session: Session, journal: Journal, user_id: str) -> Streams:
    """Return the streams of a worker, made at the first need."""
    config = _stream(session, CONFIG, CONFIG)
    return Streams(journal, config, _stream(session, CASELOAD, f"{CASELOAD}.{user_id}"))


def _stream(session: Session, kind: str, key: str) -> bytes:
    setting = session.get(SettingRow, f"stream.{key}")
    if setting is not None:
        return bytes.fromhex(setting.value)
    stream = os.urandom(16)
    session.add(SettingRow(key=f"stream.{key}", value=stream.hex()))
    session.add(StreamRow(id=stream, kind=kind))
    return stream
