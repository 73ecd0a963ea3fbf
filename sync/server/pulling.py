"""Giving batches out: what is new after a cursor, one stream again, how far each stream is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sqlalchemy import bindparam, select

from sync.server.orgs import head_of
from sync.server.refusals import not_found
from sync.server.tables import acl, batch, stream
from sync.wire.documents import Right
from sync.wire.placed import PLACED, STREAM

if TYPE_CHECKING:
    from collections.abc import Container, Iterable

    from sqlalchemy import ColumnElement, Connection, Row, Select

    from sync.server.engines import Database
    from sync.server.tokens import Member

_AT_ONCE: Final = 256
_RIGHTS: Final = select(acl.c.stream_id, acl.c.bits).where(
    acl.c.org_id == bindparam("of_org"), acl.c.replica_id == bindparam("of_workbook")
)


@dataclass(frozen=True, slots=True)
class Pulled:
    """What somebody gets: batches, the cursor after them, how far the organisation is."""

    body: bytes
    cursor: int
    head: int
    acl_version: int
    # Something of it was let go: who has not had it gets it summed up.
    is_emptied: bool = False

    @property
    def more(self) -> bool:
        """Return whether there is more already."""
        return self.cursor < self.head


def rights_of(connection: Connection, who: Member) -> dict[bytes, int]:
    """Return what a workbook may do in each stream."""
    asked = {"of_org": who.org, "of_workbook": who.replica}
    return {row.stream_id: row.bits for row in connection.execute(_RIGHTS, asked)}


def may(database: Database, who: Member, stream_id: bytes, right: Right) -> bool:
    """Return whether a workbook has a right in a stream."""
    asked = select(acl.c.bits).where(
        acl.c.org_id == who.org, acl.c.replica_id == who.replica, acl.c.stream_id == stream_id
    )
    with database.reading() as connection:
        bits = connection.execute(asked).scalar_one_or_none() or 0
    return bool(bits & right)


def pull(
    database: Database, who: Member, after: int, most: int, but: Container[int] = ()
) -> Pulled:
    """Return what came after a cursor in the streams that a workbook may read.

    What it has just sent itself, by its numbers, it is not sent back.
    """
    with database.reading() as connection:
        # The counter first: whatever it counts is there to be seen.
        head = head_of(connection, who.org)
        if after >= head.last_seq:
            return Pulled(b"", head.last_seq, head.last_seq, head.acl_version)
        readable = [name for name, bits in rights_of(connection, who).items() if bits & Right.READ]
        asked = (
            select(batch.c.seq, batch.c.stream_seq, batch.c.size, batch.c.body)
            .where(
                batch.c.org_id == who.org,
                batch.c.seq > after,
                batch.c.seq <= head.last_seq,
                batch.c.stream_id.in_(readable),
                batch.c.body.is_not(None),
            )
            .order_by(batch.c.seq)
        )
        body, last, whole = _filled(connection, asked, batch.c.seq, (after, most), but)
        cursor = head.last_seq if whole else last
        gone = bool(head.purges) and _is_emptied(connection, who, readable, (after, cursor))
    return Pulled(body, cursor, head.last_seq, head.acl_version, gone)


def _is_emptied(
    connection: Connection, who: Member, readable: Iterable[bytes], span: tuple[int, int]
) -> bool:
    """Return whether of what stands between two numbers something was let go."""
    after, last = span
    asked = select(batch.c.seq).where(
        batch.c.org_id == who.org,
        batch.c.seq > after,
        batch.c.seq <= last,
        batch.c.stream_id.in_(readable),
        batch.c.body.is_(None),
    )
    return connection.execute(asked.limit(1)).one_or_none() is not None


def backfill(
    database: Database, who: Member, stream_id: bytes, span: tuple[int, int], most: int
) -> Pulled:
    """Return batches of one stream by their numbers in it; the cursor is such a number too."""
    first, last = span
    asked = (
        select(batch.c.seq, batch.c.stream_seq, batch.c.size, batch.c.body)
        .where(
            batch.c.org_id == who.org,
            batch.c.stream_id == stream_id,
            batch.c.stream_seq <= last,
            batch.c.body.is_not(None),
        )
        .order_by(batch.c.stream_seq)
    )
    newest = select(stream.c.last_stream_seq).where(
        stream.c.org_id == who.org, stream.c.stream_id == stream_id
    )
    with database.reading() as connection:
        head = head_of(connection, who.org)
        there = connection.execute(newest).scalar_one_or_none()
        if there is None:
            raise not_found()
        goal = min(last, there)
        before = max(0, first - 1)
        body, reached, whole = _filled(connection, asked, batch.c.stream_seq, (before, most))
    return Pulled(body, goal if whole else reached, goal, head.acl_version)


def _filled(
    connection: Connection,
    asked: Select[tuple[int, int, int, bytes]],
    key: ColumnElement[int],
    span: tuple[int, int],
    but: Container[int] = (),
) -> tuple[bytes, int, bool]:
    """Return batches up to a size, the number of the last one, and whether that was all."""
    parts: list[bytes] = []
    size, (last, most) = 0, span
    while True:
        rows = connection.execute(asked.where(key > last).limit(_AT_ONCE)).all()
        for row in rows:
            if row.seq not in but:
                size += PLACED.size + row.size
                if parts and size > most:
                    return b"".join(parts), last, False
                parts += PLACED.pack(row.size, row.seq, row.stream_seq), row.body
            last = row.seq if key is batch.c.seq else row.stream_seq
        if len(rows) < _AT_ONCE:
            return b"".join(parts), last, True


def streams(database: Database, who: Member) -> tuple[bytes, int, int]:
    """Return how far each readable stream is, the counter and the number of the rights."""
    with database.reading() as connection:
        head = head_of(connection, who.org)
        mine = {name for name, bits in rights_of(connection, who).items() if bits & Right.READ}
        asked = select(stream).where(stream.c.org_id == who.org, stream.c.stream_id.in_(mine))
        rows = connection.execute(asked.order_by(stream.c.stream_id)).all()
    return _packed(rows), head.last_seq, head.acl_version


def _packed(rows: Iterable[Row[tuple[object, ...]]]) -> bytes:
    return b"".join(
        STREAM.pack(
            row.stream_id,
            row.kind,
            row.generation,
            row.last_stream_seq,
            row.log_hash,
            row.purged_seq,
            row.snapshot_seq,
            row.since_snapshot,
            row.since_snapshot_bytes,
        )
        for row in rows
    )
