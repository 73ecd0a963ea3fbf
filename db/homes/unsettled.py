"""What came in and was not yet brought to where it belongs: known until that is done.

It came in one transaction and is brought to its place in another; between the two a laptop may
lose its power.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from db.log.cells import op_of
from db.rows import settings
from ledger.ops import Kind, OpId

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlcipher3 import Connection, Cursor

    from ledger.ops import Op

# Of each lane the first batch that nobody looked at since it came; one before it may come after it.
_MARK: Final = (
    "insert into setting values (?, ?) on conflict do update"
    " set value = excluded.value where cast(excluded.value as integer) < cast(value as integer)"
)
_ANY: Final = "select 1 from setting where key > 'unsettled.' and key < 'unsettled/' limit 1"
# What made something stands first, then what was said earlier: as all have it before them.
_THESE: Final = (
    "select o.lane, o.aseq, o.idx, o.kind, o.entity from setting as k join op as o"
    " on o.lane = unhex(substr(k.key, 11)) and o.aseq >= cast(k.value as integer)"
    " where k.key > 'unsettled.' and k.key < 'unsettled/'"
    " order by o.kind <> ?, o.hlc, o.lane, o.aseq, o.idx"
)
_OF: Final = (
    "select o.* from op as o join setting as k on k.key = 'unsettled.' || lower(hex(o.lane))"
    " and o.aseq >= cast(k.value as integer)"
    " where o.entity in (select unhex(value) from json_each(?)) order by o.lane, o.aseq, o.idx"
)
_DONE: Final = "delete from setting where key > 'unsettled.' and key < 'unsettled/'"


def mark_unsettled(cursor: Cursor, lane: bytes, aseq: int) -> None:
    """Keep that a batch came, in the transaction in which it does."""
    cursor.execute(_MARK, (f"{settings.UNSETTLED}{lane.hex()}", str(aseq)))


def is_unsettled(connection: Connection) -> bool:
    """Return whether anything came of which nobody looked where it belongs."""
    return connection.execute(_ANY).fetchone() is not None


def unsettled(cursor: Cursor) -> Iterator[tuple[OpId, Kind, bytes]]:
    """Yield which operations came and wait for that, of what kind each is, and of which entity.

    What they say is read one by one: nobody knows how much it is.
    """
    lanes: dict[bytes, bytes] = {}
    for lane, aseq, idx, kind, entity in cursor.execute(_THESE, (int(Kind.CREATE),)):
        yield OpId(lanes.setdefault(lane, lane), aseq, idx), Kind(kind), entity


def unsettled_of(cursor: Cursor, these: str) -> list[Op]:
    """Return those of them that say something of some entities; `these` are ids as a list."""
    return [op_of(row) for row in cursor.execute(_OF, (these,)).fetchall()]


def settled(cursor: Cursor) -> None:
    """Keep that all of it is where it belongs, in the transaction in which it was brought there."""
    cursor.execute(_DONE)


def mark_erased(cursor: Cursor) -> None:
    """Keep that something is erased, in its transaction: until what follows is done it is due."""
    settings.keep(cursor, settings.ERASURE_DUE, settings.YES)


def erasure_is_done(connection: Connection) -> None:
    """Keep that nothing of an erasure is left to do."""
    settings.forget(connection, settings.ERASURE_DUE)
