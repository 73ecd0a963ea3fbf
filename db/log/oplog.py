"""The pen of the log: gives operations their ids, chains audit lines, writes both at once."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import blake2b
from typing import TYPE_CHECKING, Any, Final

import cbor2

from db.log.cells import NEW_LANE
from ledger.ops import MAX_OPERATIONS, Kind, OpId, lane_id
from ledger.pieces import PIECE, PIECE_BYTES, pieces_of, reserved

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from sqlcipher3 import Cursor

    from ledger.clock import HybridClock

START: Final = bytes(32)
WRITTEN: Final = "written"
# A batch must fit into one sealed envelope; an operation that does not goes out in pieces.
BATCH_BYTES: Final = PIECE_BYTES
_OVERHEAD: Final = 48

_ADD_OP: Final = "insert into op values (?,?,?,?,?,?,?,?,?,?)"
_ADD_LINE: Final = "insert into audit_entry values (?,?,?,?,?,?,?,?,?)"
# Where it ends, and whether anything in this workbook is exchanged.
_HEAD: Final = (
    "select h.seq, h.hash, h.hlc, exists (select 1 from stream where kind = 'shared')"
    " from (select 1) left join log_head as h on h.one = 1"
)
_SET_HEAD: Final = "insert or replace into log_head values (1,?,?,?)"
_LANE: Final = "select aseq from lane where id = ?"
_LAST: Final = "select aseq, idx from op where lane = ? order by aseq desc, idx desc limit 1"
_SIZE: Final = (
    "select sum(length(value) + ifnull(length(parents), 0) + ?) from op where lane = ? and aseq = ?"
)


@dataclass(slots=True)
class _OpenBatch:
    """The batch that operations of one lane are numbered in until it is closed."""

    lane: bytes
    aseq: int
    idx: int = 0
    size: int = 0


@dataclass(frozen=True, slots=True)
class Line:
    """What one audit line says, before it is chained."""

    action: str
    object: bytes | None = None
    reason: str = ""


def chain(prev: bytes, entry: Sequence[object]) -> bytes:
    """Return the hash of an audit line: of the line before it and of what it says."""
    return blake2b(cbor2.dumps([prev, *entry]), digest_size=32).digest()


def digest_of(rows: Sequence[tuple[object, ...]]) -> bytes:
    """Return what an audit line vouches for: the hash of operation rows as they are stored."""
    return blake2b(cbor2.dumps(rows), digest_size=32).digest()


class OpLog:
    """Operations and audit lines of one author, collected and then written together."""

    def __init__(self, author: bytes, clock: HybridClock, user: bytes) -> None:
        self.author = author
        self.clock = clock
        self._user = user
        self._head: tuple[int, bytes] = 0, START
        # Whether some streams are exchanged with other workbooks.
        self.shares = False
        self._resumed = False
        self._kept = False
        self._open: dict[bytes, _OpenBatch] = {}
        self._spans: dict[tuple[bytes, int, int], list[tuple[object, ...]]] = {}
        self._lines: list[Line] = []

    @property
    def idle(self) -> bool:
        """Return whether nothing waits to be written."""
        return not self._spans and not self._lines

    def keep(self) -> None:
        """Trust what was read and counted in the next transaction too: this one is committed."""
        self._kept = True

    def forget(self) -> None:
        """Drop what waits, and what was counted in a transaction that was not committed."""
        if not self._kept:
            self._open.clear()
        self._kept = self._resumed = False
        self._spans.clear()
        self._lines.clear()

    def resume(self, cursor: Cursor) -> None:
        """Read where the log ends, once in each transaction."""
        if self._resumed:
            return
        seq, last, hlc, shares = cursor.execute(_HEAD).fetchall()[0]
        self.shares = bool(shares)
        if seq is None:
            seq, last, hlc = 0, START, 0
        if self._head != (seq, last):
            # Somebody else has written meanwhile.
            self._open.clear()
        for stream, batch in tuple(self._open.items()):
            # A batch that was closed meanwhile is given away: nothing is added to it.
            (closed,) = cursor.execute(_LANE, (batch.lane,)).fetchone() or (batch.aseq,)
            if closed >= batch.aseq:
                del self._open[stream]
        self._head, self._resumed = (seq, last), True
        # Our own past is believed whatever the wall clock says now.
        self.clock.last = max(self.clock.last, hlc)

    def add(
        self,
        cursor: Cursor,
        stream: bytes,
        what: tuple[Kind, bytes, str, str | None, bytes],
        stamp: tuple[int, bytes | None],
    ) -> OpId:
        """Give an operation its id: (kind, entity, table, field, value), (moment, parents)."""
        batch = self._open.get(stream) or self._reopen(cursor, stream)
        kind, entity, table, field, value = what
        size = len(value) + len(stamp[1] or b"") + _OVERHEAD
        if batch.idx >= MAX_OPERATIONS or (batch.idx and batch.size + size > BATCH_BYTES):
            batch.aseq, batch.idx, batch.size = batch.aseq + 1, 0, 0
        if size > BATCH_BYTES:
            for row in _reserved((batch.lane, batch.aseq), entity, size, stamp[0]):
                self._spans[batch.lane, batch.aseq, 0] = [row]
                batch.aseq += 1
        op_id = OpId(batch.lane, batch.aseq, batch.idx)
        batch.idx += 1
        batch.size += size
        row = (*op_id, int(kind), entity, table, field, value, *stamp)
        self._spans.setdefault((*op_id[:2], 0), []).append(row)
        return op_id

    def add_new(
        self, cursor: Cursor, stream: bytes, table: str, made: Iterable[tuple[bytes, bytes]]
    ) -> list[tuple[object, ...]]:
        """Give many creations, of entity and first fields, their ids; return what makes them known.

        The loop says what `add` says, without its calls: half of an import's time is here.
        """
        batch = self._open.get(stream) or self._reopen(cursor, stream)
        lane, aseq, idx, size = batch.lane, batch.aseq, batch.idx, batch.size
        rows = self._spans.setdefault((lane, aseq, 0), [])
        known: list[tuple[object, ...]] = []
        kind, hlc = int(Kind.CREATE), self.clock.tick()
        for entity, fields in made:
            size += len(fields) + _OVERHEAD
            if size > BATCH_BYTES or idx >= MAX_OPERATIONS:
                aseq, idx, size = aseq + bool(idx), 0, len(fields) + _OVERHEAD
                if size > BATCH_BYTES:
                    for row in _reserved((lane, aseq), entity, size, hlc):
                        self._spans[lane, aseq, 0] = [row]
                        aseq += 1
                rows = self._spans.setdefault((lane, aseq, 0), [])
            rows.append((lane, aseq, idx, kind, entity, table, None, fields, hlc, None))
            known.append((entity, table, stream, lane, aseq, idx))
            idx += 1
        batch.aseq, batch.idx, batch.size = aseq, idx, size
        return known

    def adopt(self, rows: Iterable[tuple[Any, ...]]) -> None:
        """Take in operations of other lanes as they are, sorted by their ids."""
        run, last = (b"", 0, 0), (b"", 0, 0)
        for row in rows:
            if row[:3] != (last[0], last[1], last[2] + 1):
                run = row[:3]
            last = row[:3]
            self._spans.setdefault(run, []).append(row)

    def line(self, action: str, subject: bytes | None = None, reason: str = "") -> None:
        """Add an audit line."""
        self._lines.append(Line(action, subject, reason))

    def write(self, cursor: Cursor) -> None:
        """Write all that waits; the last line vouches for the operations."""
        self.resume(cursor)
        if self._spans and not self._lines:
            self.line(WRITTEN)
        covers = [
            (lane, aseq, rows[0][2], len(rows), digest_of(rows))
            for (lane, aseq, _run), rows in self._spans.items()
            if rows
        ]
        for rows in self._spans.values():
            cursor.executemany(_ADD_OP, rows)
        cursor.executemany(_ADD_LINE, self._chained(cbor2.dumps(covers) if covers else None))
        cursor.execute(_SET_HEAD, (*self._head, self.clock.last))
        self._spans.clear()
        self._lines.clear()

    def _chained(self, covers: bytes | None) -> Iterable[tuple[object, ...]]:
        seq, prev = self._head
        at = self.clock.now().strftime("%Y-%m-%dT%H:%M:%SZ")
        last = self._lines[-1] if self._lines else None
        for line in self._lines:
            seq += 1
            vouched = covers if line is last else None
            entry = (at, self._user, line.action, line.object, line.reason, vouched)
            this = chain(prev, (seq, *entry))
            yield seq, prev, this, *entry
            self._head = seq, this
            prev = this

    def _reopen(self, cursor: Cursor, stream: bytes) -> _OpenBatch:
        lane = lane_id(self.author, stream)
        row = cursor.execute(_LANE, (lane,)).fetchone()
        if row is None:
            cursor.execute(NEW_LANE, (lane, stream, self.author))
        closed = row[0] if row else 0
        aseq, idx = cursor.execute(_LAST, (lane,)).fetchone() or (0, -1)
        batch = _OpenBatch(lane, closed + 1)
        if aseq > closed:
            size = cursor.execute(_SIZE, (_OVERHEAD, lane, aseq)).fetchone()
            batch = _OpenBatch(lane, aseq, idx + 1, size[0] if size else 0)
        self._open[stream] = batch
        return batch


def _reserved(
    at: tuple[bytes, int], entity: bytes, size: int, hlc: int
) -> Iterator[tuple[object, ...]]:
    """Yield what keeps the numbers of the pieces of something large, from `at` on.

    What it says is kept under the number after these only.
    """
    (lane, aseq), count = at, pieces_of(size)
    for number in range(1, count):
        what = (int(Kind.SCHEMA), entity, PIECE, None, reserved(number, count))
        yield lane, aseq + number - 1, 0, *what, hlc, None
