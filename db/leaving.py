"""What left its stream is taken away here, and what comes too late for it never gets in.

It is like an erasure without a stone: when she agrees again, it comes back.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from db.cells import op_of
from db.erasing import take_out
from db.guards import unguarded
from db.heads import Heads
from db.moves import made_inside
from db.outbox import take_back
from db.streams import own_authors
from ledger.ops import ID_SIZE, PLACE, Kind, Op, OpId, encode, writes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from sqlcipher3 import Cursor

    from db.heads import Taken
    from db.oplog import OpLog

LEFT_HERE: Final = "left_here"
# Says that something was taken away here: before that nothing can come too late.
_LEFT: Final = "scopes.left"
_THESE: Final = "in (select unhex(value) from json_each(?))"
_KIND: Final = 'select kind, "table" from op where lane = ? and aseq = ? and idx = ?'
_OPS: Final = ("select * from op where kind not in (5, 6, 7) and entity", _THESE)
# What was written here and not sealed yet goes home: nobody else knows of it.
_UNSENT: Final = (
    "select o.lane, o.aseq, o.idx from op as o join lane as l on l.id = o.lane"
    " where o.aseq > l.sealed and o.kind not in (5, 6, 7)"
    " and l.author in (select unhex(value) from json_each(?))"
    " and o.entity in (select unhex(value) from json_each(?))"
)
# By their ids, each with what it was a part of.
_GOING: Final = "scopes.going_home"
_READ: Final = "select value from setting where key = ?"
_KEEP: Final = "insert or replace into setting values (?, ?)"
_DROP: Final = "delete from setting where key = ?"
_GIVEN: Final = "select 1 from outbox where lane = ? and aseq = ? and sent_to is not null"
_NOT_KEPT: Final = "update outbox set content = null where lane = ? and aseq = ?"
_EMPTY: Final = (
    "update op set kind = 7, \"table\" = '', field = null, value = ?, parents = null, entity = ?"
    " where lane = ? and aseq = ? and idx = ?"
)
_WAITING: Final = ("delete from opaque_op where entity", _THESE)
_CELLS: Final = "delete from {} where field <> '@stream' and entity {}"
_ONLY_ID: Final = (
    "update entity set lane = null, aseq = null, idx = null, life = 0 where id",
    _THESE,
)
_FORGOTTEN: Final = ("delete from entity where id", _THESE)
_LIVES_IN: Final = "update entity set stream = ? where id = ?"
_CODES: Final = ("select id, code from casefile where id", _THESE)
_LANES: Final = "select id, stream, author from lane"
_TABLES: Final = ("cell_meta", "cell_conflict", "cell_superseded")
_ENDS: Final = frozenset({Kind.MOVE, Kind.ERASE, Kind.SCHEMA})


def emptied(cursor: Cursor, ops: list[Op]) -> list[Op]:
    """Return operations without the content of those that came too late.

    All that such a one knew of is gone from here; whoever has the case at home says it again.
    """
    if cursor.execute(_READ, (_LEFT,)).fetchone() is None:
        return ops
    coming, late = {op.id for op in ops}, set[OpId]()
    asked = [op for op in ops if op.parents and op.kind not in _ENDS]
    before = -1
    while len(late) != before:
        before = len(late)
        late |= {
            op.id
            for op in asked
            if all(
                one in late or (one not in coming and _is_empty(cursor, one)) for one in op.parents
            )
        }
    return [without_content(op) if op.id in late else op for op in ops]


def _is_empty(cursor: Cursor, op_id: OpId) -> bool:
    return cursor.execute(_KIND, op_id).fetchone() == (int(Kind.SCHEMA), "")


def without_content(op: Op) -> Op:
    """Return an operation that keeps nothing but its number."""
    return Op(op.id, Kind.SCHEMA, bytes(ID_SIZE), "", None, None, op.hlc)


def leave(
    cursor: Cursor,
    taken: Mapping[bytes, Taken],
    look: Callable[[Iterable[Op]], None],
    log: OpLog,
) -> set[bytes]:
    """Take away what left the stream by which it came here; return all that is gone.

    `look` sees what is about to go; of each case the log keeps its code, for whoever looks for it.
    What this workbook itself took home stays where it is.
    """
    lanes = {lane: (stream, author) for lane, stream, author in cursor.execute(_LANES).fetchall()}
    own = own_authors(cursor)
    left: dict[bytes, Op] = {}
    for entity, one in taken.items():
        if one.made is not None and PLACE in writes(one.made):
            cursor.execute(_LIVES_IN, (lanes[one.made.id.lane][0], entity))
        place = [one.op(cursor, tip) for tip in one.tips.get(PLACE, ())]
        for op in place:
            if op.kind is Kind.MOVE and lanes[op.id.lane][1] not in own:
                left[entity] = op
    # Of what never was here there is nothing to take away.
    here = {entity: op for entity, op in left.items() if _is_here(taken[entity])}
    if not here:
        return set(left)
    look(here.values())
    for case, code in cursor.execute(" ".join(_CODES), (_listed(here),)).fetchall():
        log.line(LEFT_HERE, case, code)
    log.write(cursor)
    return left.keys() | _take_away(cursor, here.keys(), own)


def _is_here(one: Taken) -> bool:
    return one.made is not None or any(op.kind not in _ENDS for op in one.new)


def _take_away(cursor: Cursor, roots: Iterable[bytes], own: Iterable[bytes]) -> set[bytes]:
    """Take things and their parts out of rows, cells and operations; their ids stay."""
    cursor.execute(_KEEP, (_LEFT, "yes"))
    known = set(roots)
    gone = made_inside(cursor, known)
    these, parts = _listed(gone), _listed(gone - known)
    take_out(cursor, these)
    # What was sealed and given to nobody is open again: it is among what goes home.
    take_back(cursor, these)
    root = min(known)
    going = going_home(cursor)
    unsent = cursor.execute(_UNSENT, (_listed(own), these)).fetchall()
    going |= {OpId(*row): root for row in unsent}
    _keep_going(cursor, going)
    ops = [op_of(row) for row in cursor.execute(" ".join(_OPS), (these,)).fetchall()]
    rest = [op for op in ops if op.id not in going]
    # What knows more than anybody here said belongs to a time when it is back.
    early = [op for op in rest if not all(_is_known(cursor, one) for one in op.parents)]
    later = {op.id for op in early}
    empty = [
        (encode(None), op.entity if op.entity in known else root, *op.id)
        for op in rest
        if op.id not in later
    ]
    cursor.executemany(_EMPTY, empty)
    cursor.execute(" ".join(_WAITING), (these,))
    for table in _TABLES:
        cursor.execute(_CELLS.format(table, _THESE), (these,))
    cursor.execute(" ".join(_ONLY_ID), (_listed(known),))
    cursor.execute(" ".join(_FORGOTTEN), (parts,))
    streams = {lane: stream for lane, stream, _author in cursor.execute(_LANES).fetchall()}
    Heads(cursor, streams, set()).absorb(early)
    return gone


def _is_known(cursor: Cursor, op_id: OpId) -> bool:
    return cursor.execute(_KIND, op_id).fetchone() is not None


def going_home(cursor: Cursor) -> dict[OpId, bytes]:
    """Return what waits here only to be sealed: its content is nobody's here any more."""
    found = cursor.execute(_READ, (_GOING,)).fetchone()
    rows = json.loads(found[0]) if found else ()
    return {
        OpId(bytes.fromhex(lane), aseq, idx): bytes.fromhex(root) for lane, aseq, idx, root in rows
    }


def _keep_going(cursor: Cursor, going: Mapping[OpId, bytes]) -> None:
    rows = [(op.lane.hex(), op.aseq, op.idx, root.hex()) for op, root in sorted(going.items())]
    if rows:
        cursor.execute(_KEEP, (_GOING, json.dumps(rows)))
    else:
        cursor.execute(_DROP, (_GOING,))


def forget_sent(cursor: Cursor) -> int:
    """Empty what waited here only to go home, once it was given; return how many operations.

    It is part of the transaction of a working connection, in which batches were marked as given.
    """
    going = going_home(cursor)
    sent = {
        op_id: root for op_id, root in going.items() if cursor.execute(_GIVEN, op_id[:2]).fetchone()
    }
    if sent:
        cursor.executemany(_NOT_KEPT, {op_id[:2] for op_id in sent})
        with unguarded(cursor):
            empty = [(encode(None), root, *op_id) for op_id, root in sent.items()]
            cursor.executemany(_EMPTY, empty)
        _keep_going(cursor, {op_id: going[op_id] for op_id in going.keys() - sent.keys()})
    return len(sent)


def _listed(ids: Iterable[bytes]) -> str:
    return json.dumps([one.hex() for one in ids])
