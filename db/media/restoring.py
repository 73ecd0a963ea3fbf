"""A restore beside an open workbook: where one goes on is known, so that what is left is found.

Until erasures are repeated in it the draft of a restore is a store of before, and the key of this
workbook opens it.
"""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from db.rows import settings
from db.vault.moving_in import clear

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlcipher3 import Connection


@contextmanager
def restoring(connection: Connection, home: Path) -> Iterator[None]:
    """Know of a restore for as long as it goes on; what another left is removed before."""
    clear_restored(connection)
    settings.keep(connection, settings.RESTORING, str(home.absolute()))
    try:
        yield
    finally:
        settings.forget(connection, settings.RESTORING)


def clear_restored(connection: Connection) -> None:
    """Remove what a restore left that something ended, as soon as its medium is there."""
    for home in left_restoring(connection):
        if home.is_dir():
            clear(home)
            settings.forget(connection, settings.RESTORING)


def left_restoring(connection: Connection) -> tuple[Path, ...]:
    """Return the folder of a restore that something ended, until it was looked at."""
    home = settings.kept(connection, settings.RESTORING)
    return () if home is None else (Path(home),)
