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
_BEHIND: Final = (
    "select n, ifnull((select max(number) from line_log where server = n and stream = ?1"
    " and name = ?2), 0) + 1 from line_server"
)
_LOOK: Final = "update line_server set looked = ? where n = ?"


def ask_again(cursor: Cursor, these: str) -> None:
    """Let servers count as not heard from where what is laid aside with some entities came.

    `these` are the ids of the entities as a list.
    """
    places = cursor.execute(_FROM, (these,)).fetchall()
    cursor.executemany(_SHORTER, places)
    cursor.executemany(_LOOK, {(NOT_YET, server) for server, _, _ in places})


def ask_behind(cursor: Cursor, stream: bytes, batch: bytes) -> None:
    """Let servers count as not heard from behind a batch of a stream; all of it where none has it.

    What came from there was taken for known, and was not.
    """
    places = cursor.execute(_BEHIND, (stream, batch)).fetchall()
    cursor.executemany(_SHORTER, [(server, stream, number) for server, number in places])
    cursor.executemany(_LOOK, [(NOT_YET, server) for server, _ in places])
