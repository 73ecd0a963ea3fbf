"""What came from a server and was let go before it was read: it is asked for once more."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from sqlcipher3 import Cursor

# Stands for the number of rights under which it was last looked, where that is to be done again.
NOT_YET: Final = -1
_FROM: Final = (
    "select l.server, l.stream, min(l.number) from parked_batch as p"
    " join line_log as l on l.name = p.batch_id and l.stream = p.stream where p.stream in"
    " (select stream from entity where id in (select unhex(value) from json_each(?)))"
    " group by l.server, l.stream"
)
_SHORTER: Final = "delete from line_log where server = ? and stream = ? and number >= ?"
_LOOK: Final = "update line_server set looked = ? where n = ?"


def ask_again(cursor: Cursor, these: str) -> None:
    """Let servers count as not heard from where what is laid aside with some entities came.

    `these` are the ids of the entities as a list.
    """
    places = cursor.execute(_FROM, (these,)).fetchall()
    cursor.executemany(_SHORTER, places)
    cursor.executemany(_LOOK, {(NOT_YET, server) for server, _, _ in places})
