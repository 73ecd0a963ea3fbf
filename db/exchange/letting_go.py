"""What an older key of a stream still has to open here, and letting go of what lies under it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from db.rows.moments import stored
from db.vault.engine import in_one
from ledger.ops import Kind, encode

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from sqlcipher3 import Connection

# In which epoch a batch was sealed stands in its header.
_EPOCH: Final = "substr(b.content, 97, 4)"
_MARKS: Final = "select count(*) from tombstone"
_ERASED: Final = (
    "select l.stream, l.author, count(*) from tombstone as t join op as o on o.entity = t.entity"
    " join lane as l on l.id = o.lane where o.kind = ? and o.value <> ? group by 1, 2"
)
_UNREAD: Final = "select distinct stream from parked_batch where why not like 'late.%' and at > ?"
_PARKED: Final = "select 1 from parked_batch where stream = ? and epoch < ? limit 1"
_KEPT: Final = (
    "select b.lane, max(b.aseq) from outbox as b join lane as l on l.id = b.lane",
    f"where l.stream = ? and b.content is not null and {_EPOCH} < ? group by b.lane",
)
_HAS: Final = "select aseq from workbook_has where workbook = ? and lane = ?"
_SEALED: Final = "select sealed from lane where id = ?"
_EMPTIED: Final = (
    "update outbox set content = null where batch_id in (select b.batch_id from outbox as b",
    f"join lane as l on l.id = b.lane where l.stream = ? and {_EPOCH} < ?)",
)
# The end of a lane that nobody was given: it is sealed anew, under the key of today.
_UNGIVEN: Final = (
    "select b.lane, min(b.aseq) from outbox as b join lane as l on l.id = b.lane where",
    f"l.stream = ? and b.sent_to is null and b.content is not null and {_EPOCH} < ?",
    "and not exists (select 1 from outbox as g where g.lane = b.lane and g.aseq > b.aseq",
    "and g.sent_to is not null) group by b.lane",
)
_UNSEALED: Final = "delete from outbox where lane = ? and aseq >= ?"
_BACK: Final = (
    "update lane set sealed = :last, digest ="
    " (select b.batch_id from outbox as b where b.lane = :lane and b.aseq = :last)"
    " where id = :lane"
)


def erased_marks(connection: Connection) -> int:
    """Return how much was ever erased in a store."""
    ((count,),) = connection.execute(_MARKS).fetchall()
    return int(count)


def erased_by(connection: Connection) -> dict[bytes, dict[bytes, int]]:
    """Return for each stream in which something was erased by which authors, and how much."""
    found: dict[bytes, dict[bytes, int]] = {}
    rows = connection.execute(_ERASED, (int(Kind.ERASE), encode(None)))
    for stream, author, count in rows.fetchall():
        found.setdefault(stream, {})[author] = count
    return found


def seal_anew(connection: Connection, stream: bytes, epoch: int) -> None:
    """Open again what was sealed under an older key and given to nobody."""
    with in_one(connection) as cursor:
        for lane, first in cursor.execute(" ".join(_UNGIVEN), _before(stream, epoch)).fetchall():
            cursor.execute(_UNSEALED, (lane, first))
            cursor.execute(_BACK, {"lane": lane, "last": first - 1})


def is_waiting(connection: Connection, stream: bytes, epoch: int) -> bool:
    """Return whether something came that only an older key opens, and could not be taken in."""
    return connection.execute(_PARKED, (stream, epoch)).fetchone() is not None


def all_have(connection: Connection, stream: bytes, epoch: int, readers: Collection[bytes]) -> bool:
    """Return whether every reader said that she has what was sealed here under older keys."""
    return all(
        _has(connection, reader, lane) >= aseq
        for lane, aseq in connection.execute(" ".join(_KEPT), _before(stream, epoch)).fetchall()
        for reader in readers
    )


def is_reached(connection: Connection, workbook: bytes, lanes: Collection[bytes]) -> bool:
    """Return whether all is here that a workbook said to have written in its own lanes."""
    return all(
        _number(connection.execute(_SEALED, (lane,)).fetchone()) >= _has(connection, workbook, lane)
        for lane in lanes
    )


def let_go(connection: Connection, stream: bytes, epoch: int) -> None:
    """Keep nothing more of what was sealed under the keys before an epoch.

    Whoever joins later gets it summed up.
    """
    with in_one(connection) as cursor:
        cursor.execute(" ".join(_EMPTIED), _before(stream, epoch))
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()


def _before(stream: bytes, epoch: int) -> tuple[bytes, bytes]:
    return stream, epoch.to_bytes(4, "big")


def _has(connection: Connection, workbook: bytes, lane: bytes) -> int:
    return _number(connection.execute(_HAS, (workbook, lane)).fetchone())


def _number(row: tuple[int] | None) -> int:
    return row[0] if row else 0


def unread(connection: Connection, since: datetime) -> set[bytes]:
    """Return the streams of which something waits that came after a moment, and is not read yet."""
    return {stream for (stream,) in connection.execute(_UNREAD, (stored(since),)).fetchall()}
