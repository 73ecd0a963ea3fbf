"""Whether the store is what its log says: the chain, the operations, the cells, the rows."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import cbor2

from db.homes.going import going_home
from db.homes.held import UNNAMED
from db.homes.leaving import is_empty
from db.log.cells import Known, moved_on, op_of, tips_between
from db.log.claims import fits
from db.log.lives import life_in
from db.log.oplog import START, chain, digest_of
from db.rows.rowplan import plans, rules
from ledger.merge import Life, View, view
from ledger.ops import PLACE, Kind, Op, OpId, OpRefused

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from sqlcipher3 import Connection, Cursor

    from ledger.ops import Value

    # What a document shows of the fields that are no columns: entity -> question -> answer.
    Reader: TypeAlias = "Callable[[Cursor, bytes], Mapping[str, Value]]"

_LINES: Final = "select * from audit_entry where seq > ? order by seq"
_ANCHOR: Final = "select hash from audit_entry where seq = ?"
_HEAD: Final = "select seq, hash from log_head"
_SPAN: Final = "select * from op where lane = ? and aseq = ? and idx between ? and ? order by idx"
_TOMBSTONES: Final = "select entity from tombstone"
# What left; also by what a summary let go of, and where only that it was brought out again is here.
_MOVED: Final = (
    "select entity from op where kind = 5"
    " union select entity from cell_summed where field = '@stream'"
    " union select o.entity from op as o join lane as l on l.id = o.lane join stream as s"
    " on s.id = l.stream and s.kind = 'shared' where o.kind = 2 and o.\"table\" = 'casefile'"
    " group by o.entity having count(*) > 1"
)
_SUMMED: Final = (
    "select entity, field, lane, aseq, idx from cell_summed where entity >= ? and entity < ?"
)
_WAITING: Final = "select distinct entity from opaque_op where why <> 'field'"
_PART: Final = "select * from op where entity >= ? and entity < ?"
_KNOWN: Final = "select * from entity where id >= ? and id < ?"
_PART_SIZE: Final = 100_000
_PREFIXES: Final = 2**16
ERASED: Final = ""


@dataclass(frozen=True, slots=True)
class Findings:
    """What was verified, and what was found wrong; numbers and ids only."""

    lines: int = 0
    bad_line: int | None = None
    operations: int = 0
    bad_spans: tuple[int, ...] = ()
    unvouched: int = 0
    entities: int = 0
    strayed: tuple[bytes, ...] = ()

    @property
    def clean(self) -> bool:
        """Return whether everything is as the log says."""
        wrong = (self.bad_spans, self.unvouched, self.strayed)
        return self.bad_line is None and not any(wrong)


def check(connection: Connection, readers: Mapping[str, Reader] | None = None) -> Findings:
    """Return what verifying the whole store found."""
    cursor = connection.cursor()
    lines, bad_line = verify_chain(cursor)
    operations, bad_spans = verify_operations(cursor)
    total = _one(cursor, "select count(*) from op")
    try:
        entities, strayed = verify_rows(cursor, readers or {})
    except OpRefused:
        # An operation that can not be read has a bad span; rows can not be told from it.
        entities, strayed = 0, ()
    return Findings(
        lines, bad_line, operations, bad_spans, abs(total - operations), entities, strayed
    )


def verify_chain(cursor: Cursor, since: int = 0) -> tuple[int, int | None]:
    """Return how many audit lines hold, and the number of the first that does not."""
    anchor = cursor.execute(_ANCHOR, (since,)).fetchone()
    prev, count = anchor[0] if anchor else START, 0
    expected = since
    for seq, before, this, *entry in cursor.execute(_LINES, (since,)):
        expected += 1
        if seq != expected or before != prev or this != chain(prev, (seq, *entry)):
            return count, expected
        prev, count = this, count + 1
    head = cursor.execute(_HEAD).fetchone() or (0, START)
    return count, None if head == (expected, prev) else expected + 1


def verify_operations(cursor: Cursor, since: int = 0) -> tuple[int, tuple[int, ...]]:
    """Return how many operations audit lines vouch for, and the lines that vouch in vain."""
    ended = ended_in(cursor)
    bad: list[int] = []
    count = 0
    for seq, covers in _covering(cursor, since):
        for span in cbor2.loads(covers):
            count += span[3]
            if not vouched(rows_of(cursor, span), span, ended):
                bad.append(seq)
    return count, tuple(dict.fromkeys(bad))


def ended_in(cursor: Cursor) -> set[tuple[int, bytes]]:
    """Return of which things operations have no content any more, by kind and id."""
    # What was erased, or left its stream, can no longer be compared: its random id is left.
    stones = {row[0] for row in cursor.execute(_TOMBSTONES)}
    erased = {(int(Kind.ERASE), one) for one in stones}
    # What had left and was erased since is named by its stone alone, also by what went home later.
    left = stones | {row[0] for row in cursor.execute(_MOVED)}
    # Of what came too late for it nobody may know any more what it was a part of.
    return erased | {(int(Kind.SCHEMA), one) for one in (left and left | {UNNAMED})}


def rows_of(cursor: Cursor, span: Sequence[Any]) -> list[Any]:
    """Return the rows of the log that a span of an audit line is about."""
    lane, aseq, first, length, _digest = span
    return cursor.execute(_SPAN, (lane, aseq, first, first + length - 1)).fetchall()


def vouched(rows: Sequence[Any], span: Sequence[Any], ended: set[tuple[int, bytes]]) -> bool:
    """Return whether rows of the log are those that an audit line vouches for."""
    *_place, length, digest = span
    gone = any(row[5] == ERASED and (row[3], row[4]) in ended for row in rows)
    return len(rows) == length and (gone or digest_of(rows) == digest)


def _covering(cursor: Cursor, since: int) -> list[tuple[int, bytes]]:
    query = "select seq, covers from audit_entry where covers is not null and seq > ? order by seq"
    return [(row[0], row[1]) for row in cursor.execute(query, (since,))]


def verify_rows(cursor: Cursor, readers: Mapping[str, Reader]) -> tuple[int, tuple[bytes, ...]]:
    """Return how many entities were compared with their operations, and which differ."""
    strayed: list[bytes] = []
    count = 0
    for low, high in _parts(_one(cursor, "select count(*) from op")):
        part = Part(cursor, low, high)
        count += len(part.entities)
        strayed.extend(
            entity for entity in sorted(part.entities) if not part.agrees(entity, readers)
        )
    return count, tuple(strayed)


def _parts(operations: int) -> Iterator[tuple[bytes, bytes]]:
    """Yield ranges of ids that hold about as many operations as fit into memory."""
    step = _PREFIXES // (operations // _PART_SIZE + 1)
    for start in range(0, _PREFIXES, step):
        end = start + step
        high = end.to_bytes(2, "big") if end < _PREFIXES else b"\xff" * 17
        yield start.to_bytes(2, "big"), high


def _one(cursor: Cursor, query: str) -> int:
    row = cursor.execute(query).fetchone()
    return int(row[0]) if row else 0


class Part:
    """The entities of a range of ids: their operations, what is known, and their rows.

    Where `only` some are asked for, the operations of no others are read.
    """

    def __init__(
        self, cursor: Cursor, low: bytes, high: bytes, only: Container[bytes] | None = None
    ) -> None:
        self._cursor, self._only = cursor, only
        self._between = low, high
        self._going = going_home(cursor)
        self._known = {row[0]: Known(*row) for row in cursor.execute(_KNOWN, (low, high))}
        self._rows: dict[bytes, list[tuple[str, dict[str, Any]]]] = {}
        for table, plan in plans().items():
            names = [slot.name for slot in plan.slots if slot.logged]
            for key, *values in cursor.execute(plan.select, (low, high)):
                shown = dict(zip(names, values, strict=True))
                self._rows.setdefault(key, []).append((table, shown))
        self._tips = tips_between(cursor, low, high)
        self._waiting = {row[0] for row in cursor.execute(_WAITING)}
        # What a summary let go of was replaced by what did not come with it.
        self._summed: dict[tuple[bytes, str], set[OpId]] = {}
        for entity, name, *op_id in cursor.execute(_SUMMED, (low, high)):
            self._summed.setdefault((entity, name), set()).add(OpId(*op_id))
        self._erased = {row[0] for row in cursor.execute(_TOMBSTONES)}

    @cached_property
    def _ops(self) -> Mapping[bytes, list[Op]]:
        """The operations: to find them the whole log is gone through."""
        found: dict[bytes, list[Op]] = {}
        for row in self._cursor.execute(_PART, self._between):
            if self._only is not None and row[4] not in self._only:
                continue
            op = op_of(row)
            # What was said to be erased before it came, and is not, goes on.
            is_vain = op.kind is Kind.ERASE and op.entity not in self._erased
            if op.kind is not Kind.SCHEMA and op.id not in self._going and not is_vain:
                found.setdefault(op.entity, []).append(op)
        return found

    @property
    def entities(self) -> AbstractSet[bytes]:
        """Whatever is known of, in whichever way."""
        return self._ops.keys() | self._known.keys() | self._rows.keys()

    def seen(self, entity: bytes) -> View | None:
        """Return an entity as its operations show it, if there are any."""
        ops, known = self._ops.get(entity), self._known.get(entity)
        return self._seen(ops, known) if ops else None

    def operations(self, entity: bytes) -> Sequence[Op]:
        """Return the operations of an entity that have their words."""
        return self._ops.get(entity, ())

    def known(self, entity: bytes) -> Known | None:
        """Return what is known of an entity."""
        return self._known.get(entity)

    def rows(self, entity: bytes) -> list[tuple[str, dict[str, Any]]]:
        """Return the rows of an entity, each with its table."""
        return self._rows.get(entity, [])

    def rowless(self, entities: Iterable[bytes]) -> set[bytes]:
        """Return of what there are rows that none of some entities has."""
        return self._rows.keys() - set(entities)

    def shows(
        self, entity: bytes, cells: Mapping[str, frozenset[Op]], readers: Mapping[str, Reader]
    ) -> bool:
        """Return whether the row of an entity is what its cells say, without going through a log.

        What can not be told so is left to whoever looks at the operations.
        """
        known, rows = self._known[entity], self._rows.get(entity, [])
        if known.life == Life.ERASED.value or not cells:
            return not rows
        alive = life_in(self._cursor, known.stream, cells)
        seen = View(entity, known.type, alive, cells)
        if seen.life.value != known.life:
            return False
        if entity in self._waiting:
            return True
        gone = seen.life is Life.DELETED or _has_left(seen, known)
        return not rows if gone else _row_agrees(self._cursor, seen, rows, readers)

    def agrees(self, entity: bytes, readers: Mapping[str, Reader]) -> bool:
        """Return whether cells and row of an entity are what its operations say."""
        ops, known = self._ops.get(entity), self._known.get(entity)
        rows = self._rows.get(entity, [])
        if known is None:
            return False
        if not ops:
            # What was made and erased after the backup of a store is known by its stone alone; of
            # what was let go of here nothing stands, though its words may still go home.
            gone = known.life == Life.ERASED.value and entity in self._erased
            let_go = known.made is None and known.life == Life.LIVE.value
            return (gone or (let_go and not self._tips_told(entity))) and not rows
        seen = self._seen(ops, known)
        if seen.life is Life.ERASED and known.life == Life.ERASED.value:
            return not rows
        if seen.life.value != known.life or not _cells_agree(seen, known, self._tips_told(entity)):
            return False
        if entity in self._waiting:
            return True
        gone = seen.life is Life.DELETED or _has_left(seen, known)
        return not rows if gone else _row_agrees(self._cursor, seen, rows, readers)

    def _seen(self, ops: Sequence[Op], known: Known | None) -> View:
        """Return an entity as its operations show it, and what was summed up beside them."""
        made = next((op for op in ops if known is not None and op.id == known.made), None)
        # Who took it for something else spoke of nothing that there is.
        seen = view(ops if made is None else [op for op in ops if fits(made, op)])
        if seen.life is Life.ERASED:
            return seen
        cells = {
            name: frozenset(
                tip for tip in tips if tip.id not in self._summed.get((seen.entity, name), ())
            )
            for name, tips in seen.cells.items()
        }
        cells = {name: tips for name, tips in cells.items() if tips}
        stream = known.stream if known else b""
        return replace(seen, cells=cells, life=life_in(self._cursor, stream, cells))

    def _tips_told(self, entity: bytes) -> dict[str, set[OpId]]:
        """Return the heads of a thing by field, but for those of which the log has no words.

        What brought something back has no content any more where that left once again, or its
        content only waits to go home.
        """
        tips = dict(self._tips.get(entity, {}))
        if PLACE in tips:
            some = (op for op in tips[PLACE] if op not in self._going)
            tips[PLACE] = {op for op in some if not is_empty(self._cursor, op)}
        return {field: ids for field, ids in tips.items() if ids}


def _cells_agree(seen: View, known: Known, tips: Mapping[str, set[OpId]]) -> bool:
    return moved_on(seen.cells, known.made) == {
        field: ids for field, ids in tips.items() if ids != {known.made}
    }


def _row_agrees(
    cursor: Cursor,
    seen: View,
    rows: Sequence[tuple[str, dict[str, Any]]],
    readers: Mapping[str, Reader],
) -> bool:
    shown = seen.shown(rules())
    columns: dict[str, Any] = {}
    if seen.table in plans():
        if [table for table, _values in rows] != [seen.table]:
            return False
        columns = rows[0][1]
        usual = {slot.name: slot.default for slot in plans()[seen.table].slots if slot.default}
        if any(
            shown.get(name, usual[name]() if name in usual else None) != value
            for name, value in columns.items()
        ):
            return False
    if seen.table not in readers:
        return True
    said = dict(readers[seen.table](cursor, seen.entity))
    answers = {
        name: value
        for name, value in shown.items()
        # A plain name that is no column here is one of a newer program.
        if name not in columns and (name in said or "." in name) and value is not None
    }
    return answers == said


def _has_left(seen: View, known: Known) -> bool:
    """Return whether an entity is not here any more since it left its stream."""
    return known.made is None and any(op.kind is Kind.MOVE for op in seen.cells.get(PLACE, ()))
