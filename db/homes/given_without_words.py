"""What was saved when a backup was made, and may have been given without its words: nobody has it.

A laptop gives only a number of what was of a case that it took home before it gave that. What comes
back from the backup has the words; whether others do is known by how they come.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from db.rows import settings
from ledger.ops import Kind, OpId

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from sqlcipher3 import Cursor

    from ledger.ops import Op

_SAVED: Final = (
    "select o.lane, o.aseq, o.idx from op as o join lane as l on l.id = o.lane"
    " where o.lane = ? and o.aseq > l.sealed and o.aseq <= ? and o.kind in (1, 2, 3)"
)
_WORDS: Final = (
    "select entity from op where lane = ? and aseq = ? and idx = ? and kind in (1, 2, 3)"
)


def keep_unsaid(cursor: Cursor, lanes: Mapping[bytes, int], going: Iterable[OpId]) -> None:
    """Keep of lanes that ended what is to come of them here and stands in the backup already.

    And what was `going` home behind that, as what it belongs to had left: nobody has it at all.
    """
    found = {
        OpId(*row) for lane in lanes.items() for row in cursor.execute(_SAVED, lane).fetchall()
    }
    found |= {one for one in going if one.aseq > lanes.get(one.lane, one.aseq)}
    if found:
        _keep(cursor, found | unsaid(cursor))


def unsaid(cursor: Cursor) -> set[OpId]:
    """Return what others may have without its words, as far as it did not come with them."""
    rows = settings.kept_list(cursor, settings.UNSAID)
    return {OpId(bytes.fromhex(lane), *at) for lane, *at in rows}


def unsaid_of(cursor: Cursor, things: Collection[bytes]) -> dict[OpId, bytes]:
    """Return of that what is here with its words, and of which of some things."""
    rows = {one: cursor.execute(_WORDS, one).fetchone() for one in unsaid(cursor)}
    return {one: row[0] for one, row in rows.items() if row and row[0] in things}


def note_come(cursor: Cursor, ops: Iterable[Op]) -> None:
    """Keep that operations came here: what came with its words is known to others."""
    if waiting := unsaid(cursor):
        _keep(cursor, waiting - {op.id for op in ops if op.kind is not Kind.SCHEMA})


def note_summed(cursor: Cursor, covered: Mapping[bytes, int], empty: Collection[OpId]) -> None:
    """Keep that lanes were summed up here: what is no empty number there is known to others."""
    if waiting := unsaid(cursor):
        came = {one for one in waiting if one.aseq <= covered.get(one.lane, 0)}
        _keep(cursor, waiting - (came - {*empty}))


def forget(cursor: Cursor, some: Collection[OpId]) -> None:
    """Keep nothing more of what was said once more."""
    _keep(cursor, unsaid(cursor).difference(some))


def _keep(cursor: Cursor, waiting: Collection[OpId]) -> None:
    rows = [(one.lane.hex(), one.aseq, one.idx) for one in sorted(waiting)]
    settings.keep_list(cursor, settings.UNSAID, rows)
