"""A workbook is destroyed: first its keys, without which the store opens for nobody, then all else.

What is written here over a file is written where the file lies. A disk that moves what it is given
(every SSD, and some file systems) may keep the old bytes somewhere until it needs their room; the
keys among them still want a passphrase or the printed code.
"""

from __future__ import annotations

import os
from contextlib import suppress
from fnmatch import fnmatch
from typing import TYPE_CHECKING, Final

from db.vault.unlocked import KEYS, PREVIOUS_KEYS, STORE

if TYPE_CHECKING:
    from pathlib import Path

# It stands while a workbook is being destroyed: whoever finds it goes on with that.
GOING: Final = "workbook.going"
_KEYS: Final = (KEYS, PREVIOUS_KEYS, f"{KEYS}.new", f"{PREVIOUS_KEYS}.new")
# Folders in which a workbook is made, a backup is looked into, or a new key is given.
_FOLDERS: Final = ("workbook.making*", "workbook.looking*", "workbook.turning*")
# All that the program itself lays beside a store. Sealed backups are not among it.
_OURS: Final = (
    f"{STORE}*",
    *_KEYS,
    *("workbook.left-for*", "workbook.making.lock", "workbook-????????.gone*", "former"),
    *("workbook-????????.told*", "events.log*", "crash.txt*", "window.json*"),
)
_PIECE: Final = 1 << 20


def is_going(home: Path) -> bool:
    """Return whether a workbook was being destroyed when something ended it."""
    return (home / GOING).exists()


def destroy_keys(home: Path) -> bool:
    """Destroy what lets anybody in; return whether nothing of it is left."""
    # Two lie beside each other: were one destroyed and the other found, it would open again.
    with suppress(OSError):
        os.close(os.open(home / GOING, os.O_WRONLY | os.O_CREAT, 0o600))
    found = _found(home, _KEYS)
    for path in found:
        write_over(path)
    for path in found:
        _remove(path)
    _settle(home)
    return not any(path.exists() for path in found)


def destroy(home: Path) -> tuple[str, ...]:
    """Destroy a workbook, its keys first; return the names of what could not be removed."""
    if not home.is_dir():
        return ()
    destroy_keys(home)
    # The store comes first: it is what somebody could hope to open with an older key.
    for path in sorted(_found(home, _OURS), key=lambda one: not one.name.startswith(STORE)):
        write_over(path)
        _remove(path)
    left = tuple(sorted({path.name for path in _found(home, _OURS)}))
    if not left:
        _remove(home / GOING)
        for folder in _folders(home):
            with suppress(OSError):
                folder.rmdir()
        with suppress(OSError):
            # Somebody may keep other things here: then the folder stays with them.
            home.rmdir()
    return left


def _folders(home: Path) -> list[Path]:
    """Return the folders inside one that the program made for a while."""
    return [one for one in _inside(home, _FOLDERS) if one.is_dir()]


def _found(home: Path, patterns: tuple[str, ...]) -> list[Path]:
    """Return the files of some names, here and in folders that were made for a while."""
    places = (home, *_folders(home))
    return [one for place in places for one in _inside(place, patterns) if not one.is_dir()]


def _inside(folder: Path, patterns: tuple[str, ...]) -> list[Path]:
    try:
        found = sorted(folder.iterdir())
    except OSError:
        return []
    return [path for path in found if any(fnmatch(path.name, one) for one in patterns)]


def write_over(path: Path) -> None:
    """Write chance over every byte of a file, where it lies; what can not be is only removed."""
    with suppress(OSError):
        # What was made read-only is ours all the same.
        path.chmod(0o600)
    with suppress(OSError):
        to = os.open(path, os.O_WRONLY | getattr(os, "O_BINARY", 0))
        try:
            left = os.fstat(to).st_size
            while left > 0:
                left -= os.write(to, os.urandom(min(left, _PIECE)))
            os.fsync(to)
        finally:
            os.close(to)


def _remove(path: Path) -> None:
    with suppress(OSError):
        path.unlink()


def _settle(home: Path) -> None:
    """Make it last that names are gone, where the system can."""
    with suppress(OSError):
        folder = os.open(home, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
