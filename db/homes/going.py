"""What waits here only to go home: its content is nobody's here any more.

It is sealed, or on some stick, and is emptied once whoever says it at home has it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from db.guards.lifting import unguarded
from db.homes.at_home import homes, is_at_home, said_again_by, sent_on_to
from db.homes.given_without_words import unsaid_of
from db.homes.unsettled import unsettled_of
from db.homes.written_before import had_left, written_before
from db.log.cells import op_of, read_op
from db.log.outbox import ON_A_STICK
from db.log.routes import CASE
from db.log.streams import own_authors
from db.rows import settings
from db.rows.these import listed
from ledger.ops import PLACE, Kind, OpId, encode, writes
from ledger.pieces import PIECE

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from sqlcipher3 import Cursor

    from db.homes.at_home import Homes
    from db.log.moves import Moves
    from ledger.ops import Op

# What was written here for others goes home, unless it was sealed and a server has it: of what went
# by stick it is not known whether it arrived. What a workbook kept to itself before it was lost and
# came back from a backup goes nowhere, nor does what somebody wrote who can seal no more, but for
# what nobody else may have the words of. What stood on a stick of hers beside what was erased since
# has no bytes here any more: nobody may have it, as far as is known.
_UNSENT: Final = (
    "select o.lane, o.aseq, o.idx, o.entity from op as o join lane as l on l.id = o.lane"
    " join stream as s on s.id = l.stream and s.kind = 'shared'"
    " where (o.aseq > l.sealed or exists (select 1 from outbox as b where b.lane = o.lane"
    " and b.aseq = o.aseq and (ifnull(length(b.sent_to), 0) = 0 or b.sent_to = ?1)"
    " and (b.content is not null or l.author in (select unhex(value) from json_each(?2))"
    " and exists (select 1 from op as e join tombstone as t on t.entity = e.entity"
    " where e.lane = o.lane and e.aseq = o.aseq) and not exists (select 1 from workbook_has as h"
    " where h.lane = o.lane and h.aseq >= o.aseq)))) and o.kind not in (5, 6, 7)"
    " and l.author in (select author from app_user)"
    " and o.entity in (select unhex(value) from json_each(?3))"
)
_WRITTEN: Final = (
    "select o.lane, o.aseq, o.idx, o.entity from op as o join lane as l on l.id = o.lane"
    " join stream as s on s.id = l.stream and s.kind = 'shared' where o.kind not in (5, 6, 7)"
    " and l.author in (select author from app_user)"
    " and o.entity in (select unhex(value) from json_each(?))"
)
_MADE: Final = "select * from op where entity = ? and kind = 2"
_LEFT: Final = "insert or ignore into cell_summed values (?, ?, ?, ?, ?)"
# Who last said where something lives: whoever took it home, and who has all of hers by now.
# Where it is back, whoever brought it out.
_AT_HOME: Final = (
    "select l.id, l.author from cell_meta as c join lane as l on l.id = c.lane"
    " where c.entity = ?1 and c.field = ?2 union select l.id, l.author from entity as e"
    " join lane as l on l.id = e.lane where e.id = ?1 and not exists"
    " (select 1 from cell_meta where entity = ?1 and field = ?2)"
)
_STREAMS: Final = "select id, stream from lane"
_AUTHORS: Final = "select id, author from lane"
_SAID: Final = "select * from op where entity = ? and parents is not null and kind <> 7"
_ADOPTERS: Final = "select lane, workbook from adoption"
_ARRIVED: Final = "select 1 from workbook_has where workbook = ? and lane = ? and aseq >= ?"
_GIVEN: Final = (
    "select 1 from outbox where lane = ? and aseq = ? and length(sent_to) > 0 and sent_to <> ?"
)
_NOT_KEPT: Final = "update outbox set content = null where lane = ? and aseq = ?"
_PIECE: Final = 'select 1 from op where lane = ? and aseq = ? and kind = 7 and "table" = ?'
# What keeps nothing here but its number and what it was a part of, as that left its stream.
_WITHOUT: Final = (
    "select o.entity, o.lane, max(o.aseq) from op as o join lane as l on l.id = o.lane"
    " where l.stream = ? and o.kind = 7 and o.\"table\" = '' and length(o.entity) > 0"
    " and o.entity not in (select entity from tombstone) group by o.entity, o.lane"
)
_EMPTY: Final = (
    "update op set kind = 7, \"table\" = '', field = null, value = ?, parents = null, entity = ?"
    " where lane = ? and aseq = ? and idx = ?"
)


def going_home(cursor: Cursor) -> dict[OpId, bytes]:
    """Return what goes home from here, each with what it was a part of."""
    rows = settings.kept_list(cursor, settings.GOING_HOME)
    return {
        OpId(bytes.fromhex(lane), aseq, idx): bytes.fromhex(root) for lane, aseq, idx, root in rows
    }


def keep_going(cursor: Cursor, going: Mapping[OpId, bytes]) -> None:
    """Keep what goes home from here, each with what it was a part of."""
    rows = [(op.lane.hex(), op.aseq, op.idx, root.hex()) for op, root in sorted(going.items())]
    settings.keep_list(cursor, settings.GOING_HOME, rows)


def empty_out(cursor: Cursor, ops: Mapping[OpId, bytes]) -> None:
    """Keep of operations that are in the log their numbers, and what each was a part of."""
    cursor.executemany(_EMPTY, [(encode(None), root, *op_id) for op_id, root in ops.items()])


def goes_home(cursor: Cursor, gone: Mapping[bytes, bytes]) -> dict[OpId, bytes]:
    """Return what was written here of things that leave and others may lack.

    Things are given with that of which they are parts. What went along from here before, into
    another stream, goes nowhere: it was said there.
    """
    own = listed(own_authors(cursor))
    asked = ON_A_STICK, own, listed(gone)
    unsent = {OpId(*row): gone[one] for *row, one in cursor.execute(_UNSENT, asked).fetchall()}
    places, ours = _places(cursor, unsent), homes(cursor)
    went = {
        place
        for place in {*places.values()}
        if any(ours.are(*one) for one in said_again_by(cursor, *place)[:1])
    }
    going = {one: root for one, root in unsent.items() if places[one] not in went}
    if ours.any:
        rows = cursor.execute(_WRITTEN, (listed(gone),)).fetchall()
        # A summary lets go of each thing for itself.
        inside = {one: whole for *_row, one in rows for whole in _wholes(cursor, one)}
        sent = {OpId(*row): inside.get(one, gone[one]) for *row, one in rows}
        again = {one: sent[one] for one in lost_its_home(cursor, sent)}
        note_left(cursor, again)
        going |= again
    return going | {one: gone[entity] for one, entity in unsaid_of(cursor, gone).items()}


def note_left(cursor: Cursor, going: Mapping[OpId, bytes]) -> None:
    """Keep for whoever verifies the log that something left, and is back, by no word that came."""
    rows = [(*one, root, PLACE) for one, root in sorted(going.items())]
    cursor.executemany(_LEFT, rows)


def _wholes(cursor: Cursor, entity: bytes) -> Iterator[bytes]:
    """Yield the case that something was made as a part of, also where no row says so any more."""
    for op in map(op_of, cursor.execute(_MADE, (entity,)).fetchall()):
        if isinstance(whole := writes(op).get(CASE), bytes):
            yield whole


def late_for_others(cursor: Cursor, gone: Mapping[bytes, bytes], moves: Moves) -> dict[OpId, bytes]:
    """Return what came too late for others, and together with what takes it away: it is sent on."""
    ours = homes(cursor)
    these = listed(gone)
    came = [(op, gone[op.entity]) for op in unsettled_of(cursor, these)]
    late = {op.id for op, root in came if moves.came_late(op, root)}
    made = {op.entity for op, _root in came if op.kind is Kind.CREATE and op.id in late}
    # That something left is said by whoever took it home, and by nobody else.
    told = [(op, root) for op, root in came if op.kind is not Kind.MOVE]
    some = [(op, root) for op, root in told if op.id in late or op.entity in made]
    return {op.id: root for op, root in some if sent_on_to(cursor, op, root, ours)}


def home_again(cursor: Cursor) -> list[Op]:
    """Return what waited here to go home and is at home here by now: it waits no longer.

    Of what somebody said again meanwhile nothing more is kept.
    """
    going, ours = going_home(cursor), homes(cursor)
    authors = dict(cursor.execute(_AUTHORS).fetchall()) if going else {}
    own = {one: root for one, root in going.items() if authors[one.lane] in ours.own}
    here = {root for root in {*own.values()} if is_at_home(cursor, root, ours)}
    some = {one: root for one, root in own.items() if root in here}
    ops = [op for op in (read_op(cursor, one) for one in some) if op is not None]
    said = {
        parent for entity in {op.entity for op in ops} for parent in _named(cursor, entity, some)
    }
    if some:
        keep_going(cursor, {one: root for one, root in going.items() if one not in some})
        with unguarded(cursor):
            empty_out(cursor, {one: root for one, root in some.items() if one in said})
    return sorted((op for op in ops if op.id not in said), key=lambda op: op.order)


def _named(cursor: Cursor, entity: bytes, going: Collection[OpId]) -> Iterator[OpId]:
    """Yield what is named by all that was said of something, but for what goes home itself."""
    for op in map(op_of, cursor.execute(_SAID, (entity,)).fetchall()):
        if op.id not in going:
            yield from op.parents


def lost_its_home(cursor: Cursor, going: Mapping[OpId, bytes]) -> set[OpId]:
    """Return of what goes home what was written here before its home was let go.

    Whoever has that at home since may have let go of it before, as it came too late there.
    """
    before, ours = written_before(cursor), homes(cursor)
    old = {one: going[one] for one in going if one.lane in before and one <= before[one.lane]}
    places = _places(cursor, old)
    elsewhere = {lane for lane, here in ours.adopted.items() if not here}
    gone = {
        place
        for place in {*places.values()}
        if any(lane in elsewhere for lane, _author in _said_at_home(cursor, place))
        and had_left(cursor, place[0])
    }
    return {one for one in old if places[one] in gone}


def forget_sent(cursor: Cursor) -> int:
    """Empty what waited here only to go home, once a server has it; return how many operations.

    It is part of the transaction of a working connection, in which batches were marked as given.
    """
    going = going_home(cursor)
    return _forget(
        cursor,
        [one for one in going if cursor.execute(_GIVEN, (*one[:2], ON_A_STICK)).fetchone()],
    )


def forget_arrived(cursor: Cursor, by_author: Mapping[bytes, bytes]) -> int:
    """Empty what waited here only to go home, once whoever has it there said that it came.

    Workbooks are given by the keys of their authors; nobody waits for that of an empty name.
    """
    going, ours = going_home(cursor), homes(cursor)
    places = _places(cursor, going)
    asked = {place: _asked(cursor, place, by_author, ours) for place in {*places.values()}}
    arrived = [
        one
        for one in going
        if all(cursor.execute(_ARRIVED, (book, *one[:2])).fetchone() for book in asked[places[one]])
    ]
    return _forget(cursor, arrived)


def not_at_home(
    cursor: Cursor, stream: bytes, by_author: Mapping[bytes, bytes]
) -> dict[tuple[bytes, bytes], int]:
    """Return which workbooks did not say to have what was written of things that left a stream.

    By workbook and lane up to which number; nothing is here of it but that.
    """
    found: dict[tuple[bytes, bytes], int] = {}
    asked: dict[bytes, set[bytes]] = {}
    ours = homes(cursor)
    for root, lane, aseq in cursor.execute(_WITHOUT, (stream,)).fetchall():
        if root not in asked:
            asked[root] = _asked(cursor, (root, stream), by_author, ours)
        for book in asked[root] - {b""}:
            if cursor.execute(_ARRIVED, (book, lane, aseq)).fetchone() is None:
                found[book, lane] = max(aseq, found.get((book, lane), 0))
    return found


def _places(cursor: Cursor, ops: Mapping[OpId, bytes]) -> dict[OpId, tuple[bytes, bytes]]:
    """Return of operations what each was a part of, and the stream in which it was said."""
    streams = dict(cursor.execute(_STREAMS).fetchall()) if ops else {}
    return {one: (root, streams[one.lane]) for one, root in ops.items()}


def _asked(
    cursor: Cursor, place: tuple[bytes, bytes], by_author: Mapping[bytes, bytes], ours: Homes
) -> set[bytes]:
    """Return the workbooks that have to have what was said of something that left a stream.

    None where it came home to this one; an unknown one where nobody is known.
    """
    by = _said_at_home(cursor, place)
    adopters = dict(cursor.execute(_ADOPTERS).fetchall())
    others = [(lane, author) for lane, author in by if not ours.are(lane, author)]
    if by and not others:
        return set()
    books = {adopters.get(lane, by_author.get(author)) for lane, author in others} - {b""}
    return {book or b"" for book in books or {b""}}


def _said_at_home(cursor: Cursor, place: tuple[bytes, bytes]) -> list[tuple[bytes, bytes]]:
    """Return in which lanes, and by whom, that is said again which was said of something there."""
    # Who took it along from where it was said has it go on from there.
    by = said_again_by(cursor, *place)
    return by or cursor.execute(_AT_HOME, (place[0], PLACE)).fetchall()


def _forget(cursor: Cursor, sent: Collection[OpId]) -> int:
    if sent:
        going = going_home(cursor)
        left = {op_id: going[op_id] for op_id in going.keys() - set(sent)}
        # What was sealed together is kept for whoever still waits for some of it.
        kept = {*_batches(cursor, left)}
        cursor.executemany(_NOT_KEPT, sorted({*_batches(cursor, sent)} - kept))
        with unguarded(cursor):
            empty_out(cursor, {op_id: going[op_id] for op_id in sent})
        keep_going(cursor, left)
    return len(sent)


def _batches(cursor: Cursor, ops: Iterable[OpId]) -> Iterator[tuple[bytes, int]]:
    """Yield the batches that hold operations: one each, or all that it went out in pieces of."""
    for lane, last, _ in ops:
        aseq = last
        yield lane, aseq
        while cursor.execute(_PIECE, (lane, aseq := aseq - 1, PIECE)).fetchone():
            yield lane, aseq
