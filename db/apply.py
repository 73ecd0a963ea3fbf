"""Operations from elsewhere become rows: in any order, any number of times, nothing lost."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from db.cells import Known, read_entity, read_op, read_tips, row_of
from db.erasing import erase
from db.oplog import OpLog
from db.shown import Projector
from ledger.ops import Kind, Op, OpId, writes

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sqlcipher3 import Connection, Cursor

    from db.shown import Shape
    from ledger.clock import HybridClock

RECEIVED: Final = "received"

_SEEN: Final = "select 1 from op where lane = ? and aseq = ? and idx = ?"
_LANE: Final = "insert or ignore into lane values (?, ?, ?, 0, null)"
_TOMBSTONE: Final = "select 1 from tombstone where entity = ?"
_ADD_ENTITY: Final = "insert into entity values (?, ?, ?, ?, ?, ?, 0)"
_MADE_BY: Final = "update entity set type = ?, lane = ?, aseq = ?, idx = ? where id = ?"
_REPLACED: Final = (
    "select entity, field from cell_superseded where lane = ? and aseq = ? and idx = ?"
)
_ARRIVED: Final = "delete from cell_superseded where lane = ? and aseq = ? and idx = ?"
_AWAIT: Final = "insert or ignore into cell_superseded values (?, ?, ?, ?, ?)"
_META: Final = "insert or replace into cell_meta values (?, ?, ?, ?, ?, ?)"
_CONFLICT: Final = "insert into cell_conflict values (?, ?, ?, ?, ?, ?, ?)"
_HEAD: Final = "select lane, aseq, idx, hlc, value from op where lane = ? and aseq = ? and idx = ?"
_NO_META: Final = "delete from cell_meta where entity = ? and field = ?"
_NO_CONFLICT: Final = "delete from cell_conflict where entity = ? and field = ?"


@dataclass(frozen=True, slots=True)
class Lane:
    """Whose operations these are, and in which stream."""

    id: bytes
    stream: bytes
    author: bytes


@dataclass(frozen=True, slots=True)
class Applied:
    """What became of operations that arrived."""

    new: int = 0
    known: int = 0
    dropped: int = 0
    from_the_future: int = 0
    waiting: int = 0


class Applying:
    """Takes operations into a store, on a connection without guard triggers."""

    def __init__(
        self,
        connection: Connection,
        clock: HybridClock,
        user: bytes,
        shapes: Mapping[str, Shape] | None = None,
    ) -> None:
        self._connection = connection
        self._clock = clock
        self._user = user
        self._shapes = shapes or {}

    def take(self, lanes: Iterable[Lane], ops: Iterable[Op]) -> Applied:
        """Write operations, cells and rows in one transaction; return what became of them."""
        cursor = self._connection.cursor()
        cursor.execute("BEGIN IMMEDIATE")
        try:
            # A child may come before its parent; what still misses one waits beside the rows.
            cursor.execute("PRAGMA defer_foreign_keys = ON")
            applied = self._take(cursor, {lane.id: lane for lane in lanes}, ops)
            cursor.execute("COMMIT")
        except BaseException:
            cursor.execute("ROLLBACK")
            raise
        return applied

    def retry(self) -> int:
        """Show what an upgrade made showable; return how many entities still wait."""
        cursor = self._connection.cursor()
        cursor.execute("BEGIN IMMEDIATE")
        waiting = Projector(cursor, self._shapes).retry()
        cursor.execute("COMMIT")
        return waiting

    def _take(self, cursor: Cursor, lanes: Mapping[bytes, Lane], ops: Iterable[Op]) -> Applied:
        incoming = {op.id: op for op in ops}
        fresh = [op for key, op in sorted(incoming.items()) if not _exists(cursor, key)]
        erased = {op.entity for op in fresh if op.kind is Kind.ERASE}
        kept = [op for op in fresh if op.kind is Kind.ERASE or not _is_gone(cursor, op, erased)]
        cursor.executemany(_LANE, [(one.id, one.stream, one.author) for one in lanes.values()])
        future = sum(not self._clock.observe(op.hlc) for op in kept)
        self._write(cursor, kept)
        cells = _Cells(cursor, lanes, {op.id for op in kept})
        projector = Projector(cursor, self._shapes)
        gone = [op for op in kept if op.kind is Kind.ERASE]
        erase(cursor, gone, self._clock.now(), self._shapes)
        for op in kept:
            if op.kind not in {Kind.ERASE, Kind.SCHEMA}:
                cells.absorb(op)
                projector.touch(op)
        waiting = projector.show()
        return Applied(
            new=len(kept),
            known=len(incoming) - len(fresh),
            dropped=len(fresh) - len(kept),
            from_the_future=future,
            waiting=waiting,
        )

    def _write(self, cursor: Cursor, ops: list[Op]) -> None:
        if ops:
            log = OpLog(bytes(32), self._clock, self._user)
            log.adopt(row_of(op) for op in ops)
            log.line(RECEIVED)
            log.write(cursor)


def _exists(cursor: Cursor, op_id: OpId) -> bool:
    return cursor.execute(_SEEN, op_id).fetchone() is not None


def _is_gone(cursor: Cursor, op: Op, erased: set[bytes]) -> bool:
    return op.entity in erased or cursor.execute(_TOMBSTONE, (op.entity,)).fetchone() is not None


class _Cells:
    """The heads of each cell, kept up as operations come in."""

    def __init__(self, cursor: Cursor, lanes: Mapping[bytes, Lane], to_come: set[OpId]) -> None:
        self._cursor = cursor
        self._lanes = lanes
        # Already written, not yet absorbed: not seen as far as cells are concerned.
        self._to_come = to_come

    def absorb(self, op: Op) -> None:
        """Let an operation take its place in the cells it writes."""
        self._to_come.discard(op.id)
        known = self._known(op)
        made = read_op(self._cursor, known.made) if known.made else None
        tips = read_tips(self._cursor, op.entity)
        replaced = set(self._cursor.execute(_REPLACED, op.id).fetchall())
        for field in writes(op):
            first = {made.id} if made and field in writes(made) and made.id != op.id else set()
            heads = set(tips.get(field, first))
            unseen = self._await(op, field, heads)
            heads -= set(op.parents)
            if (op.entity, field) not in replaced:
                heads.add(op.id)
            self._put(op.entity, field, heads, known.made)
            self._cursor.executemany(_AWAIT, unseen)
        self._cursor.execute(_ARRIVED, op.id)

    def _known(self, op: Op) -> Known:
        """Return the entity of an operation, after noting what the operation tells of it."""
        known = read_entity(self._cursor, op.entity)
        made = op.id if op.kind is Kind.CREATE else None
        if known is None:
            stream = self._lanes[op.id.lane].stream
            lane, aseq, idx = made or (None, None, None)
            known = Known(op.entity, op.table, stream, lane, aseq, idx, 0)
            self._cursor.execute(_ADD_ENTITY, known[:6])
        elif made and known.made is None:
            self._cursor.execute(_MADE_BY, (op.table, *made, op.entity))
            known = known._replace(type=op.table, lane=made.lane, aseq=made.aseq, idx=made.idx)
        return known

    def _await(self, op: Op, field: str, heads: set[OpId]) -> list[tuple[Any, ...]]:
        return [
            (*parent, op.entity, field)
            for parent in op.parents
            if parent not in heads
            and (parent in self._to_come or not _exists(self._cursor, parent))
        ]

    def _put(self, entity: bytes, field: str, heads: set[OpId], made: OpId | None) -> None:
        cell = (entity, field)
        self._cursor.execute(_NO_CONFLICT, cell)
        if not heads or heads == {made}:
            self._cursor.execute(_NO_META, cell)
            return
        rows = [row for head in heads for row in self._cursor.execute(_HEAD, head).fetchall()]
        latest = max(rows, key=lambda row: (row[3], row[:3]))
        self._cursor.execute(_META, (*cell, *latest[:4]))
        if len(rows) > 1:
            self._cursor.executemany(_CONFLICT, [(*cell, *row) for row in rows])
