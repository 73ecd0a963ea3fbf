"""What left its stream is taken away here; what comes too late for it is of `db.homes.late`.

It is like an erasure without a stone: when she agrees again, it comes back.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from db.guards.triggers import ENDS_WITH_CASE
from db.homes.apart_from_case import cases_left_alone
from db.homes.at_home import homes, note_ended
from db.homes.brought_back import remember
from db.homes.erasing import take_out
from db.homes.going import empty_out, goes_home, going_home, keep_going, late_for_others
from db.homes.lateness import expect_late
from db.homes.unread_lanes import Unread
from db.log.alone import Alone
from db.log.cells import SHOWN, op_of, read_op
from db.log.heads import Heads
from db.log.moves import Moves, made_inside
from db.log.outbox import on_sticks, take_back
from db.log.routes import CASE
from db.rows.these import THESE, listed
from ledger.ops import PLACE, Kind, OpId, decode_parents, writes

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable, Mapping

    from sqlcipher3 import Cursor

    from db.log.heads import Taken
    from db.log.oplog import OpLog
    from ledger.ops import Op

LEFT_HERE: Final = "left_here"
# Of a case that stays something is gone by the word of another laptop.
PART_GONE: Final = "part_gone"
_KIND: Final = 'select kind, "table" from op where lane = ? and aseq = ? and idx = ?'
_REACHED: Final = "select 1 from lane where id = ? and sealed >= ?"
_OPS: Final = ("select * from op where kind not in (5, 6, 7) and entity", THESE)
_MOVES: Final = (
    "select entity, lane, aseq, idx, parents from op where kind = 5 and entity",
    THESE,
)
_WAITING: Final = ("delete from opaque_op where entity", THESE)
_CELLS: Final = "delete from {} where field <> '@stream' and entity {}"
_ONLY_ID: Final = (
    "update entity set lane = null, aseq = null, idx = null, life = 0 where id",
    THESE,
)
_FORGOTTEN: Final = ("delete from entity where id", THESE)
_PLACED: Final = ("select entity from cell_meta where entity", THESE, "and field = ?")
_LIVES_IN: Final = "update entity set stream = ? where id = ?"
_LIVES: Final = "select 1 from entity where id = ? and lane is not null and life in (0, 2)"
_CODES: Final = ("select id, code from casefile where id", THESE)
# What brought it back had replaced what said that it left; without its content it does not say so.
_REPLACED: Final = "insert or ignore into cell_summed values (?, ?, ?, ?, ?)"
_LANES: Final = "select id, stream, author from lane"
_TABLES: Final = ("cell_meta", "cell_conflict", "cell_superseded", "cell_summed", "cell_let_go")
# An erasure itself names its table.
_WITHOUT: Final = ((Kind.SCHEMA.value, ""), (Kind.ERASE.value, ""))
_ENDS: Final = frozenset({Kind.MOVE, Kind.ERASE, Kind.SCHEMA})


def leave(
    cursor: Cursor,
    taken: Mapping[bytes, Taken],
    look: Callable[[Iterable[Op]], None],
    log: OpLog,
    covered: Mapping[bytes, int],
) -> tuple[set[bytes], dict[bytes, Taken]]:
    """Take away what left the stream by which it came here; return all that is gone.

    And what is known already of a time when it is back.

    `look` sees what is about to go; of each case the log keeps its code, for whoever looks for it.
    What this workbook itself took home stays where it is, and what somebody took home for whom it
    has all that by now.
    """
    lanes = {lane: (stream, author) for lane, stream, author in cursor.execute(_LANES).fetchall()}
    ours = homes(cursor)
    left: dict[bytes, Op] = {}
    for entity, one in taken.items():
        place = [one.op(cursor, tip) for tip in one.tips.get(PLACE, ())]
        moves = [op for op in place if op.kind is Kind.MOVE]
        # What was brought back and taken home since lives here, whatever still comes for it.
        if one.made is not None and PLACE in writes(one.made) and not moves:
            cursor.execute(_LIVES_IN, (lanes[one.made.id.lane][0], entity))
        by = {op.id: lanes[op.id.lane][1] for op in moves}
        others = [op for op in moves if not ours.have_had(op.id.lane, by[op.id])]
        # Two may have taken it home without hearing of each other: what each has stays there.
        is_here = one.known.stream not in {lanes[op.id.lane][0] for op in moves}
        is_ours = any(ours.are(op.id.lane, by[op.id]) for op in moves)
        is_ours = is_ours or (is_here and len(others) < len(moves))
        left |= {entity: others[-1]} if others and not is_ours else {}
    note_ended(cursor, taken, ours)
    left = {key: op for key, op in left.items() if not _stays_with_case(cursor, taken[key], left)}
    if left:
        # What was written here alone, before it was known to be out, is nowhere else.
        kept = Alone(cursor).written_since({one: taken[one].known.stream for one in left})
        left = {entity: op for entity, op in left.items() if entity not in kept}
    # Of a summary the rest of what a case went out with may be still to come: it is looked for
    # when all of it is here.
    if not covered and any(PLACE in one.changed for one in taken.values()):
        left |= left_behind(cursor)
    # Of what never was here there is nothing to take away.
    here = {one: op for one, op in left.items() if one not in taken or _is_here(taken[one])}
    gone, early = take_leave(cursor, here, look, log, covered)
    return left.keys() | gone, early


def left_behind(cursor: Cursor) -> dict[bytes, Op]:
    """Return what a case that is out again came without, each with what says that it had left.

    Not what is said for good, which is gone from nobody while its case is there: whoever brings a
    case out who never heard of a withdrawal takes nothing back by that.
    """
    found = Alone(cursor).left_behind()
    return {one: op for one, op in found.items() if op.table not in ENDS_WITH_CASE}


def _stays_with_case(cursor: Cursor, one: Taken, left: Container[bytes]) -> bool:
    """Return whether it goes with its case alone, which is here and does not leave.

    Whoever says that a withdrawal left, and leaves the case, gives back what was taken back.
    """
    case = writes(one.made).get(CASE) if one.made else None
    is_part = one.known.type in ENDS_WITH_CASE and case not in left
    return is_part and cursor.execute(_LIVES, (case,)).fetchone() is not None


def take_leave(
    cursor: Cursor,
    here: Mapping[bytes, Op],
    look: Callable[[Iterable[Op]], None],
    log: OpLog,
    covered: Mapping[bytes, int],
) -> tuple[set[bytes], dict[bytes, Taken]]:
    """Take away things that left, each with the operation that said so; return what `leave` does.

    Of lanes that are `covered` nothing up to a number is to come.
    """
    if not here:
        return set(), {}
    look(here.values())
    for case, code in cursor.execute(" ".join(_CODES), (listed(here),)).fetchall():
        log.line(LEFT_HERE, case, code)
    log.write(cursor)
    tell_alone(cursor, here, log)
    return _take_away(cursor, here, log, covered)


def tell_alone(cursor: Cursor, gone: Iterable[bytes], log: OpLog) -> None:
    """Say in the history of each case that stays that a form or a file of it is about to go."""
    if cases := cases_left_alone(cursor, gone):
        for case in cases:
            log.line(PART_GONE, case)
        log.write(cursor)


def has_come(cursor: Cursor, op_id: OpId, covered: Mapping[bytes, int]) -> bool:
    """Return whether an operation is in the log, or never comes: it was summed up without it."""
    return (
        op_id.aseq <= covered.get(op_id.lane, 0)
        or is_known(cursor, op_id)
        or cursor.execute(_REACHED, op_id[:2]).fetchone() is not None
    )


def is_known(cursor: Cursor, op_id: OpId) -> bool:
    """Return whether an operation is in the log, with its content or without."""
    return cursor.execute(_KIND, op_id).fetchone() is not None


def is_empty(cursor: Cursor, op_id: OpId) -> bool:
    """Return whether an operation is in the log and its content is not: it left, or was erased."""
    return cursor.execute(_KIND, op_id).fetchone() in _WITHOUT


def _is_here(one: Taken) -> bool:
    return one.made is not None or any(op.kind not in _ENDS for op in one.new)


def _take_away(
    cursor: Cursor, here: Mapping[bytes, Op], log: OpLog, covered: Mapping[bytes, int]
) -> tuple[set[bytes], dict[bytes, Taken]]:
    """Take things and their parts out of rows, cells and operations; their ids stay."""
    expect_late(cursor)
    gone = made_inside(cursor, set(here))
    # Of a part too that had left before by itself it stands on where it went.
    placed = {entity for (entity,) in cursor.execute(" ".join(_PLACED), (listed(gone), PLACE))}
    known = placed.union(here)
    going = going_home(cursor) | late_for_others(cursor, gone, Moves(cursor, log))
    remember(cursor, gone)
    take_out(cursor, these := listed(gone))
    # What was sealed and given to nobody is open again: it is among what goes home.
    take_back(cursor, these, on_sticks(cursor))
    keep_going(cursor, going := going | goes_home(cursor, gone))
    ops = [op_of(row) for row in cursor.execute(" ".join(_OPS), (these,)).fetchall()]
    rest = [op for op in ops if op.id not in going]
    early = _early(cursor, rest, gone, covered)
    back = [op for op in ops if op.id not in early and PLACE in writes(op)]
    stands = _left_before(cursor, [op for op in back if op.entity not in known])
    cursor.executemany(SHOWN, [(key, PLACE, *op.id, op.hlc) for key, op in stands.items()])
    last, known = {op.id for op in stands.values()}, known.union(stands)
    replaced = [(*one, op.entity, PLACE) for op in back for one in op.parents if one not in last]
    cursor.executemany(_REPLACED, replaced)
    empty_out(cursor, {op.id: gone[op.entity] for op in rest if op.id not in early})
    cursor.execute(" ".join(_WAITING), (these,))
    for table in _TABLES:
        cursor.execute(_CELLS.format(table, THESE), (these,))
    cursor.execute(" ".join(_ONLY_ID), (listed(known),))
    cursor.execute(" ".join(_FORGOTTEN), (listed(gone.keys() - known),))
    lanes = cursor.execute(_LANES).fetchall()
    heads = Heads(cursor, {one[0]: one[1] for one in lanes}, set(early))
    return set(gone), heads.absorb(early.values())


def _left_before(cursor: Cursor, back: Iterable[Op]) -> dict[bytes, Op]:
    """Return of parts that had left and come back what says that they left: nothing else does.

    They go with that of which they are a part, and by no word of their own.
    """
    left: dict[bytes, Op] = {}
    for op in back:
        before = (read_op(cursor, one) for one in op.parents)
        moves = [one for one in before if one is not None and one.kind is Kind.MOVE]
        some = [*moves, *([left[op.entity]] if op.entity in left else ())]
        left |= {op.entity: max(some, key=lambda one: one.order)} if some else {}
    return left


def _early(
    cursor: Cursor, ops: Iterable[Op], roots: Mapping[bytes, bytes], covered: Mapping[bytes, int]
) -> dict[OpId, Op]:
    """Return what knows more than anybody here said: it belongs to a time when it is back.

    So does what knows of that. What stands in its lane before that by which it left, then or once
    before, or before something that this names, is of the time before.
    """
    rest: dict[OpId, Op] = {}
    early: dict[OpId, Op] = {}
    unread, ends = Unread(cursor), _ends(cursor, roots)
    for op in ops:
        of_it = (ends.get((one, op.id.lane)) for one in (roots[op.entity], op.entity))
        is_past = op.id.aseq <= covered.get(op.id.lane, 0)
        is_past = is_past or any(end is not None and op.id <= end for end in of_it)
        known = (one for one in op.parents if one.lane not in unread)
        if not is_past and all(has_come(cursor, one, covered) for one in known):
            rest[op.id] = op
        elif not is_past:
            early[op.id] = op
    while new := {
        op_id: op for op_id, op in rest.items() if not early.keys().isdisjoint(op.parents)
    }:
        early |= new
        rest = {op_id: op for op_id, op in rest.items() if op_id not in new}
    return early


def _ends(cursor: Cursor, gone: Iterable[bytes]) -> dict[tuple[bytes, bytes], OpId]:
    """Return of things that left the last operation of each lane that is known to be before that.

    Whoever took one home knew all of a lane up to what that names, and what this knew on its part.
    """
    ends: dict[tuple[bytes, bytes], OpId] = {}
    passed: dict[bytes, set[OpId]] = {}
    for entity, *move, parents in cursor.execute(" ".join(_MOVES), (listed(gone),)).fetchall():
        todo = [OpId(*move), *(decode_parents(parents) if parents else ())]
        seen = passed.setdefault(entity, set())
        while todo:
            one = todo.pop()
            if one not in seen:
                seen.add(one)
                ends[entity, one.lane] = max(ends.get((entity, one.lane), one), one)
                before = read_op(cursor, one)
                todo += before.parents if before is not None else ()
    return ends
