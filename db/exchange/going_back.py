"""Lanes that end by a false word go back to where their authors' own batches had brought them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from db.exchange.asked_again import ask_behind
from db.guards.lifting import lifted
from db.homes.told_ends import gone_back, keep_told_ends, set_back, stand_again, told_ends
from db.vault.engine import in_one
from ledger.ops import Kind

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
    from contextlib import AbstractContextManager

    from sqlcipher3 import Connection, Cursor

    from db.homes.told_ends import ToldEnd
    from ledger.ops import Op

# A number without words says nothing of what stood there.
_SAID: Final = (
    "select entity, hlc from op where lane = ? and aseq = ? and idx = ?"
    " and not (kind = 7 and \"table\" = '')"
)


def go_back(
    writing: Callable[[], AbstractContextManager[Cursor]],
    show: Callable[[Cursor, Sequence[Op]], None],
    lanes: Mapping[bytes, ToldEnd],
    false: Iterable[bytes],
) -> None:
    """Keep which lanes end by somebody's word; those that are `false` go back and come anew.

    What stood before that word, and is in the log, is shown again at once.
    """
    with writing() as cursor, lifted(cursor):
        keep_told_ends(cursor, lanes)
        back, stood = set_back(cursor, false)
        for one in back:
            ask_behind(cursor, one.stream, one.before.digest)
        if stood:
            show(cursor, stood)


def come_no_more(connection: Connection, lanes: Collection[bytes]) -> None:
    """Let lanes end by somebody's word again of which nobody gives what is here any more."""
    with in_one(connection) as cursor:
        again = stand_again(cursor, lanes)
        keep_told_ends(cursor, told_ends(connection) | again)


def contradicts(connection: Connection, lane: bytes, ops: Iterable[Op]) -> bool:
    """Return whether somebody says other words under numbers of which words are here already.

    Her lane had gone back and was to come again; she may be an older copy of herself. Then it ends
    as before, and is nobody's word: so much was here, and she hears of it.
    """
    if lane not in gone_back(connection):
        return False
    cursor = connection.cursor()
    for op in ops:
        row = cursor.execute(_SAID, op.id).fetchone()
        if op.kind is not Kind.SCHEMA and row not in {None, (op.entity, op.hlc)}:
            break
    else:
        return False
    with in_one(connection) as writing:
        return bool(stand_again(writing, [lane]))
