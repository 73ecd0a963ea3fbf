"""What somebody said first under an id of somebody else makes room, with all that hangs on it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from db.guards.triggers import ENDS_WITH_CASE
from db.homes.erasing import take_out
from db.homes.erasing_here import FOR_ALL
from db.log.claims import truth
from db.log.routes import CASE
from db.rows import settings
from db.rows.rowplan import every_table, plans
from db.rows.these import THESE, listed
from ledger.ops import PLACE, Kind, Op, writes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from sqlcipher3 import Connection, Cursor

    from db.log.claims import Claims

_AUTHOR: Final = "select author from lane where id = ?"
_POINTING: Final = "select id, {column} from {table} where {column} {these}"
_MADE: Final = "select lane, aseq, idx from entity where id = ? and lane is not null"
_WAIT: Final = "insert or ignore into opaque_op values (?, ?, ?, ?, 'parent', ?)"
_STONES: Final = ("select entity from tombstone where entity", THESE)
_EMPTY: Final = "select lane, aseq, idx from op where entity = ? and kind = 6 and \"table\" = ''"
# An empty number is one of something that left, as nobody erased it.
_LEFT: Final = (
    "insert or ignore into cell_summed values (?, ?, ?, ?, ?)",
    "update op set kind = 7 where lane = ? and aseq = ? and idx = ?",
)
_COMES: Final = ("delete from tombstone where entity = ?", "delete from entity where id = ?")


def give_over(cursor: Cursor, claims: Claims, look: Callable[[Iterable[Op]], None]) -> None:
    """Take away the rows of what had made something in vain; what points to them waits.

    `look` sees them before. Who said it is kept, for whoever has to speak with her.
    """
    for op in claims.vain:
        _note(cursor, op)
    if not claims.displaced:
        return
    rows = {op.entity: (op.table, op.entity) for op in claims.displaced}
    todo = dict(rows)
    while todo:
        todo = {key: one for key, one in _pointing(cursor, todo) if key not in rows}
        rows |= todo
    first = claims.displaced[0]
    gone = ((key, table) for key, (table, _awaits) in rows.items())
    look([Op(first.id, Kind.ERASE, key, table, None, None, first.hlc) for key, table in gone])
    take_out(cursor, listed(rows))
    there = {op.entity for op in claims.displaced}
    for key, (_table, awaits) in rows.items():
        made = cursor.execute(_MADE, (key,)).fetchone() if key not in there else None
        if made is not None:
            cursor.execute(_WAIT, (*made, key, awaits))


def _pointing(cursor: Cursor, to: Iterable[bytes]) -> Iterator[tuple[bytes, tuple[str, bytes]]]:
    """Yield what has a row that points to one of some things, with its table, and to which."""
    these = listed(to)
    for table in every_table():
        for column in table.columns if table.name in plans() else ():
            if column.foreign_keys:
                facts = {"table": table.name, "column": column.name, "these": THESE}
                for key, parent in cursor.execute(_POINTING.format(**facts), (these,)).fetchall():
                    yield key, (table.name, parent)


def _note(cursor: Cursor, op: Op) -> None:
    row = cursor.execute(_AUTHOR, (op.id.lane,)).fetchone()
    said = settings.kept_list(cursor, settings.CLAIMED)
    if row is not None and row[0].hex() not in said:
        settings.keep_list(cursor, settings.CLAIMED, sorted([*said, row[0].hex()]))


def claimed_by(connection: Connection) -> set[bytes]:
    """Return by whose keys something was said under an id of what somebody else made."""
    return {bytes.fromhex(one) for one in settings.kept_list(connection, settings.CLAIMED)}


def let_come_true(cursor: Cursor, fresh: Sequence[Op]) -> None:
    """Let come what somebody said that she made, and that she erased, who did not.

    Of what nobody erases alone, and whose id says whose it is.
    """
    said = {op.entity for op in fresh if op.kind is Kind.ERASE}
    made = {op.entity: op for op in fresh if op.kind is Kind.CREATE and op.entity not in said}
    stones = _those(cursor, made)
    if not stones:
        return
    cases = {one: writes(made[one]).get(CASE) for one in stones}
    ended = _those(cursor, [case for case in cases.values() if isinstance(case, bytes)]) | said
    for one in stones:
        op, case = made[one], cases[one]
        is_part = op.table in ENDS_WITH_CASE and isinstance(case, bytes) and case not in ended
        row = cursor.execute(_AUTHOR, (op.id.lane,)).fetchone()
        if (is_part or op.table in FOR_ALL) and row is not None and truth(row[0], op):
            for at in cursor.execute(_EMPTY, (one,)).fetchall():
                cursor.execute(_LEFT[0], (*at, one, PLACE))
                cursor.execute(_LEFT[1], at)
            for statement in _COMES:
                cursor.execute(statement, (one,))


def _those(cursor: Cursor, some: Iterable[bytes]) -> set[bytes]:
    return {one for (one,) in cursor.execute(" ".join(_STONES), (listed(some),))}
