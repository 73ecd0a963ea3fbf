"""Lanes in which published figures go to those who read nothing else; they hold no operation."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from db.engine import BEGIN
from db.moments import stored
from db.routes import LOCAL

if TYPE_CHECKING:
    from datetime import datetime

    from sqlcipher3 import Connection

FIGURES: Final = "stats"
_STREAM: Final = "insert or ignore into stream (id, kind) values (?, ?)"
_LANE: Final = "insert or ignore into lane values (?, ?, ?, 0, null, 0)"
_WENT_ON: Final = "update lane set aseq = ?, sealed = ?, digest = ? where id = ? and sealed = ? - 1"
_KEPT: Final = "insert into outbox values (?, ?, ?, ?, ?, null)"
_STAYS: Final = (
    "update stream set kind = ? where lower(hex(id)) ="
    " (select value from setting where key = 'stream.config')"
)
_KNOWN: Final = "select 1 from figure_release where id = ? and status = 'published'"


def keep_sealed(
    connection: Connection,
    lane: tuple[bytes, bytes, bytes],
    at: tuple[int, bytes],
    batch: bytes,
    now: datetime,
) -> None:
    """Keep figures as they were sealed: `lane` is its id, stream and author, `at` number and id."""
    (name, stream, _author), (aseq, batch_id) = lane, at
    cursor = connection.cursor()
    cursor.execute(BEGIN)
    with connection:
        cursor.execute(_STREAM, (stream, FIGURES))
        cursor.execute(_LANE, lane)
        cursor.execute(_WENT_ON, (aseq, aseq, batch_id, name, aseq))
        cursor.execute(_KEPT, (batch_id, name, aseq, batch, stored(now)))


def keep_here(connection: Connection) -> None:
    """Let nothing leave that is kept here for all who work at this laptop."""
    connection.execute(_STAYS, (LOCAL,))


def is_known(connection: Connection, release: bytes) -> bool:
    """Return whether figures are in the register already."""
    return connection.execute(_KNOWN, (release,)).fetchone() is not None
