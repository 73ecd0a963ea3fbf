"""Things that are not shown as they were written are built anew from what was written.

The log keeps each operation that stands, and lines vouch for it; it comes to the same as a snapshot
and all that came since, and it is here. How a thing stood before is kept aside.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import cbor2

from db.answers.shelf import Shelf
from db.answers.stored import READERS
from db.checks.rechecking import Rechecking, part_of
from db.guards.lifting import lifted
from db.homes.erasing import take_out
from db.incoming.receiving import receiving
from db.log.cells import DISPUTED, SHOWN, moved_on
from db.rows.moments import stored
from db.rows.rowplan import plans
from db.rows.these import listed
from db.vault.engine import in_one
from ledger.clock import HybridClock
from ledger.merge import Life, written
from ledger.ops import PLACE, Kind, encode

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from datetime import datetime

    from sqlcipher3 import Connection, Cursor

    from db.checks.audit import Part
    from db.log.cells import Known
    from ledger.merge import View
    from ledger.ops import Op, OpId

REBUILT: Final = "rebuilt"
# How things stood is kept so long for whoever wonders.
KEPT: Final = timedelta(days=90)
# In one transaction so many things and no more.
_AT_ONCE: Final = 100
_ALL: Final = {
    "entity": 'select * from "entity" where id = ?',
    "cell_meta": 'select * from "cell_meta" where entity = ?',
    "cell_conflict": 'select * from "cell_conflict" where entity = ?',
}
_ROW: Final = 'select * from "{}" where id = ?'
_ASIDE: Final = "insert or replace into aside_row values (?, ?, ?, ?)"
_KEPT: Final = "select count(distinct entity), min(at) from aside_row"
_OLD: Final = "delete from aside_row where at < ?"
_STONE: Final = "select 1 from tombstone where entity = ?"
_STREAMS: Final = "select id, stream from lane"
_MAKE: Final = "insert into entity values (?, ?, ?, ?, ?, ?, ?)"
_IS: Final = "update entity set type = ?, life = ?, lane = ?, aseq = ?, idx = ? where id = ?"
_NO_CELLS: Final = (
    "delete from cell_meta where entity = ? and field <> '@stream'",
    "delete from cell_conflict where entity = ? and field <> '@stream'",
)


class Aside(NamedTuple):
    """Of how many things it is kept how they stood, and since when."""

    number: int
    since: str


def kept_aside(connection: Connection) -> Aside:
    """Return what is kept of how things stood before."""
    ((number, since),) = connection.execute(_KEPT).fetchall()
    return Aside(number, since or "")


def forget_old(connection: Connection, now: datetime) -> None:
    """Let go of how things stood long ago."""
    connection.execute(_OLD, (stored(now - KEPT),))


def rebuild(
    connection: Connection, user: bytes, now: Callable[[], datetime], stream: bytes
) -> tuple[int, int]:
    """Build some things of a stream anew; return how many are as written, and how many are left.

    What is left is to be built the next time, if any of these was; the rest can not be.
    """
    looked = Rechecking(connection, now())
    things = [one for known in looked.strays if known.stream == stream for one in known.things]
    some = things[:_AT_ONCE]
    if not some:
        return 0, 0
    applying = receiving(connection, HybridClock(now), user, Shelf())
    try:
        with in_one(connection) as cursor, lifted(cursor):
            part, at = part_of(cursor, some), stored(now())
            streams = dict(cursor.execute(_STREAMS).fetchall())
            for thing in some:
                if cursor.execute(_STONE, (thing,)).fetchone():
                    # What was erased is kept nowhere, whatever brought it back.
                    take_out(cursor, listed([thing]))
                    continue
                _keep_aside(cursor, part, thing, (at, stream))
                if part.operations(thing):
                    _write(cursor, part, thing, streams)
                elif part.known(thing) is None:
                    _take_away(cursor, [table for table, _values in part.rows(thing)], thing)
            applying.show_anew(cursor, some, REBUILT)
    finally:
        applying.done()
    after = part_of(connection.cursor(), some)
    done = [one for one in some if one not in after.entities or after.agrees(one, READERS)]
    looked = Rechecking(connection, now())
    looked.mended(done)
    return len(done), len(things) - len(done)


def _keep_aside(cursor: Cursor, part: Part, thing: bytes, at: tuple[str, bytes]) -> None:
    """Keep how a thing stands: what is known of it, its cells and its rows."""
    tables = {table for table, _values in part.rows(thing)}
    queries = {**_ALL, **{table: _ROW.format(table) for table in sorted(tables & plans().keys())}}
    found: dict[str, list[dict[str, Any]]] = {}
    for table, query in queries.items():
        rows = cursor.execute(query, (thing,))
        names = [column[0] for column in rows.description]
        found[table] = [dict(zip(names, row, strict=True)) for row in rows.fetchall()]
    moment, stream = at
    cursor.execute(_ASIDE, (thing, moment, stream, cbor2.dumps(found)))


def _take_away(cursor: Cursor, tables: Iterable[str], thing: bytes) -> None:
    """Take rows away of which nothing was ever written, unless others point there."""
    for plan in (plans()[table] for table in tables):
        if not any(cursor.execute(query, (thing,)).fetchone() for query in plan.children):
            cursor.execute(plan.delete, (thing,))


def _write(cursor: Cursor, part: Part, thing: bytes, streams: Mapping[bytes, bytes]) -> None:
    """Write what is known of a thing, and its cells, as its operations say."""
    seen, known, ops = part.seen(thing), part.known(thing), part.operations(thing)
    if seen is None or seen.life is Life.ERASED:
        return
    made = _made(seen, known, ops)
    if known is None:
        stream = streams[(made or min(op.id for op in ops)).lane]
        cursor.execute(_MAKE, (thing, seen.table, stream, None, None, None, 0))
    cursor.execute(_IS, (seen.table, seen.life.value, *(made or (None, None, None)), thing))
    for query in _NO_CELLS:
        cursor.execute(query, (thing,))
    for name, ids in moved_on(seen.cells, made).items():
        # Where something lives is settled by more than what is said of itself.
        if name != PLACE:
            _put(cursor, (thing, name), [op for op in seen.cells[name] if op.id in ids])


def _made(seen: View, known: Known | None, ops: Sequence[Op]) -> OpId | None:
    """Return what made a thing, as it is known here or else as the log has it."""
    made = {op.id: op for op in ops if op.kind is Kind.CREATE}
    place = seen.cells.get(PLACE, frozenset())
    if known is not None and known.made in made:
        return known.made
    if not made or any(op.kind is Kind.MOVE for op in place):
        return None
    back = [op for op in place if op.id in made]
    return max(back, key=lambda op: op.order).id if back else min(made)


def _put(cursor: Cursor, cell: tuple[bytes, str], heads: list[Op]) -> None:
    latest = max(heads, key=lambda op: op.order)
    cursor.execute(SHOWN, (*cell, *latest.id, latest.hlc))
    if len(heads) > 1:
        rows = [(*cell, *op.id, op.hlc, encode(written(op, cell[1]))) for op in heads]
        cursor.executemany(DISPUTED, rows)
