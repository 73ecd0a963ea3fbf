"""Whoever may not write where a thing lives says nothing of it elsewhere, and joins nothing to it.

It may be that she may, and that the word by which the thing came into her stream is still on its
way: what she says waits for that. What she wrote before a thing left her stream is of
`db.homes.late`.
"""

from __future__ import annotations

from collections import defaultdict
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, NamedTuple

from db.homes.erasing_here import FOR_ALL, ends_with
from db.homes.membership import ExchangeRefused
from db.log.cells import op_of
from db.log.claims import agrees, truth
from db.log.routes import CASE, CASEFILE, HOLDER, OTHER
from db.rows.these import listed
from ledger.ops import PLACE, Kind, writes

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence

    from sqlcipher3 import Cursor

    from db.incoming.apply import Lane
    from ledger.ops import Op, OpId

WAITS: Final = "incoming.place"
NOTHING: Final[Mapping[bytes, Sequence[Made]]] = MappingProxyType({})
_STREAMS: Final = "select id from stream where kind in ('shared', 'config') and id <> ?"
_LIVE_IN: Final = (
    "select id, stream from entity where lane is not null"
    " and id in (select unhex(value) from json_each(?))"
    " and stream in (select unhex(value) from json_each(?))"
)
# What stands in the log counted when it came, so the thing lived there.
_LIVED: Final = (
    "select 1 from op as o join lane as l on l.id = o.lane"
    " where o.entity = ? and l.stream = ? and o.kind <> 1 limit 1"
)
_NAMED: Final = (
    "select 1 from cell_superseded where lane = ? and aseq = ? and idx = ? and entity = ? limit 1"
)
_MADE: Final = (
    "select o.* from entity as e join op as o using (lane, aseq, idx)"
    " where e.id in (select unhex(value) from json_each(?))"
)
_STREAM: Final = "select stream from lane where id = ?"
# What somebody says of a letter, or beside a yes, is a part of that as much as of its case.
_BELONGS: Final = (CASE, OTHER, HOLDER, "entry_id", "event_id", "letter_id", "referral_id")


def anybody(_author: bytes, _stream: bytes) -> bool:
    """Let everybody write everything: where nobody says who may."""
    return True


class Made(NamedTuple):
    """Where something is made that comes, and by whom; what it is, and with what alone it ends."""

    stream: bytes
    author: bytes
    table: str
    ends: Collection[bytes] | None
    # Whether it was there before, and is brought over, or back.
    is_brought: bool = False


def coming(batches: Iterable[tuple[Lane, Iterable[Op]]]) -> dict[bytes, list[Made]]:
    """Return what is made by all that comes together, whichever of it is taken in first."""
    found: defaultdict[bytes, list[Made]] = defaultdict(list)
    for lane, ops in batches:
        for op in ops:
            if op.kind is Kind.CREATE and isinstance(op.value, dict):
                facts = op.table, ends_with(op.table, op.value), PLACE in op.value
                found[op.entity].append(Made(lane.stream, lane.author, *facts))
    return found


def require_hers(
    cursor: Cursor,
    lane: Lane,
    ops: Collection[Op],
    may: Callable[[bytes, bytes], bool],
    beside: Mapping[bytes, Sequence[Made]] = NOTHING,
) -> None:
    """Refuse for now what somebody says of things that live where she may not write.

    Also where what made them comes only now, `beside` it.
    """
    _require_whole(ops, beside)
    closed = _closed(cursor, lane, may)
    if not closed:
        return
    said = [op for op in ops if op.kind is not Kind.SCHEMA]
    spoken = {one for op in said for one in _spoken_of(op)}
    homes = dict(cursor.execute(_LIVE_IN, (listed(spoken), listed(closed))).fetchall())
    homes |= {
        thing: home
        for thing in spoken.intersection(beside).difference(homes)
        if (home := _made_elsewhere(beside[thing], lane, closed, may))
    }
    if not homes:
        return
    for thing in _hers(cursor, lane, said, beside):
        homes.pop(thing, None)
    for op in said:
        for thing in _spoken_of(op):
            if thing in homes and not _may_be_late(cursor, lane, op, (thing, homes)):
                raise ExchangeRefused(WAITS)


