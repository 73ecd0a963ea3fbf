"""What comes too late for something that left keeps nothing but its number.

All that it knew of is gone from here, or comes without its content; whoever has the case at home
says it again. In which order they come must make no difference.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from db.homes.at_home import homes, is_said_again
from db.homes.erasing import take_out
from db.homes.going import empty_out, going_home
from db.homes.held import UNNAMED
from db.homes.lateness import is_late_expected
from db.homes.leaving import has_come, is_empty, is_known
from db.homes.unread_lanes import Unread
from db.log.cells import op_of
from db.log.heads import Heads, load
from db.log.moves import made_inside
from db.rows.these import THESE, listed
from ledger.ops import PLACE, Kind, Op, OpId, writes

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable, Mapping

    from sqlcipher3 import Cursor

    from db.log.heads import Taken
    from db.log.shown_rows import Shape

_ROOT: Final = "select entity from op where lane = ? and aseq = ? and idx = ?"
_WAITING: Final = (
    "select distinct entity from cell_superseded where lane = ? and aseq = ? and idx = ?"
)
_SAID: Final = (
    "select * from op where parents is not null and kind not in (5, 6, 7) and entity",
    THESE,
)
_STREAMS: Final = "select id, stream from lane"
_STREAM: Final = "select stream from lane where id = ?"
_BEHIND: Final = (
    "select distinct s.lane, s.aseq, s.idx from cell_superseded as s"
    " join lane as l on l.id = s.lane and l.sealed >= s.aseq where not exists"
    " (select 1 from op as o where o.lane = s.lane and o.aseq = s.aseq and o.idx = s.idx)"
)
_MADE: Final = (
    "select 1 from entity where id = ? and lane is not null"
    " and not (lane = ? and aseq = ? and idx = ?)"
)
_CAME: Final = "delete from cell_superseded where lane = ? and aseq = ? and idx = ?"
_FORGET: Final = (
    "delete from entity where id = ?",
    "delete from opaque_op where entity = ?",
    "delete from cell_superseded where entity = ?",
)
_ENDS: Final = frozenset({Kind.MOVE, Kind.ERASE, Kind.SCHEMA})


def without_content(op: Op, root: bytes = UNNAMED) -> Op:
    """Return an operation that keeps nothing but its number, and what it was a part of."""
    return Op(op.id, Kind.SCHEMA, root, "", None, None, op.hlc)


def emptied(cursor: Cursor, ops: list[Op], *, summed: bool) -> list[Op]:
    """Return operations without the content of those that came too late.

    What was `summed` up came without most of what it knew of.
    """
    if not is_late_expected(cursor):
        return ops
    going, empty = going_home(cursor), _empty(ops)
    said = [op for op in ops if op.parents and op.kind not in _ENDS]
    past = _Past(cursor, {*going, *empty}, {op.id for op in ops} - empty)
    if not summed:
        past.expect_nothing(_made(ops))
    late = _late(past, said)
    roots = _roots(cursor, [op for op in said if op.id in late], going)
    ours = homes(cursor) if late else None
    if ours:
        # Where it is at home since others let go of it, it is said again.
        said_in = dict(cursor.execute(_STREAMS).fetchall())
        late = {
            one for one in late if not is_said_again(cursor, roots[one], ours, said_in[one.lane])
        }
    return [without_content(op, roots[op.id]) if op.id in late else op for op in ops]


def let_go(
    cursor: Cursor,
    came: Iterable[Op],
    look: Callable[[Iterable[Op]], None],
    shapes: Mapping[str, Shape],
    *,
    summed: bool = False,
) -> dict[bytes, Taken]:
    """Empty what came before that which it knew of, once that is here without its content.

    Also where that was summed up without it and never comes: of what is `summed` up that is known
    behind the whole. `look` sees what is about to go; return what is changed by it and is not gone
    as a whole.
    """
    empty = _empty(came)
    if not summed:
        empty |= {OpId(*row) for row in cursor.execute(_BEHIND).fetchall()}
    waiting = {entity for one in empty for (entity,) in cursor.execute(_WAITING, one).fetchall()}
    cursor.executemany(_CAME, sorted(empty))
    if not waiting or not is_late_expected(cursor):
        return {}
    going = going_home(cursor)
    these = (listed(made_inside(cursor, waiting)),)
    found = map(op_of, cursor.execute(" ".join(_SAID), these).fetchall())
    said = [op for op in found if op.id not in going]
    past = _Past(cursor, {*going}, {op.id for op in said})
    past.expect_nothing(set())
    late = _late(past, said)
    gone = [op for op in said if op.id in late]
    taken = load(cursor, {op.entity for op in gone})
    unmade = [one.made for one in taken.values() if one.made and one.made.id in late]
    look(unmade)
    for op in unmade:
        if op.table in shapes:
            shapes[op.table].remove(cursor, op.entity)
    take_out(cursor, listed(op.entity for op in unmade))
    for one in taken.values():
        _without(cursor, one, late, [op for op in said if op.entity == one.known.id])
    Heads(cursor, {}, set()).save(taken)
    empty_out(cursor, _roots(cursor, gone, going))
    nothing = {entity for entity, one in taken.items() if not (one.tips or one.made)}
    for entity in nothing:
        for statement in _FORGET:
            cursor.execute(statement, (entity,))
    return {entity: one for entity, one in taken.items() if entity not in nothing}


def _empty(ops: Iterable[Op]) -> set[OpId]:
    return {op.id for op in ops if op.kind is Kind.SCHEMA and op.table == ""}


def _made(ops: Iterable[Op]) -> set[tuple[bytes, OpId]]:
    return {(op.entity, op.id) for op in ops if op.kind is Kind.CREATE}


class _Past:
    """Tells of what an operation knew whether it has no content here, and gets none any more.

    What is `at_hand` has its content; `empty` are others that have none.
    """

    def __init__(self, cursor: Cursor, empty: set[OpId], at_hand: Container[OpId]) -> None:
        self._cursor, self.empty, self._at_hand = cursor, empty, at_hand
        self._unread = Unread(cursor)
        self._made: set[tuple[bytes, OpId]] | None = None

    def expect_nothing(self, made: set[tuple[bytes, OpId]]) -> None:
        """Look also at what was summed up without it: of what is not here that is past as well.

        What has `made` things is about to come.
        """
        self._made = made

    def knows_nothing_else(self, op: Op) -> bool:
        """Return whether all that an operation names is past, if anything of that ever comes."""
        known = [one for one in op.parents if one.lane not in self._unread]
        return bool(known or not op.parents) and all(self.is_past(op, one) for one in known)

    def is_past(self, op: Op, known: OpId) -> bool:
        """Return whether something that an operation names is nowhere here any more."""
        if known in self.empty or known in self._at_hand:
            return known in self.empty
        return is_empty(self._cursor, known) or (
            self._made is not None
            and not is_known(self._cursor, known)
            and has_come(self._cursor, known, {})
            # Of what is here somebody may have replaced it, or says with this that it came back.
            and PLACE not in writes(op)
            and not self._is_here(op, self._made)
        )

    def _is_here(self, op: Op, coming: set[tuple[bytes, OpId]]) -> bool:
        if any(entity == op.entity and made != op.id for entity, made in coming):
            return True
        return self._cursor.execute(_MADE, (op.entity, *op.id)).fetchone() is not None


def _late(past: _Past, said: Iterable[Op]) -> set[OpId]:
    """Return of some operations those that know of nothing but what is past, or late too."""
    some, late = list(said), set[OpId]()
    while new := [op for op in some if past.knows_nothing_else(op)]:
        late |= {op.id for op in new}
        past.empty |= late
        some = [op for op in some if op.id not in late]
    return late


def _roots(cursor: Cursor, late: Iterable[Op], known: Mapping[OpId, bytes]) -> dict[OpId, bytes]:
    """Return of what came too late the thing that had left: whoever has that at home needs it."""
    found, roots = dict(known), {}
    for op in sorted(late, key=lambda op: op.order):
        for one in op.parents:
            if one not in found and (row := cursor.execute(_ROOT, one).fetchone()):
                found[one] = row[0]
        named = (found[one] for one in op.parents if found.get(one, UNNAMED) != UNNAMED)
        found[op.id] = roots[op.id] = next(named, UNNAMED)
    return roots


def _without(cursor: Cursor, one: Taken, late: set[OpId], said: Iterable[Op]) -> None:
    """Take what came too late from the cells of a thing, and let what is not late have made it."""
    if one.made is not None and one.made.id in late:
        made = [op for op in said if op.kind is Kind.CREATE and op.id not in late]
        one.made = max(made, key=lambda op: op.order, default=None)
        one.known = one.known._replace(lane=None, aseq=None, idx=None)
        if one.made is not None:
            ((stream,),) = cursor.execute(_STREAM, one.made.id[:1]).fetchall()
            one.known = one.known._replace(stream=stream, **one.made.id._asdict())
        one.late = True
        one.changed.update(one.tips)
    for name, tips in one.tips.items():
        if not tips.isdisjoint(late):
            one.tips[name] = tips - late
            one.changed.add(name)
