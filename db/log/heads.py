"""The heads of each cell, kept up as operations come in: entity by entity, written at the end."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING, Any, Final, cast

from db.log.alone import Alone
from db.log.cells import DISPUTED, SHOWN, Known, op_of, read_op
from db.log.claims import Claims
from db.log.lives import life_in
from db.rows.these import THESE, listed
from ledger.merge import Life, repeats, written
from ledger.ops import PLACE, Kind, Op, OpId, encode, writes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from sqlcipher3 import Cursor

# What was summed up came without most of what it replaced: that was seen all the same.
_SEEN: Final = (
    "select 1 from op where lane = ?1 and aseq = ?2 and idx = ?3"
    " union all select 1 from lane where id = ?1 and sealed >= ?2"
)
_ENTITIES: Final = ("select * from entity where id", THESE)
_MADE: Final = (
    "select o.* from entity as e join op as o using (lane, aseq, idx) where e.id",
    THESE,
)
_TIPS: Final = (
    ("select entity, field, lane, aseq, idx from cell_meta where entity", THESE),
    ("select entity, field, lane, aseq, idx from cell_conflict where entity", THESE),
)
_ADD_ENTITY: Final = "insert into entity values (?, ?, ?, ?, ?, ?, 0)"
_MADE_BY: Final = "update entity set type = ?, stream = ?, lane = ?, aseq = ?, idx = ? where id = ?"
_ANY_REPLACED: Final = "select 1 from cell_superseded limit 1"
_REPLACED: Final = (
    "select entity, field from cell_superseded where lane = ? and aseq = ? and idx = ?"
)
_ARRIVED: Final = "delete from cell_superseded where lane = ? and aseq = ? and idx = ?"
_AWAIT: Final = "insert or ignore into cell_superseded values (?, ?, ?, ?, ?)"
_SAID: Final = "select * from op where entity = ? and parents is not null and kind <> 7"
_SUMMED: Final = "insert or ignore into cell_summed values (?, ?, ?, ?, ?)"
_LOCAL: Final = "select id from stream where kind = 'caseload'"
_NO_META: Final = "delete from cell_meta where entity = ? and field = ?"
_NO_CONFLICT: Final = "delete from cell_conflict where entity = ? and field = ?"
_AT_ONCE: Final = 500


@dataclass(slots=True)
class Taken:
    """One entity while operations come in: what is known of it, and the heads of its fields.

    `tips` are the fields written since creation, `twice` those that were in conflict before;
    `ops` are the operations at hand, `new` those that just came; `late` is one whose creation
    came after operations on it.
    """

    known: Known
    made: Op | None = None
    fresh: bool = False
    late: bool = False
    tips: dict[str, set[OpId]] = field(default_factory=dict)
    ops: dict[OpId, Op] = field(default_factory=dict)
    new: list[Op] = field(default_factory=list)
    changed: set[str] = field(default_factory=set)
    twice: set[str] = field(default_factory=set)

    @property
    def plain(self) -> bool:
        """Return whether all that is known of it is that it was made just now."""
        return self.fresh and self.made is not None and not self.tips

    def heads(self, name: str) -> set[OpId]:
        """Return the operations of a field that nobody replaced."""
        if name in self.tips:
            return self.tips[name]
        return {self.made.id} if self.made and name in writes(self.made) else set()

    def cells(self, cursor: Cursor) -> dict[str, frozenset[Op]]:
        """Return every field with its heads."""
        found: dict[str, frozenset[Op]] = {}
        if self.made is not None:
            found = dict.fromkeys(writes(self.made), frozenset({self.made}))
        for name, tips in self.tips.items():
            if tips:
                found[name] = frozenset(self.op(cursor, tip) for tip in tips)
        return found

    def op(self, cursor: Cursor, op_id: OpId) -> Op:
        """Return one of its operations, read from the log if it is not at hand."""
        if op_id not in self.ops:
            self.ops[op_id] = cast("Op", read_op(cursor, op_id))
        return self.ops[op_id]

    def life(self, cursor: Cursor, cells: Mapping[str, frozenset[Op]]) -> Life:
        """Return what has become of it."""
        return Life.LIVE if self.plain else life_in(cursor, self.known.stream, cells)


def load(cursor: Cursor, entities: Iterable[bytes]) -> dict[bytes, Taken]:
    """Return what is known of some entities, as far as anything is."""
    found: dict[bytes, Taken] = {}
    for some in parcels(entities):
        these = (listed(some),)
        for row in cursor.execute(" ".join(_ENTITIES), these).fetchall():
            found[row[0]] = Taken(Known(*row))
        if not found:
            continue
        for row in cursor.execute(" ".join(_MADE), these).fetchall():
            made = op_of(row)
            found[made.entity].made = made
            found[made.entity].ops[made.id] = made
        for number, query in enumerate(_TIPS):
            for entity, name, *op_id in cursor.execute(" ".join(query), these).fetchall():
                found[entity].tips.setdefault(name, set()).add(OpId(*op_id))
                if number:
                    found[entity].twice.add(name)
    return found


def parcels(entities: Iterable[bytes], most: int = _AT_ONCE) -> Iterator[list[bytes]]:
    """Yield ids in lists that one statement takes."""
    source = iter(entities)
    while some := list(islice(source, most)):
        yield some


class Heads:
    """Lets operations that were just written take their places in cells."""

    def __init__(
        self,
        cursor: Cursor,
        streams: Mapping[bytes, bytes],
        to_come: set[OpId],
        covered: Mapping[bytes, int] | None = None,
    ) -> None:
        self._cursor = cursor
        self._streams = streams
        # Up to which number of a lane nothing is to come that is not summed up already.
        self._covered = covered or {}
        # Already written, not yet absorbed: not seen as far as cells are concerned.
        self._to_come = to_come
        self._awaited: dict[OpId, set[tuple[bytes, str]]] = {}
        self._seen: set[OpId] = set()
        self._any = cursor.execute(_ANY_REPLACED).fetchone() is not None
        self._local = frozenset(stream for (stream,) in cursor.execute(_LOCAL))
        self._alone = Alone(cursor)
        self.claims = Claims(cursor, to_come, self._await)

    def absorb(self, ops: Iterable[Op]) -> dict[bytes, Taken]:
        """Take in operations; return the entities that they changed."""
        by_entity: dict[bytes, list[Op]] = {}
        for op in ops:
            by_entity.setdefault(op.entity, []).append(op)
        taken = load(self._cursor, by_entity)
        for entity, some in by_entity.items():
            if entity not in taken:
                taken[entity] = self._fresh(some[0])
            counts = self.claims.weigh(taken[entity], some)
            for op in _said_first(counts) if len(counts) > 1 else counts:
                self._absorb(taken[entity], op)
            self._brought_back(taken[entity])
        self.save(taken)
        return taken

    def _fresh(self, op: Op) -> Taken:
        stream = self._streams[op.id.lane]
        return Taken(Known(op.entity, op.table, stream, None, None, None, 0), fresh=True)

    def _absorb(self, one: Taken, op: Op) -> None:
        """Let an operation take its place in the cells it writes."""
        self._to_come.discard(op.id)
        one.ops[op.id] = op
        one.new.append(op)
        replaced = self._replaced(op) | self._said_before(one, op)
        if self._alone.any and not one.fresh:
            replaced |= self._brought_out(one, op)
        first = op.kind is Kind.CREATE and one.made is None
        if first and one.fresh and not (one.tips or replaced):
            # Hardly anything else comes: its parents are the things that it belongs to.
            for name in writes(op) if op.parents else ():
                self._await(op, name, set())
            self._made(one, op)
            return
        for name in writes(op):
            heads = set(one.heads(name))
            self._await(op, name, heads)
            heads.difference_update(op.parents)
            if (op.entity, name) not in replaced:
                heads.add(op.id)
            one.tips[name] = heads
            one.changed.add(name)
        if first:
            self._made(one, op)

    def _made(self, one: Taken, op: Op) -> None:
        """Note what made an entity: where that was written it lives, whatever came before."""
        one.made, one.late = op, not one.fresh
        stream = self._streams[op.id.lane]
        if op.table != one.known.type:
            # Who took it for something else spoke of nothing that there is.
            _forget_others(self._cursor, one, op.table)
        one.known = Known(one.known.id, op.table, stream, *op.id, one.known.life)

    def _brought_out(self, one: Taken, op: Op) -> set[tuple[bytes, str]]:
        """Let what says that a thing was brought out replace what was known of it here alone.

        Return the cells in which that, or what was said with it, was replaced here alone since.
        """
        repeated = {(op.entity, name) for name in self._alone.repeated(one, op)}
        away = {(op.id, name) for _entity, name in repeated}
        if replaced := self._alone.replaced(one, op):
            for name, heads in replaced.items():
                one.tips[name] = one.heads(name) - heads
                away |= {(head, name) for head in heads}
            one.changed.update(replaced)
            self._made(one, op)
        rows = [(*op_id, op.entity, name) for op_id, name in sorted(away)]
        self._cursor.executemany(_SUMMED, rows)
        return repeated

    def _brought_back(self, one: Taken) -> None:
        """Let what brought a thing back, or over into another stream, be what made it.

        As where it was away in between: there it lives, and what knows nothing of it is too late.
        It is brought over by one laptop after the other: what was said last knew of all before.
        """
        place = [one.op(self._cursor, tip) for tip in one.tips.get(PLACE, ())]
        back = [op for op in place if op.kind is Kind.CREATE]
        if one.made is None or not back or len(back) < len(place):
            return
        last = max(back, key=lambda op: op.order)
        if one.made in back and self._streams[last.id.lane] == one.known.stream:
            return
        for name in writes(one.made):
            one.tips.setdefault(name, {one.made.id})
        one.changed.update(one.tips)
        self._made(one, last)

    def _replaced(self, op: Op) -> set[tuple[bytes, str]]:
        """Return the cells in which an operation was replaced before it came."""
        replaced = self._awaited.pop(op.id, set())
        if self._any:
            found = self._cursor.execute(_REPLACED, op.id).fetchall()
            if found:
                replaced = replaced.union(found)
                self._cursor.execute(_ARRIVED, op.id)
                _note_unsaid(
                    self._cursor, op, {name for entity, name in found if entity == op.entity}
                )
        return replaced

    def _said_before(self, one: Taken, op: Op) -> set[tuple[bytes, str]]:
        """Return the cells in which it says once more what was replaced here, of what is at home.

        What comes back from a backup can not know whether that had come here with its words.
        """
        if one.fresh or not op.parents or one.known.stream not in self._local:
            return set()
        said = writes(op)
        # What has just come with it and takes its place after it was not replaced here.
        there = (parent for parent in op.parents if parent not in self._to_come)
        parents = (read_op(self._cursor, parent) for parent in there)
        before = [it for it in parents if it and repeats(op, it)]
        found = {
            (op.entity, name)
            for other in before
            for name, value in writes(other).items()
            if name in said and said[name] == value and other.id not in one.heads(name)
        }
        self._cursor.executemany(_SUMMED, [(*op.id, *cell) for cell in sorted(found)])
        return found

    def _await(self, op: Op, name: str, heads: set[OpId]) -> None:
        for parent in op.parents:
            if parent not in heads and (parent in self._to_come or not self._exists(parent)):
                self._awaited.setdefault(parent, set()).add((op.entity, name))

    def _exists(self, op_id: OpId) -> bool:
        if op_id in self._seen or op_id.aseq <= self._covered.get(op_id.lane, 0):
            return True
        found = self._cursor.execute(_SEEN, op_id).fetchone() is not None
        if found:
            self._seen.add(op_id)
        return found

    def save(self, taken: Mapping[bytes, Taken]) -> None:
        """Write entities and cells as they are now."""
        fresh = [one.known[:6] for one in taken.values() if one.fresh]
        # In the order of their random ids they share pages.
        self._cursor.executemany(_ADD_ENTITY, sorted(fresh))
        for known in (one.known for one in taken.values() if one.late):
            self._cursor.execute(_MADE_BY, (*known[1:6], known.id))
        for one in taken.values():
            for name in one.changed:
                _put(self._cursor, one, name)
        rows = [
            (*op_id, entity, name)
            for op_id, cells in self._awaited.items()
            for entity, name in sorted(cells)
        ]
        self._cursor.executemany(_AWAIT, rows)


def _said_first(ops: Sequence[Op]) -> list[Op]:
    """Return operations of one thing, those that say another one of them once more behind it.

    Before it they would stand beside what had replaced that one.
    """
    there = {op.id: op for op in ops}
    found = [any(repeats(op, there[one]) for one in op.parents if one in there) for op in ops]
    again = [op for op, is_so in zip(ops, found, strict=True) if is_so]
    return [*(op for op, is_so in zip(ops, found, strict=True) if not is_so), *again]


def _forget_others(cursor: Cursor, one: Taken, table: str) -> None:
    for name, tips in one.tips.items():
        one.tips[name] = {tip for tip in tips if one.op(cursor, tip).table == table}
        one.changed.add(name)


def _note_unsaid(cursor: Cursor, op: Op, names: set[str]) -> None:
    """Keep in which cells an operation was replaced by what nobody says here: by a summary."""
    rows = cursor.execute(_SAID, (op.entity,)).fetchall()
    others = [one for one in map(op_of, rows) if op.id in one.parents]
    said = {name for one in others for name in writes(one)}
    cells = [(*op.id, op.entity, name) for name in sorted((names & writes(op).keys()) - said)]
    cursor.executemany(_SUMMED, cells)


def _put(cursor: Cursor, one: Taken, name: str) -> None:
    cell, heads = (one.known.id, name), one.tips[name]
    if name in one.twice:
        cursor.execute(_NO_CONFLICT, cell)
    if not heads or heads == {one.known.made}:
        if not one.fresh:
            cursor.execute(_NO_META, cell)
        del one.tips[name]
        return
    ops = [one.op(cursor, head) for head in heads]
    latest = max(ops, key=lambda op: op.order)
    cursor.execute(SHOWN, (*cell, *latest.id, latest.hlc))
    if len(ops) > 1:
        rows: list[tuple[Any, ...]] = [
            (*cell, *op.id, op.hlc, encode(written(op, name))) for op in ops
        ]
        cursor.executemany(DISPUTED, rows)
