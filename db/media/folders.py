"""The folders of a workbook and of its backups: which they are, and what is written into them."""

from __future__ import annotations

import os
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Final

from db.media.gone import without_list, write_list
from db.media.restoring import clear_restored, left_restoring
from db.media.told_beside import write_told
from db.migrate import copies_aside
from db.rows import settings
from db.vault.copying import path_of
from db.vault.durable import forget
from db.vault.refusals import StoreRefused

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlcipher3 import Connection

EXPIRES: Final = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup that was written: when, where, how large it is, and from which folder.

    Until one is looked into it has no size: something may have ended it, and what is there of it
    holds what it holds.
    """

    at: datetime
    path: Path
    size: int
    home: str = ""

    def is_over(self, now: datetime) -> bool:
        """Return whether it is older than a backup may be."""
        return now - self.at >= EXPIRES


def remembered(connection: Connection) -> list[Backup]:
    """Return the backups that this workbook remembers, the one that was written last first."""
    said = settings.kept_list(connection, settings.BACKUPS)
    # An older program kept no folder of the workbook.
    return [
        Backup(datetime.fromisoformat(at), Path(path), size, *home)
        for at, path, size, *home in said
    ]


def looked_at(connection: Connection) -> list[Backup]:
    """Return those of them that were looked into: what something ended before counts for none."""
    return [one for one in remembered(connection) if one.size]


def remember(connection: Connection, backups: list[Backup]) -> None:
    """Keep which backups there are."""
    # In the order in which they were written, whatever the clock showed then.
    said = [(one.at.isoformat(), str(one.path), one.size, one.home) for one in backups]
    settings.keep_list(connection, settings.BACKUPS, said)


def draft_of(target: Path) -> Path:
    """Return where a backup is written until it is whole."""
    return target.with_name(target.name + ".new")


def forget_halves(backups: Iterable[Backup]) -> None:
    """Remove what was written of backups when something ended them."""
    for one in backups:
        if not one.size:
            forget(draft_of(one.path))


def forget_unfinished(connection: Connection) -> None:
    """Remove what is left, within reach, of backups and restores that something ended."""
    forget_halves(remembered(connection))
    clear_restored(connection)


def tell_the_lists(connection: Connection) -> None:
    """Write the lists anew after something was taken back, walled or erased.

    They lie in the folder of the workbook, and beside backups within reach. What was done stands
    whether or not they can be written; the next backup writes them too.
    """
    with suppress(OSError, StoreRefused):
        write_list(connection, filter(is_writable, media(connection)))


def tell_the_register(connection: Connection) -> None:
    """Write what was published anew there; that too stands whether or not it can be written."""
    with suppress(OSError, StoreRefused):
        write_told(connection, filter(is_writable, media(connection)))


def beyond(connection: Connection) -> tuple[list[Path], tuple[Path, ...]]:
    """Return the folders of backups that lack the list of a store, and older copies of it."""
    copies = (*copies_aside(path_of(connection).parent), *left_restoring(connection))
    return without_list(connection, media(connection)), copies


def media(connection: Connection) -> list[Path]:
    """Return the folders of a workbook and of its backups, whether or not they are there."""
    here = path_of(connection).parent
    return sorted({here, *(one.path.parent for one in remembered(connection))})


def is_writable(folder: Path) -> bool:
    """Return whether a folder is there and takes files."""
    return folder.is_dir() and os.access(folder, os.W_OK)
