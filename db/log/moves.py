"""A thing goes over into another stream: whole into one that is exchanged, or away from it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import cbor2

from db.log.cells import DISPUTED, SHOWN, read_cells, read_entity, read_op, read_tips
from db.log.routes import CASE, HOLDER, OTHER
from db.log.streams import own_authors
from ledger.merge import Life, in_conflict, written
from ledger.ops import LIFE, PLACE, Kind, Op, OpId, decode_parents, encode, encode_parents, writes

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping

    from sqlcipher3 import Cursor

    from db.log.cells import Known
    from db.log.oplog import OpLog

_LOCAL_LANES: Final = (
    "select l.id from lane as l join stream as s on s.id = l.stream where s.kind = 'caseload'"
)
_STREAM: Final = "select stream from lane where id = ?"
_AUTHOR: Final = "select author from lane where id = ?"
_SEALS: Final = "select 1 from lane as l join app_user as u on u.author = l.author where l.id = ?"
# As with what is taken back: what stands behind it in its lane may have been given.
_GIVEN: Final = "select 1 from outbox where lane = ? and aseq >= ? and sent_to is not null"
_LIVES_IN: Final = "update entity set stream = ? where id = ?"
_MADE_BY: Final = "update entity set stream = ?, lane = ?, aseq = ?, idx = ? where id = ?"
_TOLD: Final = "delete from {} where entity = ? and field <> ''"
_CELLS: Final = ("cell_meta", "cell_conflict")
_SETTLED: Final = "delete from cell_conflict where entity = ? and field = ?"
_WHERE: Final = "where entity = ? and field = ? and lane = ? and aseq = ? and idx = ?"
_AGAIN: Final = (
    ("update cell_conflict set lane = ?, aseq = ?, idx = ?", _WHERE),
    ("update cell_meta set lane = ?, aseq = ?, idx = ?", _WHERE),
)
_MADE_WITH: Final = (
    "select lane, aseq, idx, value from op where kind = 2 and lane = ? and aseq >= ?"
    " order by aseq, idx"
)
_LEFT: Final = "select lane, aseq, idx from op where entity = ? and kind = 5"
_BROUGHT: Final = "select parents from op where entity = ? and kind = 2 and parents is not null"
_MADE: Final = "select entity, value from op where kind = 2 order by lane, aseq, idx"
_DELETED: Final = (
    "select e.id, o.value from entity as e join stream as s on s.id = e.stream"
    " join op as o on o.lane = e.lane and o.aseq = e.aseq and o.idx = e.idx"
    " where s.kind = 'shared' and e.life = 1"
)
# What somebody wrote, or took away, who did not know that its case had left.
_SAID_AGAIN: Final = frozenset({Kind.CREATE, Kind.SET, Kind.DELETE})
_GONE: Final = frozenset({Life.DELETED.value, Life.ERASED.value})


class _Whole(NamedTuple):
    """What is said once more, in which stream and by what.

    Also what said that it had left, and what others still hold of before.
    """

    known: Known
    stream: bytes
    made: OpId
    left: set[OpId]
    behind: set[OpId]


class Moves:
    """Moves of one piece of work; what is written here is in the log when it is kept."""

    def __init__(self, cursor: Cursor, log: OpLog) -> None:
        self._cursor = cursor
        self._log = log
        self._local = local_lanes(cursor)
        self._own = own_authors(cursor) | {log.author}
        # What was said once more just now is not in the log before the work is kept.
        self._sent: dict[bytes, Op] = {}

    def send(
        self,
        entity: bytes,
        stream: bytes,
        beside: Iterable[OpId] = (),
        of: bytes | None = None,
    ) -> None:
        """Say a thing once more, as it is now, in a stream that is exchanged: it lives there.

        What several people wrote differently is said once for each: no move decides for them.
        What came too late for others is said `beside` what it is a part of, which they have.
        What goes with a case is a part `of` that.
        """
        known = read_entity(self._cursor, entity)
        if known is None or known.made is None or known.life in _GONE:
            return
        cells = read_cells(self._cursor, known)
        fields = {name: tips for name, tips in cells.items() if name not in {LIFE, PLACE}}
        agreed = {name: tips for name, tips in fields.items() if not in_conflict(tips, name)}
        said = {name: written(next(iter(tips)), name) for name, tips in agreed.items()}
        replaced = {known.made, *(tip.id for tips in agreed.values() for tip in tips), *beside}
        behind = self._left_behind(cells.get(PLACE, ()))
        if beside or PLACE in cells:
            said[PLACE] = stream
        if PLACE in cells:
            # It was there before: whoever has not heard yet that it left must not mix the two.
            replaced |= self._said_of_leaving(entity, cells[PLACE])
            replaced |= behind | self._before_it(entity, replaced, stream)
            # Where nothing is read of where a part was since, all else that it knows may be past.
            case = self._made(of) if of not in {None, entity} else None
            replaced |= {case.id} if case and case.id.lane not in self._local else set()
        # Others emptied what was said before it left: of what knows nothing else nothing stays.
        # If it never left itself, that it is with its case.
        left = {tip.id for tip in cells.get(PLACE, ()) if tip.kind is Kind.MOVE}.union(beside)
        what = (Kind.CREATE, entity, known.type, None, encode(said))
        hlc = self._log.clock.tick()
        parents = tuple(sorted(replaced))
        made = self._log.add(self._cursor, stream, what, (hlc, encode_parents(parents)))
        self._sent[entity] = Op(made, Kind.CREATE, entity, known.type, None, said, hlc, parents)
        self._cursor.execute(_MADE_BY, (stream, *made, entity))
        for table in _CELLS:
            self._cursor.execute(_TOLD.format(table), (entity,))
        whole = _Whole(known, stream, made, left, behind)
        for name in fields.keys() - agreed.keys():
            self._say_each(whole, name, fields[name])
        if known.life == Life.DISPUTED.value:
            self._say_disputed(whole, cells.get(LIFE, frozenset()))
        if known.life == Life.LIVE.value and cells.get(LIFE):
            self._say_kept(whole, cells[LIFE])

    def _said_of_leaving(self, entity: bytes, place: Iterable[Op]) -> set[OpId]:
        """Return what said that a thing left, so that whoever hears of that knows that it is back.

        Also that it left once before, wherever that was: who hears nothing, or late, of what
        brought it back then would let go of it.
        """
        rows = (OpId(*row) for row in self._cursor.execute(_LEFT, (entity,)).fetchall())
        before = {one for tip in place for one in tip.parents if self._is_move(one)}
        moves = (one for one in rows if one.lane not in self._local)
        brought = self._cursor.execute(_BROUGHT, (entity,)).fetchall()
        named = {one for (parents,) in brought for one in decode_parents(parents)}
        # What stands in a stream that is not read here was named by what brought it over from it.
        unread = {one for one in named if read_op(self._cursor, one) is None}
        return before.union((tip.id for tip in place), moves, unread)

    def take_home(self, entity: bytes, stream: bytes) -> None:
        """Say in the stream where a thing lived that it has left; from here on it is local."""
        known = read_entity(self._cursor, entity)
        if known is None or known.life == Life.ERASED.value:
            return
        cells = read_cells(self._cursor, known)
        place = cells.get(PLACE, frozenset())
        # What somebody else took home who is gone is taken home from here once more.
        if not any(tip.kind is Kind.MOVE and self.is_own(tip.id.lane) for tip in place):
            parents = {tip.id for tip in place} | ({known.made} if known.made else set())
            # What was given to nobody goes out empty now: others go on holding what it replaced.
            tips = parents.union(tip.id for some in cells.values() for tip in some)
            empty = {tip for tip in tips if self._is_ungiven(tip)}
            parents |= self._heard_elsewhere(empty, self._is_ungiven)
            # Of what brought it back nothing may be left elsewhere that says what that replaced.
            parents |= {one for tip in place for one in tip.parents if self._is_move(one)}
            what = (Kind.MOVE, entity, known.type, None, encode(None))
            hlc = self._log.clock.tick()
            left = self._log.add(
                self._cursor, known.stream, what, (hlc, encode_parents(sorted(parents)))
            )
            self._cursor.execute(SHOWN, (entity, PLACE, *left, hlc))
            self._cursor.execute(_SETTLED, (entity, PLACE))
        self._cursor.execute(_LIVES_IN, (stream, entity))

    def came_late(self, op: Op, case: bytes) -> bool:
        """Return whether others had nothing left of what an operation knew when it came to them.

        They emptied what was said before the case came back; only what knows of that stays, as
        does what somebody else said again by now.
        """
        whole = self._made(case)
        own = whole if op.kind is Kind.CREATE else self._made(op.entity)
        if not (own and PLACE in writes(own)) or op.kind not in _SAID_AGAIN:
            return False
        if op.kind is Kind.CREATE:
            # What something else made by now was said once more already, if that knew of this,
            # which is by somebody else; and what was made here as a part is, with its case.
            made = self._made(op.entity)
            is_theirs = self._cursor.execute(_SEALS, op.id[:1]).fetchone() is None
            is_said = op.id in self._before(made) if is_theirs and made else op.entity != case
            if made and made.id != op.id and is_said:
                return False
        elif op.id not in read_tips(self._cursor, op.entity).get(op.field or LIFE, ()):
            return False
        back = {own.id} | ({whole.id} if whole else set())
        return back.isdisjoint(self._before(op))

    def say_again(self, op: Op, case: bytes, stream: bytes, knew: Collection[OpId] = ()) -> None:
        """Say once more what came too late for others: it stands beside what was said since.

        And beside what others say of what was alone here, but for what it `knew` of that.
        """
        whole, own = self._made(case), self._made(op.entity)
        if op.kind is Kind.CREATE:
            self.send(op.entity, stream, [whole.id] if whole else ())
            return
        # They know that the thing left once, by the operation that brought it back.
        left = {one for one in (own.parents if own else ()) if self._is_move(one)}
        # And that its case is back: what nothing else knows of would be too late for them as well.
        back = whole.id if whole and op.entity != case else self._brought_back(case, whole)
        what = (op.kind, op.entity, op.table, op.field, encode(op.value))
        parents = encode_parents(sorted({op.id, *left, *([back] if back else ()), *knew}))
        self._again(op, self._log.add(self._cursor, stream, what, (op.hlc, parents)))

    def _brought_back(self, case: bytes, whole: Op | None) -> OpId | None:
        """Return what came back with a case as a part of it: to name that replaces nothing."""
        rows = self._cursor.execute(_MADE_WITH, whole.id[:2]).fetchall() if whole else ()
        found = (OpId(*one) for *one, value in rows if case in _holders(value))
        return next(found, None)

    def _made(self, entity: bytes) -> Op | None:
        known, sent = read_entity(self._cursor, entity), self._sent.get(entity)
        if known is None or known.made is None:
            return None
        return sent if sent and sent.id == known.made else read_op(self._cursor, known.made)

    def _before(self, op: Op) -> set[OpId]:
        """Return all operations that one of them knew of, as far as they are here."""
        passed: set[OpId] = set()
        todo = list(op.parents)
        while todo:
            op_id = todo.pop()
            if op_id not in passed:
                passed.add(op_id)
                parent = read_op(self._cursor, op_id)
                todo += parent.parents if parent else ()
        return passed

    def _is_move(self, op_id: OpId) -> bool:
        op = read_op(self._cursor, op_id)
        return op is not None and op.kind is Kind.MOVE

    def _say_each(self, whole: _Whole, name: str, tips: Iterable[Op]) -> None:
        """Say once more each of several values that stand side by side, in the same order."""
        known, stream, made, _, behind = whole
        for tip in sorted(tips, key=lambda op: op.order):
            value = encode(written(tip, name))
            what = (Kind.SET, known.id, known.type, name, value)
            # Whoever decides between them knows by this that it is back.
            parents = {tip.id, made} | behind | self._before_it(known.id, {tip.id}, stream)
            again = self._log.add(
                self._cursor, stream, what, (tip.hlc, encode_parents(sorted(parents)))
            )
            self._cursor.execute(DISPUTED, (known.id, name, *again, tip.hlc, value))
            self._cursor.execute(SHOWN, (known.id, name, *again, tip.hlc))

    def _say_disputed(self, whole: _Whole, tips: Iterable[Op]) -> None:
        """Say once more that somebody took a thing away which others had changed, or kept."""
        known, stream, _, left, behind = whole
        for tip in sorted(tips, key=lambda op: op.order):
            if tip.kind is not Kind.CREATE:
                parents = {tip.id, *left} | behind | self._before_it(known.id, {tip.id}, stream)
                what = (tip.kind, known.id, known.type, tip.field, encode(tip.value))
                stamp = (tip.hlc, encode_parents(sorted(parents)))
                self._again(tip, self._log.add(self._cursor, stream, what, stamp))

    def _say_kept(self, whole: _Whole, tips: Iterable[Op]) -> None:
        """Say once more that somebody decided to keep a thing: all hold that of it together."""
        known, stream, made, _, behind = whole
        ids, last = {tip.id for tip in tips}, max(tips, key=lambda op: op.order)
        parents = {*ids, made} | behind | self._before_it(known.id, ids, stream)
        what = (Kind.SET, known.id, known.type, LIFE, encode(written(last, LIFE)))
        stamp = (last.hlc, encode_parents(sorted(parents)))
        again = self._log.add(self._cursor, stream, what, stamp)
        self._cursor.execute(_SETTLED, (known.id, LIFE))
        self._cursor.execute(SHOWN, (known.id, LIFE, *again, last.hlc))

    def _again(self, op: Op, again: OpId) -> None:
        """Let what was said once more stand where it stood."""
        for statement in _AGAIN:
            values = (*again, op.entity, op.field or LIFE, *op.id)
            self._cursor.execute(" ".join(statement), values)

    def _left_behind(self, place: Iterable[Op]) -> set[OpId]:
        """Return what others may hold of a thing that left, by what said so."""
        left = (tip for tip in place if tip.kind is Kind.MOVE)
        return {one for tip in left for one in tip.parents if not self._is_move(one)}

    def _is_ungiven(self, op_id: OpId) -> bool:
        """Return whether an operation was written here and given to nobody."""
        given = self._cursor.execute(_GIVEN, op_id[:2]).fetchone()
        return self.is_own(op_id.lane) and given is None

    def is_own(self, lane: bytes) -> bool:
        """Return whether somebody of this workbook wrote in a lane."""
        row = self._cursor.execute(_AUTHOR, (lane,)).fetchone()
        return row is not None and row[0] in self._own

    def _before_it(self, entity: bytes, ops: set[OpId], stream: bytes) -> set[OpId]:
        """Return what others hear of, or will, of all that some operations replaced of a thing.

        What was given to nobody goes out with its words where the thing lives there again. In the
        `stream` nobody may ever hear of what was said in another since, and replaced it.
        """
        there = _last_there(self._cursor, entity, ops, stream)
        return self._heard_elsewhere(ops) | self._ungiven_before(entity, ops) | there

    def _ungiven_before(self, entity: bytes, ops: set[OpId]) -> set[OpId]:
        found, passed, todo = set[OpId](), set[OpId](), list(ops)
        while todo:
            op_id = todo.pop()
            is_open = op_id.lane in self._local or self._is_ungiven(op_id)
            if op_id in passed or not is_open:
                continue
            passed.add(op_id)
            op = read_op(self._cursor, op_id)
            if op is not None and op.entity == entity:
                todo += op.parents
                found |= set() if op_id.lane in self._local else {op_id}
        return found

    def _heard_elsewhere(
        self, ops: set[OpId], unheard: Callable[[OpId], bool] = lambda _op_id: False
    ) -> set[OpId]:
        """Return the last operations before some that others have heard of, or hear of."""
        heard: set[OpId] = set()
        passed: set[OpId] = set()
        todo = list(ops)
        while todo:
            op_id = todo.pop()
            if op_id in passed:
                continue
            passed.add(op_id)
            op, is_unheard = read_op(self._cursor, op_id), unheard(op_id)
            # That something left is told as it is, whenever it is given.
            if op_id.lane not in self._local and (not is_unheard or self._is_move(op_id)):
                heard.add(op_id)
            if op is not None and (op_id.lane in self._local or is_unheard):
                todo += op.parents
        return heard


def _last_there(cursor: Cursor, entity: bytes, ops: Iterable[OpId], stream: bytes) -> set[OpId]:
    """Return what was said last of a thing in a stream, up to some operations."""
    found, passed, todo = set[OpId](), set[OpId](), list(ops)
    while todo:
        op_id = todo.pop()
        op = read_op(cursor, op_id) if op_id not in passed else None
        passed.add(op_id)
        if op is not None and op.entity == entity:
            is_there = cursor.execute(_STREAM, (op_id.lane,)).fetchone() == (stream,)
            found |= {op_id} if is_there else set()
            todo += () if is_there else op.parents
    return found


def local_lanes(cursor: Cursor) -> frozenset[bytes]:
    """Return the lanes of which nothing may ever be said elsewhere, not even a number."""
    return frozenset(lane for (lane,) in cursor.execute(_LOCAL_LANES))


def made_inside(cursor: Cursor, roots: Iterable[bytes]) -> dict[bytes, bytes]:
    """Return some things and all that was ever made as a part of them, deleted since or not.

    Each with that of which it is a part.
    """
    return _inside(roots, cursor.execute(_MADE))


def deleted_inside(cursor: Cursor, roots: Iterable[bytes]) -> set[bytes]:
    """Return what was deleted of some things while they were exchanged: no row says it any more."""
    known = set(roots)
    return _inside(known, cursor.execute(_DELETED)).keys() - known


def _inside(roots: Iterable[bytes], made: Iterable[tuple[bytes, bytes]]) -> dict[bytes, bytes]:
    found, before = {root: root for root in roots}, -1
    holders = [(entity, _holders(value)) for entity, value in made]
    while len(found) != before:
        before = len(found)
        for entity, some in holders:
            whole = next((found[one] for one in some if one in found), None)
            if whole is not None:
                found.setdefault(entity, whole)
    return found


def _holders(value: bytes) -> list[bytes]:
    fields: Mapping[str, object] = cbor2.loads(value)
    named = (fields.get(name) for name in (CASE, OTHER, HOLDER))
    return [one for one in named if isinstance(one, bytes)]
