"""A restore beside an open workbook: where one goes on is known, so that what is left is found.

Until erasures are repeated in it the draft of a restore is a store of before, and the key of this
workbook opens it.
"""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

from db.vault.moving_in import clear

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlcipher3 import Connection

# Where a backup was being restored beside this workbook.
RESTORING: Final = "restoring"
_READ: Final = "select value from setting where key = ?"
_WRITE: Final = "insert or replace into setting values (?, ?)"
_DONE: Final = "delete from setting where key = ?"


@contextmanager
def restoring(connection: Connection, home: Path) -> Iterator[None]:
    """Know of a restore for as long as it goes on; what another left is removed before."""
    clear_restored(connection)
    connection.execute(_WRITE, (RESTORING, str(home.absolute())))
    try:
        yield
    finally:
        connection.execute(_DONE, (RESTORING,))


def clear_restored(connection: Connection) -> None:
    """Remove what a restore left that something ended, as soon as its medium is there."""
    for home in left_restoring(connection):
        if home.is_dir():
            clear(home)
            connection.execute(_DONE, (RESTORING,))


def left_restoring(connection: Connection) -> tuple[Path, ...]:
    """Return the folder of a restore that something ended, until it was looked at."""
    return tuple(Path(row[0]) for row in connection.execute(_READ, (RESTORING,)).fetchall())
