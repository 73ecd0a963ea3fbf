"""What was erased, taken back and walled since a backup holds again when it comes back.

It is repeated in the copy before there is any key that opens it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from db.cases.search import SearchIndex
from db.homes.erased_parts import said_in_vain
from db.homes.erasing import erase_all
from db.homes.erasing_here import belonging_to
from db.homes.membership import leave_place
from db.media.gone import Since, Tombstone, tombstones_of
from db.media.taken_back_since import keep_unheard
from db.media.walls_since import keep_unbuilt
from db.rows.halves import sweep
from db.vault.refusals import StoreRefused

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from sqlcipher3 import Connection, Cursor

_TYPE: Final = "select type from entity where id = ?"
_WHO: Final = "select id from app_user where name = ? and status = 'active'"


def replay_for(name: str, since: Since | None = None) -> Callable[[Connection], bytes]:
    """Return the step that makes a restored copy fit to be opened by a known person."""
    known = since or Since()

    def replay(connection: Connection) -> bytes:
        repeat_erasures(connection, known.gone.values())
        keep_unheard(connection.cursor(), known.taken_back)
        keep_unbuilt(connection.cursor(), known.walls)
        leave_place(connection.cursor())
        row = connection.execute(_WHO, (name,)).fetchone()
        if row is None:
            raise StoreRefused("nobody")
        return bytes(row[0])

    return replay


def repeat_erasures(connection: Connection, gone: Iterable[Tombstone]) -> None:
    """Erase again what is known to be erased: by the store itself, and by the lists."""
    cursor = connection.cursor()
    cursor.execute("BEGIN IMMEDIATE")
    try:
        known = {one.entity: one for one in (*gone, *tombstones_of(cursor))}
        for entity in said_in_vain(cursor, known):
            del known[entity]
        for day, basis in sorted({(one.day, one.basis) for one in known.values()}):
            these = {
                one.entity: _table_of(cursor, one)
                for one in known.values()
                if (one.day, one.basis) == (day, basis)
            }
            # The list is of a later day: what belongs to these may have had parts that it has not.
            erase_all(cursor, belonging_to(cursor, these), day, basis)
        sweep(cursor)
        SearchIndex(cursor).scour()
        cursor.execute("COMMIT")
    except BaseException:
        cursor.execute("ROLLBACK")
        raise
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()


def _table_of(cursor: Cursor, one: Tombstone) -> str:
    row = cursor.execute(_TYPE, (one.entity,)).fetchone()
    return str(row[0]) if row else one.table
