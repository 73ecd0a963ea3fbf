"""Files, sealed, under names that say nothing here: brought in pieces, given in pieces.

Whether the bytes are those of the name only those can see who hold the key: they look.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import delete, insert, select, update

from sync.server.orgs import head_of, signer_of
from sync.server.refusals import Refused, not_found
from sync.server.tables import Made, acl, blob, blob_part, org, org_head
from sync.server.tokens import DAY
from sync.wire.documents import Gone, Right, Said, taken_apart
from sync.wire.placed import FILE, FILES_AT_ONCE

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Connection, Row

    from sync.server.engines import Database
    from sync.server.limits import Limits

_OPEN_DAYS: Final = 7


class Blobs:
    """The desk of files of one server."""

    def __init__(self, database: Database, limits: Limits, clock: Callable[[], float]) -> None:
        self._database, self._limits, self._clock = database, limits, clock

    def begin(self, org_id: bytes, stream_id: bytes, blob_id: bytes, size: int) -> tuple[int, bool]:
        """Make room for a file; return how much of it is here already, and if it was known."""
        if not 0 < size <= self._limits.blob_bytes:
            raise Refused(413, "blob.size")
        with self._database.writing() as connection:
            head = head_of(connection, org_id, lock=True)
            row = _row(connection, org_id, blob_id)
            if row is not None:
                if (row.stream_id, row.size) != (stream_id, size):
                    raise Refused(409, "blob.other")
                return row.held, True
            _let_go_of_old(connection, org_id, self._today() - _OPEN_DAYS)
            quota = select(org.c.quota_blob).where(org.c.org_id == org_id)
            if head.used_blob + size > connection.execute(quota).scalar_one():
                raise Refused(507, "quota.full")
            # What is promised is counted at once, so that many beginnings do not go past it.
            _use(connection, org_id, size)
            made = {"org_id": org_id, "blob_id": blob_id, "stream_id": stream_id, "size": size}
            made |= {"held": 0, "state": Made.OPEN, "touched_day": self._today()}
            connection.execute(insert(blob).values(made))
        return 0, False

    def look(self, org_id: bytes, stream_id: bytes, blob_id: bytes) -> Row[Any]:
        """Return how much of a file is here."""
        with self._database.reading() as connection:
            return _demanded(connection, org_id, stream_id, blob_id)

    def listed(self, org_id: bytes, stream_id: bytes, after: bytes) -> bytes:
        """Return what is here of the files of a stream, by their names, behind one of them."""
        asked = (
            select(blob.c.blob_id, blob.c.size, blob.c.held)
            .where(blob.c.org_id == org_id, blob.c.stream_id == stream_id, blob.c.blob_id > after)
            .order_by(blob.c.blob_id)
            .limit(FILES_AT_ONCE)
        )
        with self._database.reading() as connection:
            return b"".join(FILE.pack(*row) for row in connection.execute(asked))

    def append(
        self, org_id: bytes, stream_id: bytes, blob_id: bytes, offset: int, body: bytes
    ) -> int:
        """Add a piece that begins where the last one ended; return how much is here."""
        with self._database.writing() as connection:
            head_of(connection, org_id, lock=True)
            row = _demanded(connection, org_id, stream_id, blob_id)
            if offset != row.held:
                raise Refused(409, "blob.offset", offset=row.held)
            if not body or offset + len(body) > row.size:
                raise Refused(413, "blob.size")
            part: dict[str, object] = {"org_id": org_id, "blob_id": blob_id, "start": offset}
            part |= {"size": len(body), "body": body}
            connection.execute(insert(blob_part).values(part))
            held = offset + len(body)
            state = Made.WHOLE if held == row.size else Made.OPEN
            _change(connection, org_id, blob_id, held=held, state=state, touched_day=self._today())
        return held

    def span(self, org_id: bytes, stream_id: bytes, blob_id: bytes, span: tuple[int, int]) -> bytes:
        """Return bytes from a first up to a last one of a whole file."""
        first, last = span
        asked = (
            select(blob_part.c.start, blob_part.c.body)
            .where(
                blob_part.c.org_id == org_id,
                blob_part.c.blob_id == blob_id,
                blob_part.c.start <= last,
                blob_part.c.start + blob_part.c.size > first,
            )
            .order_by(blob_part.c.start)
        )
        with self._database.reading() as connection:
            if _demanded(connection, org_id, stream_id, blob_id).state != Made.WHOLE:
                raise not_found()
            rows = connection.execute(asked).all()
        pieces = (row.body[max(0, first - row.start) : last + 1 - row.start] for row in rows)
        return b"".join(pieces)

    def give_up(self, org_id: bytes, stream_id: bytes, blob_id: bytes) -> None:
        """Let a file go that is not whole; whole ones go by a signed order."""
        with self._database.writing() as connection:
            head_of(connection, org_id, lock=True)
            if _demanded(connection, org_id, stream_id, blob_id).state != Made.OPEN:
                raise Refused(409, "blob.whole")
            drop(connection, org_id, blob_id)

    def let_go(self, org_id: bytes, stream_id: bytes, data: bytes) -> None:
        """Let files of a stream go, whole or not, as somebody who brings files there signed."""
        signed = taken_apart(data)
        order = Gone.unpack(signed.body)
        if (order.org, order.stream) != (org_id, stream_id):
            raise Refused(403, "org.other")
        with self._database.writing() as connection:
            head_of(connection, org_id, lock=True)
            signer = signer_of(connection, org_id, signed, Said.GONE)
            if not _brings(connection, org_id, signer.workbook, stream_id):
                raise Refused(403, "document.signer")
            for blob_id in order.files:
                row = _row(connection, org_id, blob_id)
                if row is not None and row.stream_id == stream_id:
                    drop(connection, org_id, blob_id)
        # What was erased is to be nowhere, not in the log of the file either.
        self._database.forget_pages()

    def _today(self) -> int:
        return int(self._clock()) // DAY


def drop(connection: Connection, org_id: bytes, blob_id: bytes) -> None:
    """Let a file go, whole or not, and the room that was kept for it."""
    row = _row(connection, org_id, blob_id)
    if row is None:
        return
    _empty(connection, org_id, blob_id)
    mine = blob.c.org_id == org_id, blob.c.blob_id == blob_id
    connection.execute(delete(blob).where(*mine))
    _use(connection, org_id, -row.size)


def _let_go_of_old(connection: Connection, org_id: bytes, day: int) -> None:
    """Let go of what was begun and not touched for long."""
    old = select(blob.c.blob_id).where(
        blob.c.org_id == org_id, blob.c.state == Made.OPEN, blob.c.touched_day < day
    )
    for blob_id in connection.execute(old).scalars().all():
        drop(connection, org_id, blob_id)


def _brings(connection: Connection, org_id: bytes, workbook: bytes, stream_id: bytes) -> bool:
    """Return whether a workbook may bring files into a stream."""
    asked = select(acl.c.bits).where(
        acl.c.org_id == org_id, acl.c.replica_id == workbook, acl.c.stream_id == stream_id
    )
    return bool((connection.execute(asked).scalar_one_or_none() or 0) & Right.BLOB)


def _row(connection: Connection, org_id: bytes, blob_id: bytes) -> Row[Any] | None:
    asked = select(blob).where(blob.c.org_id == org_id, blob.c.blob_id == blob_id)
    return connection.execute(asked).one_or_none()


def _demanded(connection: Connection, org_id: bytes, stream_id: bytes, blob_id: bytes) -> Row[Any]:
    row = _row(connection, org_id, blob_id)
    if row is None or row.stream_id != stream_id:
        raise not_found()
    return row


def _empty(connection: Connection, org_id: bytes, blob_id: bytes) -> None:
    mine = blob_part.c.org_id == org_id, blob_part.c.blob_id == blob_id
    connection.execute(delete(blob_part).where(*mine))


def _change(connection: Connection, org_id: bytes, blob_id: bytes, **values: object) -> None:
    mine = blob.c.org_id == org_id, blob.c.blob_id == blob_id
    connection.execute(update(blob).where(*mine).values(values))


def _use(connection: Connection, org_id: bytes, more: int) -> None:
    changed = {"used_blob": org_head.c.used_blob + more}
    connection.execute(update(org_head).where(org_head.c.org_id == org_id).values(changed))
