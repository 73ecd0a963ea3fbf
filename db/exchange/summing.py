"""A stream of this workbook summed up: of each cell the operations that nobody replaced.

It is the second way out of the log beside `db.homes.scopes`: what may not leave by the one
does not leave by the other either.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final, cast

from db.homes.going import going_home
from db.homes.held import held
from db.homes.membership import ExchangeRefused
from db.homes.scopes import cases_of, may_leave, require_agreed
from db.log.cells import op_of, read_op
from db.log.moves import local_lanes
from db.rows.rowplan import plans
from ledger.ops import PLACE, Kind, Op, OpId, decode_kept, writes
from ledger.summary import Awaited, LaneEnd, digests

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Mapping

    from sqlcipher3 import Cursor

# What a list shows and is searched by comes first, after who works with it.
LISTED: Final = ("app_user", "casefile", "assignment")
_LANES: Final = "select id, author, sealed, digest from lane where stream = ? order by id"
# Of a lane whose author was let out what was never sealed stays here: what stands is said anew.
_UNSEALED: Final = (
    "select distinct l.id from op as o join lane as l on l.id = o.lane"
    " where l.stream = ? and o.aseq > l.sealed and (o.kind = 5"
    " or l.author in (select author from app_user) or exists (select 1 from entity as e"
    " where e.stream = l.stream and e.lane = o.lane and e.aseq = o.aseq and e.idx = o.idx)"
    " or exists (select 1 from cell_meta as m where m.lane = o.lane and m.aseq = o.aseq"
    " and m.idx = o.idx) or exists (select 1 from cell_conflict as c where c.lane = o.lane"
    " and c.aseq = o.aseq and c.idx = o.idx))"
)
_TIPS: Final = (
    "select m.entity, m.field, m.lane, m.aseq, m.idx from {} as m"
    " join lane as l on l.id = m.lane join entity as e on e.id = m.entity"
    " where l.stream = ?1 and e.stream = ?1 and e.life <> 3"
)
_MADE_BY: Final = (
    "select id, lane, aseq, idx from entity where stream = ? and lane is not null and life <> 3"
    " and id in (select entity from cell_meta)"
)
_CELLS: Final = ("cell_meta", "cell_conflict")
_TABLES: Final = (
    "select distinct e.type from entity as e join lane as l on l.id = e.lane"
    " where e.stream = ?1 and l.stream = ?1 and e.life <> 3"
)
_MADE: Final = (
    "select o.* from entity as e join lane as l on l.id = e.lane join op as o"
    " on o.lane = e.lane and o.aseq = e.aseq and o.idx = e.idx"
    " where e.stream = ?1 and l.stream = ?1 and e.type = ?2 and e.life <> 3"
    " order by o.lane, o.aseq, o.idx"
)
_CASES: Final = "select id from entity where type = 'casefile' and stream = ? and life in (0, 2)"
_ENDS: Final = (
    "select o.* from op as o join lane as l on l.id = o.lane where l.stream = ?"
    " and (o.kind = 5 and o.\"table\" <> '' or o.kind = 6 and o.\"table\" <> '' and exists"
    " (select 1 from tombstone as t where t.entity = o.entity)) order by o.lane, o.aseq, o.idx"
)
# What brought something back that had left says where it lives.
_BROUGHT_BACK: Final = (
    "select o.* from entity as e join op as o on o.lane = e.lane and o.aseq = e.aseq"
    " and o.idx = e.idx where e.stream = ? and e.id in (select entity from op where kind = 5)"
)
# What left this stream, and what others hold as an empty number.
_EMPTY: Final = (
    "select o.lane, o.aseq, o.idx, o.entity from op as o join lane as l on l.id = o.lane"
    " left join entity as e on e.id = o.entity where l.stream = ?1 and (o.kind = 7 and"
    " o.\"table\" = '' or o.kind not in (5, 6, 7) and ifnull(e.stream <> ?1, 1))"
    " order by o.lane, o.aseq, o.idx"
)
_AWAITED: Final = (
    "select s.lane, s.aseq, s.idx, s.entity, s.field from cell_superseded as s"
    " join entity as e on e.id = s.entity where e.stream = ? and e.life <> 3"
    " order by s.lane, s.aseq, s.idx, s.entity, s.field"
)

# What was written here of things that came over from another exchanged stream; what made each.
_CAME_OVER: Final = (
    "select o.*, e.lane, e.aseq, e.idx from op as o join entity as e on e.id = o.entity"
    " join lane as l on l.id = o.lane where e.stream = ?1 and l.stream = ?1 and e.life <> 3"
    " and o.kind in (1, 2, 3) and e.id in (select p.entity from op as p"
    " join lane as m on m.id = p.lane join stream as s on s.id = m.stream"
    " where p.kind = 5 and s.kind = 'shared' and m.stream <> ?1)"
)
_ELSEWHERE: Final = "select id from lane where stream <> ?"


class Summing:
    """One stream as it is in this moment, inside a transaction of its connection."""

    def __init__(self, cursor: Cursor, stream: bytes, day: str) -> None:
        if not may_leave(cursor, stream):
            raise ExchangeRefused("exchange.local")
        # What a summary brought of lanes that wait for something is all that others need of it.
        self._held = held(cursor)
        unsealed = {lane for (lane,) in cursor.execute(_UNSEALED, (stream,)).fetchall()}
        if unsealed - self._held.keys():
            raise ExchangeRefused("exchange.unsealed")
        require_agreed(cursor, [case for (case,) in cursor.execute(_CASES, (stream,))], day)
        self._cursor, self._stream = cursor, stream
        self._inside = local_lanes(cursor)
        # Of things that were changed since they were made: the heads of their cells, their maker.
        self._tips: dict[bytes, dict[str, set[OpId]]] = {}
        for table in _CELLS:
            for entity, name, *op_id in cursor.execute(_TIPS.format(table), (stream,)):
                self._tips.setdefault(entity, {}).setdefault(name, set()).add(OpId(*op_id))
        rows = cursor.execute(_MADE_BY, (stream,)).fetchall()
        self._made = {entity: OpId(*op_id) for entity, *op_id in rows}

    def lanes(self) -> list[LaneEnd]:
        """Return how much of each lane is summed up."""
        rows = self._cursor.execute(_LANES, (self._stream,)).fetchall()
        ends = [
            LaneEnd(lane, author, self._held[lane].aseq, self._held[lane].digest)
            if lane in self._held
            else LaneEnd(lane, author, sealed, digest)
            for lane, author, sealed, digest in rows
        ]
        return [end for end in ends if end.aseq]

    def tables(self) -> list[str]:
        """Return the tables of which there is something, those of the list first."""
        known = plans()
        found = [table for (table,) in self._cursor.execute(_TABLES, (self._stream,))]

        def place(table: str) -> tuple[bool, bool, int, str]:
            # What stands in other things, as rows of a repeat do, comes behind all of them.
            rank = known[table].rank if table in known else 0
            return table not in LISTED, table not in known, rank, table

        return sorted(found, key=place)

    def rows(self, table: str) -> Iterator[Op]:
        """Yield what made each thing of a table, without what was replaced since."""
        for row in self._cursor.connection.execute(_MADE, (self._stream, table)):
            yield self._standing(_told(self._inside, op_of(row, decode_kept)))

    def operations(self, but: Container[str] = (), of: Container[str] | None = None) -> list[Op]:
        """Return what was written since into things of all tables but some, or of some only."""
        ids = {
            op_id
            for entity, fields in self._tips.items()
            for tips in fields.values()
            for op_id in tips
            if op_id != self._made.get(entity)
        }
        ops = (_op(self._cursor, op_id) for op_id in sorted(ids))
        return [
            self._standing(_told(self._inside, op))
            for op in ops
            if op.kind is not Kind.MOVE and op.table not in but and (of is None or op.table in of)
        ]

    def ends(self) -> list[Op]:
        """Return what left this stream or was erased; all that went with it is an empty number."""
        ends = [op_of(row) for row in self._cursor.execute(_ENDS, (self._stream,)).fetchall()]
        back = [op_of(row) for row in self._cursor.execute(_BROUGHT_BACK, (self._stream,))]
        back += [
            _op(self._cursor, tip)
            for fields in self._tips.values()
            for tip in fields.get(PLACE, ())
        ]
        placing = [op for op in (*ends, *back) if PLACE in writes(op)]
        # Of a part it may be said beside its case what names that this left: there it still stands.
        named = {(op.entity, parent) for op in placing for parent in op.parents}
        last = [
            _told(self._inside, op)
            for op in ends
            if op.kind is Kind.ERASE or (op.entity, op.id) not in named
        ]
        empty = self._cursor.execute(_EMPTY, (self._stream,)).fetchall()
        several = [_empty(self._cursor, OpId(*row), entity) for *row, entity in empty]
        lanes = self._lanes() & self._held.keys()
        several += [*self._going(), *(op for lane in lanes for op in self._held[lane].empty(lane))]
        last += {op.id: op for op in several}.values()
        upto = {end.lane: end.aseq for end in self.lanes()}
        return sorted(
            (op for op in last if op.id.aseq <= upto.get(op.id.lane, 0)), key=lambda op: op.id
        )

    def _going(self) -> list[Op]:
        """Return as empty what waits here only to go home: a summary has nothing of it."""
        lanes = self._lanes()
        return [
            Op(op_id, Kind.SCHEMA, root, "", None, None, 0)
            for op_id, root in going_home(self._cursor).items()
            if op_id.lane in lanes
        ]

    def _lanes(self) -> set[bytes]:
        return {lane for lane, *_ in self._cursor.execute(_LANES, (self._stream,)).fetchall()}

    def awaited(self) -> list[Awaited]:
        """Return what was replaced before it came here, or where others do not hear of it."""
        rows = self._cursor.execute(_AWAITED, (self._stream,)).fetchall()
        found = {Awaited(OpId(*row[:3]), *row[3:]) for row in rows}
        return sorted(
            (one for one in found | self._replaced_elsewhere() if one.id.lane not in self._inside),
            key=lambda one: (one.id, one.entity, one.field),
        )

    def _replaced_elsewhere(self) -> set[Awaited]:
        """Return what was written in the stream from which a thing came over, and replaced here.

        Whoever has that stream by its batches and this one summed up hears of it by nothing else.
        """
        found: set[Awaited] = set()
        elsewhere = {lane for (lane,) in self._cursor.execute(_ELSEWHERE, (self._stream,))}
        for *row, lane, aseq, idx in self._cursor.execute(_CAME_OVER, (self._stream,)).fetchall():
            op, made = op_of(row), (lane, aseq, idx)
            tips = self._tips.get(op.entity, {})
            for name in writes(op):
                if op.id not in tips.get(name, {made}):
                    some = (one for one in op.parents if one.lane in elsewhere)
                    found |= {Awaited(one, op.entity, name) for one in some}
        return found

    def digests(self) -> dict[bytes, bytes]:
        """Return the digest of each thing."""
        several = [*self.ends(), *self.operations()]
        twice = {op.entity for op in several}
        found: dict[bytes, bytes] = {}
        for table in self.tables():
            for op in self.rows(table):
                if op.entity in twice:
                    several.append(op)
                else:
                    found |= digests([op])
        return found | digests(several)

    def _standing(self, op: Op) -> Op:
        """Return what an operation says of cells in which it stands still."""
        fields = self._tips.get(op.entity)
        if op.kind is not Kind.CREATE or fields is None:
            return op
        made = self._made.get(op.entity) == op.id
        said = cast("Mapping[str, Any]", op.value)
        standing = {
            name: value
            for name, value in said.items()
            if (made and name not in fields) or op.id in fields.get(name, ())
        }
        return replace(op, value=standing)


def _told(inside: Container[bytes], op: Op) -> Op:
    parents = tuple(one for one in op.parents if one.lane not in inside)
    return op if parents == op.parents else replace(op, parents=parents)


def _empty(cursor: Cursor, op_id: OpId, entity: bytes) -> Op:
    """Return an empty number of something: whoever has its case at home knows what it lacks."""
    case = next(cases_of(cursor, entity), entity)
    return Op(op_id, Kind.SCHEMA, case, "", None, None, 0)


def _op(cursor: Cursor, op_id: OpId) -> Op:
    return cast("Op", read_op(cursor, op_id))
