"""What was sealed here and waits to be fetched, and what of it an erasure takes back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from db.exchange.asked_again import ask_again
from db.rows.these import THESE

if TYPE_CHECKING:
    from collections.abc import Collection, Container, Iterable, Iterator, Mapping

    from sqlcipher3 import Connection, Cursor

# To whom a file goes is not known before somebody says what she has.
ON_A_STICK: Final = bytes(16)
_KEPT: Final = (
    "select lane, aseq, content from outbox where lane = ? and aseq > ? and content is not null"
    " order by aseq"
)
_UNSENT: Final = "select 1 from outbox where ifnull(length(sent_to), 0) = 0 limit 1"
_BATCH_ID: Final = "select batch_id from outbox where lane = ? and aseq = ?"
_LANES: Final = "select distinct lane from outbox order by lane"
_SAID: Final = "select workbook, lane, aseq from workbook_has"
_STREAMS: Final = "select id, stream from lane"
# That a server has it is worth more than that it is on some stick.
_SENT: Final = (
    "update outbox set sent_to = :to where batch_id = :one"
    " and (:to <> :stick or ifnull(length(sent_to), 0) = 0)"
)
_ON_STICKS: Final = (
    "select lane, aseq from outbox where content is not null and (length(sent_to) = 0"
    " or sent_to = ?)"
)
_BRIDGED: Final = (
    "insert or ignore into outbox select ?, ?, ?, null, ?, ?"
    " where exists (select 1 from lane where id = ? and sealed >= ?)"
)
_UNDER_WAY: Final = "update outbox set sent_to = x'' where batch_id = ? and sent_to is null"
_NAMED: Final = (
    "update outbox set sent_to = x'' where sent_to is null"
    " and lane in (select id from lane where stream = ?)"
)
_HOLDING: Final = (
    "select distinct b.lane, b.aseq from op as o",
    "join outbox as b on b.lane = o.lane and b.aseq = o.aseq where o.entity",
    THESE,
    "order by b.lane, b.aseq",
)
_GIVEN: Final = "select 1 from outbox where lane = ? and aseq >= ? and sent_to is not null"
_EMPTIED: Final = "update outbox set content = null where lane = ? and aseq = ?"
_UNSEALED: Final = "delete from outbox where lane = ? and aseq >= ?"
_BACK: Final = (
    "update lane set sealed = :last, digest ="
    " (select b.batch_id from outbox as b where b.lane = :lane and b.aseq = :last)"
    " where id = :lane"
)
_PARKED: Final = (
    "delete from parked_batch where stream in (select stream from entity where id",
    THESE,
    ")",
)

# Parts of a snapshot that is not whole yet: it was made before, and is sent again after.
_PIECES: Final = (
    (
        "delete from snapshot_piece where snapshot in (select s.id from snapshot as s"
        " join entity as e on e.stream = s.stream"
        " where s.state in ('coming', 'listed', 'offered') and e.id"
    ),
    THESE,
    ")",
)
_PROMISED: Final = (
    (
        "delete from snapshot where state in ('coming', 'listed', 'offered')"
        " and stream in (select stream from entity where id"
    ),
    THESE,
    ")",
)


def sealed_since(cursor: Cursor, have: Mapping[bytes, int]) -> Iterator[tuple[bytes, int, bytes]]:
    """Yield lane, number and bytes of what was sealed here and somebody has not got yet."""
    for (lane,) in cursor.execute(_LANES).fetchall():
        yield from cursor.execute(_KEPT, (lane, have.get(lane, 0))).fetchall()


def proved(cursor: Cursor, readers: Mapping[bytes, Collection[bytes]]) -> dict[bytes, int]:
    """Return how far all who read a stream said to have each of its lanes."""
    said = {(book, lane): aseq for book, lane, aseq in cursor.execute(_SAID).fetchall()}
    return {
        lane: min((said.get((book, lane), 0) for book in readers.get(stream, ())), default=0)
        for lane, stream in cursor.execute(_STREAMS).fetchall()
    }


def batch_id(connection: Connection, lane: bytes, aseq: int) -> bytes | None:
    """Return the id of a batch that was sealed here, as long as it is kept."""
    row = connection.execute(_BATCH_ID, (lane, aseq)).fetchone()
    return bytes(row[0]) if row else None


def has_unsent(cursor: Cursor) -> bool:
    """Return whether something was sealed that nobody was given yet."""
    return cursor.execute(_UNSENT).fetchone() is not None


def mark_sent(cursor: Cursor, batch_ids: Iterable[bytes], to: bytes) -> None:
    """Keep to whom batches were given; such a one is never sealed anew."""
    cursor.executemany(
        _SENT, [{"to": to, "one": batch_id, "stick": ON_A_STICK} for batch_id in batch_ids]
    )


def on_sticks(cursor: Cursor) -> set[tuple[bytes, int]]:
    """Return by lane and number what went by stick, and perhaps to nobody yet."""
    return {(lane, aseq) for lane, aseq in cursor.execute(_ON_STICKS, (ON_A_STICK,))}


def bridge(cursor: Cursor, batches: Iterable[tuple[bytes, bytes, int]], at: str) -> None:
    """Keep that batches of others, which were taken in here, are given by nobody any more."""
    cursor.executemany(_BRIDGED, [(*one, at, ON_A_STICK, one[1], one[2]) for one in batches])


def mark_under_way(cursor: Cursor, batch_ids: Iterable[bytes]) -> None:
    """Keep that batches may be seen by somebody before it is known that anybody has them."""
    cursor.executemany(_UNDER_WAY, [(batch_id,) for batch_id in batch_ids])


def mark_named(cursor: Cursor, stream: bytes) -> None:
    """Keep that all that is sealed here of a stream is named by a summary that others may see."""
    cursor.execute(_NAMED, (stream,))


def take_back(cursor: Cursor, these: str, but: Container[tuple[bytes, int]] = frozenset()) -> None:
    """Let nothing that is sealed here hold some entities any more; `these` are ids as a list.

    `but` are batches, by lane and number, that stay as they were given away.

    What nobody was given is sealed anew without them, and with it what followed in its lane. Of
    what was given away the bytes go: whoever has not got it yet needs a snapshot. What came and
    could not be opened is asked for again.
    """
    unsealed: set[bytes] = set()
    for lane, aseq in cursor.execute(" ".join(_HOLDING), (these,)).fetchall():
        if lane in unsealed or (lane, aseq) in but:
            continue
        if cursor.execute(_GIVEN, (lane, aseq)).fetchone():
            cursor.execute(_EMPTIED, (lane, aseq))
        else:
            cursor.execute(_UNSEALED, (lane, aseq))
            cursor.execute(_BACK, {"lane": lane, "last": aseq - 1})
            unsealed.add(lane)
    ask_again(cursor, these)
    for statement in (_PARKED, _PIECES, _PROMISED):
        cursor.execute(" ".join(statement), (these,))