def _hers(
    cursor: Cursor, lane: Lane, said: Iterable[Op], beside: Mapping[bytes, Sequence[Made]]
) -> set[bytes]:
    """Return what is made by her whose id says so, where somebody said else of it before.

    What was brought to another stream since says what hers is, and lives there.
    """
    mine = {op.entity: op for op in said if op.kind is Kind.CREATE and truth(lane.author, op)}
    rows = cursor.execute(_MADE, (listed(mine),)).fetchall() if mine else ()
    made = {op.entity: op for op in map(op_of, rows)}
    brought = {key for key in mine if any(one.is_brought for one in beside.get(key, ()))}
    brought |= {key for key, op in made.items() if agrees(op, mine[key]) or PLACE in writes(op)}
    return mine.keys() - brought


def _require_whole(ops: Collection[Op], beside: Mapping[bytes, Sequence[Made]]) -> None:
    """Refuse to end what only comes now under another name, or a part alone that never goes so."""
    ends = {op.entity for op in ops if op.kind is Kind.ERASE}
    for op in (one for one in ops if one.kind is not Kind.SCHEMA):
        made = beside.get(op.entity, ())
        is_end = op.kind is Kind.ERASE and op.table
        if made and is_end and all(op.table != one.table for one in made):
            raise ValueError("op.table")
        if op.kind is Kind.ERASE and any(
            (not op.table and one.table in FOR_ALL)
            or (one.ends is not None and ends.isdisjoint(one.ends))
            for one in made
        ):
            raise ValueError("op.erase")


def _made_elsewhere(
    made: Sequence[Made],
    lane: Lane,
    closed: Collection[bytes],
    may: Callable[[bytes, bytes], bool],
) -> bytes:
    """Return where a thing is made that she may not write, if nobody who may brought it to her."""
    there = [one.stream for one in made if one.stream in closed]
    brought = any(
        one.stream == lane.stream and all(may(one.author, home) for home in there) for one in made
    )
    return there[0] if there and not brought else b""


def is_asked(cursor: Cursor, lane: Lane, may: Callable[[bytes, bytes], bool]) -> bool:
    """Return whether anything lives here where whoever writes a lane may not write."""
    return bool(_closed(cursor, lane, may))


def _closed(cursor: Cursor, lane: Lane, may: Callable[[bytes, bytes], bool]) -> list[bytes]:
    others = cursor.execute(_STREAMS, (lane.stream,)).fetchall()
    return [one for (one,) in others if not may(lane.author, one)]


def _spoken_of(op: Op) -> Iterator[bytes]:
    """Yield what an operation changes, and what it makes a part for."""
    yield op.entity
    if op.kind is Kind.CREATE and isinstance(op.value, dict):
        yield from (one for name in _BELONGS if isinstance(one := op.value.get(name), bytes))


def _may_be_late(
    cursor: Cursor, lane: Lane, op: Op, of: tuple[bytes, Mapping[bytes, bytes]]
) -> bool:
    """Return whether she may have written it while the thing lived in her stream.

    Of where it lives now she knew nothing then. That the case left, or came there, was heard by
    whoever took it along, who says so; a part may be said again in her stream beside it.
    """
    thing, homes = of
    # What is named by something else may have been put there for that.
    if op.entity in homes and cursor.execute(_NAMED, (*op.id, op.entity)).fetchone() is not None:
        return True
    if cursor.execute(_LIVED, (thing, lane.stream)).fetchone() is None:
        return False
    if op.table == CASEFILE and (op.kind is Kind.MOVE or PLACE in writes(op)):
        return False
    return homes[thing] not in _streams(cursor, op.parents)


def _streams(cursor: Cursor, named: Iterable[OpId]) -> set[bytes]:
    found = (cursor.execute(_STREAM, (one.lane,)).fetchone() for one in named)
    return {row[0] for row in found if row is not None}
