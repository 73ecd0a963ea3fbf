"""Snapshots that were made here and are on their way to a server, part by part."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from db.exchange.snapshots import State
from db.rows.moments import stored
from db.vault.engine import in_one

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from sqlcipher3 import Connection

_ONE: Final = "select id, manifest from snapshot where stream = ? and state = ?"
_ADD: Final = "insert into snapshot values (?, ?, ?, ?, ?)"
_KEEP: Final = "insert into snapshot_piece values (?, ?, ?)"
_PARTS: Final = "select number, content from snapshot_piece where snapshot = ? order by number"
_WENT: Final = "delete from snapshot_piece where snapshot = ? and number = ?"
# In place of a part stands what had ended.
_ENDED: Final = -1
_NO_PARTS: Final = (
    "delete from snapshot_piece where snapshot in"
    " (select id from snapshot where stream = ? and state = ?)"
)
_NO_LIST: Final = "delete from snapshot where stream = ? and state = ?"


class Offered(NamedTuple):
    """A snapshot with the sealed parts that are still to be sent, by their places in its list."""

    id: bytes
    manifest: bytes
    # A hash of what had left or was erased when it was made.
    ended: bytes
    parts: Mapping[int, bytes]


class Offers:
    """What one open workbook made to be sent and has not sent whole; one of a stream at most."""

    def __init__(self, connection: Connection, now: Callable[[], datetime]) -> None:
        self._connection, self._now = connection, now

    def of(self, stream: bytes) -> Offered | None:
        """Return what is still to be sent of a snapshot of a stream."""
        row = self._connection.execute(_ONE, (stream, State.OFFERED)).fetchone()
        if row is None:
            return None
        parts = dict(self._connection.execute(_PARTS, (row[0],)).fetchall())
        return Offered(row[0], row[1], parts.pop(_ENDED, b""), parts)

    def keep(self, stream: bytes, offered: Offered) -> None:
        """Keep what was made to be sent, in place of what was made before."""
        with in_one(self._connection) as cursor:
            for statement in (_NO_PARTS, _NO_LIST):
                cursor.execute(statement, (stream, State.OFFERED))
            moment = stored(self._now())
            row = (offered.id, stream, offered.manifest, State.OFFERED, moment)
            cursor.execute(_ADD, row)
            kept = {_ENDED: offered.ended, **offered.parts}
            cursor.executemany(_KEEP, [(offered.id, *one) for one in kept.items()])

    def went(self, snapshot: bytes, number: int) -> None:
        """Keep that a part is at the server."""
        self._connection.execute(_WENT, (snapshot, number))

    def forget(self, stream: bytes) -> None:
        """Keep nothing of what was made of a stream and did not go whole."""
        with in_one(self._connection) as cursor:
            for statement in (_NO_PARTS, _NO_LIST):
                cursor.execute(statement, (stream, State.OFFERED))
