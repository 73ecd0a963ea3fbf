"""What comes from elsewhere is let in, or erased: guards of the store stand aside for a block.

They stay where they are: to take them away and make them again costs more than what came, and all
that the connection had prepared besides.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlcipher3 import Cursor

# Of this connection only, and part of its transactions: a rollback empties it too.
LIFTED: Final = "create temp table if not exists guards_lifted (id integer primary key)"
# What every guard asks before anything else.
HOLDS: Final = "not exists (select 1 from temp.guards_lifted)"
# An erasure lifts only those that keep what was recorded: all others hold meanwhile.
ERASED: Final = LIFTED.replace("guards_lifted", "guards_erasing")
KEEPS: Final = " and ".join((HOLDS, HOLDS.replace("guards_lifted", "guards_erasing")))
_LIFT: Final = "insert into temp.guards_{which} default values"
_LET_DOWN: Final = "delete from temp.guards_{which} where id = ?"


@contextmanager
def lifted(cursor: Cursor) -> Iterator[None]:
    """Let what comes from elsewhere in, for the length of a block inside its transaction.

    It was refused where it was done, or it was not; here it is shown and marked. A rollback brings
    the guards back too.
    """
    with _aside(cursor, "lifted"):
        yield


@contextmanager
def unguarded(cursor: Cursor) -> Iterator[None]:
    """Let an erasure through, for the length of a block inside its transaction.

    Nothing else may change what is only added to; a rollback brings the guards back too.
    """
    with _aside(cursor, "erasing"):
        yield


@contextmanager
def _aside(cursor: Cursor, which: str) -> Iterator[None]:
    cursor.execute(_LIFT.format(which=which))
    lift = cursor.lastrowid
    yield
    cursor.execute(_LET_DOWN.format(which=which), (lift,))
