"""What was written here and given to nobody when its author was let out is said once more.

A laptop was lost and came back from its backup, as another workbook and with another author: what
it had not given before nobody else would ever hear of.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final

from db.guards.lifting import unguarded
from db.homes.given_without_words import forget, keep_unsaid, unsaid
from db.homes.going import empty_out, going_home, keep_going, lost_its_home
from db.log.cells import op_of, read_entity, read_op, read_tips
from db.log.streams import own_authors
from db.rows import settings
from ledger.merge import Life
from ledger.ops import PLACE, Kind, Op, OpId, encode, encode_parents, writes

if TYPE_CHECKING:
    from collections.abc import Collection, Container, Iterable, Mapping

    from sqlcipher3 import Cursor

    from db.log.cells import Known
    from db.log.ground import Ground
    from db.log.oplog import OpLog
    from ledger.ops import Value

_LANES: Final = "select id, author, sealed, stream from lane"
# An erasure names its table, what it emptied does not.
_SAID: Final = (
    "select * from op where lane = ? and aseq > ?"
    " and (kind in (1, 2, 3) or kind = 6 and \"table\" <> '') order by aseq, idx"
)
# What was written here since, and names some of it.
_SINCE: Final = (
    "select o.lane, o.aseq, o.idx from op as o join lane as l on l.id = o.lane"
    " where o.entity = ? and l.author = ? and o.aseq > l.sealed"
)
_ERASED: Final = (
    "select o.lane, o.aseq, o.idx from op as o join lane as l on l.id = o.lane"
    " where o.entity = ? and l.stream = ? and o.kind = 6 and o.\"table\" <> ''"
)
# What took something along into another stream and was told to nobody: there it stays for others.
_MOVED: Final = (
    "select o.lane, o.aseq, o.idx from op as o join lane as l on l.id = o.lane"
    " where o.entity = ? and o.kind = 5 and l.stream <> ?"
)
# What took something home, and stands: it lives here alone.
_WENT_HOME: Final = (
    "select o.* from cell_meta as c join op as o using (lane, aseq, idx)"
    " where c.field = ? and o.kind = 5 order by o.lane, o.aseq, o.idx"
)
_SEALING: Final = "select author from app_user where author is not null"
# What stood in a batch that was given away and has no bytes here any more, and is erased since.
_BESIDE: Final = (
    "select t.entity from outbox as b join op as o on o.lane = b.lane and o.aseq = b.aseq"
    " join tombstone as t on t.entity = o.entity"
    " where b.lane = ? and b.aseq = ? and b.content is null order by o.idx limit 1"
)
_MADE_BY: Final = "update entity set lane = ?, aseq = ?, idx = ? where id = ?"
_AGAIN: Final = (
    "update {} set lane = ?, aseq = ?, idx = ?"
    " where entity = ? and field = ? and lane = ? and aseq = ? and idx = ?"
)
_CELLS: Final = ("cell_conflict", "cell_meta")
_STANDS_NOT: Final = (
    "insert or ignore into cell_summed select ?1, ?2, ?3, id, ?5 from entity"
    " where id = ?4 and lane is not null"
)
_SAID_AGAIN: Final = frozenset({Kind.CREATE, Kind.SET, Kind.DELETE})


def say_stranded(ground: Ground, ended: Mapping[bytes, int], streams: Collection[bytes]) -> int:
    """Say once more what stands of lanes that `ended`, behind the last number that counts of each.

    Only what lives in one of the `streams` that whoever sits here writes, or that it is erased.
    Return how much that was.
    """
    lanes = _lanes(ground.cursor(), ended, streams) if ended else {}
    if not lanes:
        return 0
    cursor = ground.pen()
    keep_unsaid(cursor, {lane: ended[lane] for lane in lanes}, going_home(cursor))
    said = [
        op_of(row)
        for lane, (_stream, upto) in sorted(lanes.items())
        for row in cursor.execute(_SAID, (lane, upto)).fetchall()
    ]
    stranded = _Stranded(cursor, ground.journal.pen(cursor), lanes, streams)
    again = stranded.say_again(said)
    if again:
        stranded.log.write(cursor)
    for lane in sorted(lanes):
        settings.keep(cursor, f"{settings.STRANDED}{lane.hex()}", settings.YES)
    return again


def _lanes(
    cursor: Cursor, ended: Mapping[bytes, int], streams: Collection[bytes]
) -> dict[bytes, tuple[bytes, int]]:
    """Return of lanes of this workbook the stream, and up to where others have them."""
    own = own_authors(cursor)
    return {
        lane: (stream, max(sealed, ended[lane]))
        for lane, author, sealed, stream in cursor.execute(_LANES).fetchall()
        if lane in ended
        and author in own
        and stream in streams
        and settings.kept(cursor, f"{settings.STRANDED}{lane.hex()}") is None
    }


def say_going(cursor: Cursor, log: OpLog) -> int:
    """Say once more what goes home from here, and nobody else may have but as an empty number.

    It was written by whoever can seal no more; or by whoever sits here, beside what was erased
    since, or for a home that was let go. Return how much that was.
    """
    going, sealing = going_home(cursor), {author for (author,) in cursor.execute(_SEALING)}
    lanes = {lane: (stream, author) for lane, author, _, stream in cursor.execute(_LANES)}
    mine = {one for one in going if lanes[one.lane][1] == log.author}
    rows = {one: cursor.execute(_BESIDE, one[:2]).fetchone() for one in mine}
    beside = {one: row[0] for one, row in rows.items() if row}
    sent = mine & lost_its_home(cursor, going)
    lost = {one for one in going if lanes[one.lane][1] not in sealing} | beside.keys() | sent
    if not lost:
        return 0
    found = (read_op(cursor, one) for one in going)
    said = sorted((op for op in found if op is not None), key=lambda op: op.order)
    kept, waiting = {one: root for one, root in going.items() if one not in lost}, unsaid(cursor)
    for op in said:
        stands, named = _unreplaced(op, said), _with_before(op, said)
        # Also what was written here since, if it names some of it that others hold as a number.
        is_lacking = op.id in waiting or op.id in beside or op.id in sent
        if op.id not in lost:
            is_lacking = not named <= {op.id, *op.parents}
        if stands and is_lacking:
            value = stands if op.kind is Kind.CREATE else op.value
            what = (op.kind, op.entity, op.table, op.field, encode(value))
            stamp = (op.hlc, encode_parents(sorted(named)))
            again = log.add(cursor, lanes[op.id.lane][0], what, stamp)
            kept[again] = going[op.id]
            # Where the thing itself is back it stands as home says: neither this nor what this
            # replaced, which says so no more once it is emptied.
            ended = (again, *sorted(named))
            cells = [(*one, op.entity, name) for name in sorted(writes(op)) for one in ended]
            cursor.executemany(_STANDS_NOT, cells)
    log.write(cursor)
    with unguarded(cursor):
        # A number that went with what was erased says so: home waits for it no longer.
        empty_out(cursor, {one: beside.get(one, going[one]) for one in lost})
    keep_going(cursor, kept)
    forget(cursor, lost)
    return len(kept) - len(going) + len(lost)


def _with_before(op: Op, said: Iterable[Op]) -> set[OpId]:
    """Return an operation with what it knew of, and what that knew of which goes home as well."""
    parents = {one.id: set(one.parents) for one in said}
    named, todo = {op.id, *op.parents}, [*op.parents]
    while todo:
        new = parents.get(todo.pop(), set()) - named
        named |= new
        todo += new
    return named


def _unreplaced(op: Op, said: Iterable[Op]) -> dict[str, Value]:
    """Return of what an operation writes what no other of the same thing replaced."""
    after = [one for one in said if one.entity == op.entity and op.id in one.parents]
    gone = {name for one in after for name in writes(one)}
    return {name: value for name, value in writes(op).items() if name not in gone}


class _Stranded:
    """What of it stands, said by whoever works here now."""

    def __init__(
        self,
        cursor: Cursor,
        log: OpLog,
        lanes: Mapping[bytes, tuple[bytes, int]],
        streams: Collection[bytes],
    ) -> None:
        self._cursor, self.log, self._lanes, self._streams = cursor, log, lanes, streams

    def say_again(self, said: list[Op]) -> int:
        """Say again what of some things nobody else has; return how much that was."""
        erased = [op for op in said if op.kind is Kind.ERASE and not self._is_told(op)]
        for op in erased:
            self._add(op, self._lanes[op.id.lane][0], encode(op.value), set())
        # Whatever is a part of something else was made after it.
        things = dict.fromkeys(op.entity for op in sorted(said, key=lambda op: op.order))
        return len(erased) + sum(self._say(entity) for entity in things) + self._take_home()

    def _take_home(self) -> int:
        """Say again that things left which live here alone: she had taken them back."""
        again = 0
        for row in self._cursor.execute(_WENT_HOME, (PLACE,)).fetchall():
            op = op_of(row)
            if self._is_stranded(op.id):
                self._say_one(op, self._lanes[op.id.lane][0], {PLACE})
                again += 1
        return again

    def _say(self, entity: bytes) -> int:
        """Say again what others lack of one thing; return how much that was."""
        known = read_entity(self._cursor, entity)
        if known is None or known.made is None or not self._is_said(known, known.made):
            return 0
        cells, since = read_tips(self._cursor, entity), self._since(entity)
        stands: defaultdict[OpId, set[str]] = defaultdict(set)
        for name, tips in cells.items():
            for tip in tips:
                stands[tip].add(name)
        stands[known.made] |= writes(_op(self._cursor, known.made)).keys() - cells.keys()
        again = 0
        for op in sorted((_op(self._cursor, one) for one in stands), key=lambda one: one.order):
            if stands[op.id] and self._is_lacking(op, since):
                one = self._say_one(op, known.stream, stands[op.id])
                if op.id == known.made:
                    self._cursor.execute(_MADE_BY, (*one, entity))
                again += 1
        return again

    def _is_said(self, known: Known, made: OpId) -> bool:
        """Return whether anything is said of a thing: if it lives where others read, or did."""
        moved = self._cursor.execute(_MOVED, (known.id, known.stream)).fetchall()
        if known.stream not in self._streams or known.life == Life.ERASED.value:
            return False
        is_gone = known.life == Life.DELETED.value and self._is_stranded(made)
        return not is_gone and not any(self._is_stranded(OpId(*one)) for one in moved)

    def _is_lacking(self, op: Op, since: Container[OpId]) -> bool:
        """Return whether others lack it, or what it names if it was said here since."""
        if self._is_stranded(op.id):
            return op.kind in _SAID_AGAIN
        return op.id in since and not self._named(op) <= {op.id, *op.parents}

    def _say_one(self, op: Op, stream: bytes, names: set[str]) -> OpId:
        """Say one operation again, of the fields in which it stands; there stands this one now."""
        value = encode(op.value)
        if op.kind is Kind.CREATE:
            value = encode({name: one for name, one in writes(op).items() if name in names})
        again = self._add(op, stream, value, self._named(op))
        for name in names:
            for table in _CELLS:
                place = (*again, op.entity, name, *op.id)
                self._cursor.execute(_AGAIN.format(table), place)
        return again

    def _add(self, op: Op, stream: bytes, value: bytes, named: set[OpId]) -> OpId:
        what = (op.kind, op.entity, op.table, op.field, value)
        parents = encode_parents(sorted(named)) if named else None
        return self.log.add(self._cursor, stream, what, (op.hlc, parents))

    def _named(self, op: Op) -> set[OpId]:
        """Return an operation with what it knew of, and what that knew of which others lack."""
        named, todo = {op.id, *op.parents}, [*op.parents]
        while todo:
            one = todo.pop()
            before = read_op(self._cursor, one) if self._is_stranded(one) else None
            new = set(before.parents) - named if before else set()
            named |= new
            todo += new
        return named

    def _since(self, entity: bytes) -> set[OpId]:
        rows = self._cursor.execute(_SINCE, (entity, self.log.author)).fetchall()
        return {OpId(*row) for row in rows}

    def _is_stranded(self, op_id: OpId) -> bool:
        return op_id.lane in self._lanes and op_id.aseq > self._lanes[op_id.lane][1]

    def _is_told(self, op: Op) -> bool:
        """Return whether it was said in the same stream, in a lane of which others hear."""
        asked = op.entity, self._lanes[op.id.lane][0]
        rows = self._cursor.execute(_ERASED, asked).fetchall()
        return not all(self._is_stranded(OpId(*one)) for one in rows)


def _op(cursor: Cursor, op_id: OpId) -> Op:
    found = read_op(cursor, op_id)
    if found is None:
        raise KeyError(op_id)
    return found
