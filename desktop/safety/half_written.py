"""Files on their way to their places: nameless until they are whole, and given up when one hides.

Where a file system can hold a file without a name (most of Linux), a program that is killed leaves
nothing. Elsewhere, as on the file system of most sticks, a draft has a hidden name for a moment.
"""

from __future__ import annotations

import errno
import os
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from secrets import token_hex
from threading import Lock
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO

# Through it a file gets its name that was opened without one.
_OPENED: Final = Path("/proc/self/fd")


@dataclass(frozen=True, slots=True)
class _Draft:
    """A file that is being written; nothing: it has no name yet."""

    handle: int
    path: Path | None


_BEGUN: Final[set[_Draft]] = set()
_COUNTING: Final = Lock()


@contextmanager
def writing(place: Path) -> Iterator[BinaryIO]:
    """Give a file to write that stands in its place whole or not at all, for its owner's eyes."""
    draft = _begin(place.parent)
    with ExitStack() as undo:
        undo.callback(_drop, draft)
        with os.fdopen(draft.handle, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
            if not _taken(draft):
                raise OSError(errno.ECANCELED, os.strerror(errno.ECANCELED))
            if draft.path is None:
                _name(draft.handle, place)
        if draft.path is not None:
            draft.path.replace(place)
            undo.pop_all()


def abandon() -> None:
    """Take away what is not whole yet; whoever writes it is refused at its end."""
    with _COUNTING:
        begun = tuple(_BEGUN)
        _BEGUN.clear()
        for draft in begun:
            if draft.path is not None:
                _take_away(draft.path, draft.handle)


def _begin(folder: Path) -> _Draft:
    draft = _nameless(folder)
    if draft is None:
        path = _free(folder)
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        draft = _Draft(handle, path)
    with _COUNTING:
        _BEGUN.add(draft)
    return draft


def _nameless(folder: Path) -> _Draft | None:
    kind = getattr(os, "O_TMPFILE", 0)
    if kind and _OPENED.is_dir():
        # Whatever else is wrong with the folder is told when a file with a name is tried.
        with suppress(OSError):
            return _Draft(os.open(folder, os.O_RDWR | kind, 0o600), None)
    return None


def _name(handle: int, place: Path) -> None:
    """Give a nameless file its name; what stood in its place is replaced at once."""
    try:
        _link(handle, place)
    except FileExistsError:
        beside = _free(place.parent)
        _link(handle, beside)
        try:
            beside.replace(place)
        except OSError:
            beside.unlink(missing_ok=True)
            raise


def _link(handle: int, place: Path) -> None:
    # Only with a folder to begin at Python asks the system to follow to what was opened.
    os.link(_OPENED / str(handle), place, src_dir_fd=handle, follow_symlinks=True)


def _free(folder: Path) -> Path:
    return folder / f".{token_hex(8)}.part"


def _taken(draft: _Draft) -> bool:
    """Return whether a draft is still wanted; from now on nobody takes it away."""
    with _COUNTING:
        wanted = draft in _BEGUN
        _BEGUN.discard(draft)
    return wanted


def _drop(draft: _Draft) -> None:
    _taken(draft)
    if draft.path is not None:
        draft.path.unlink(missing_ok=True)


def _take_away(path: Path, handle: int) -> None:
    try:
        path.unlink(missing_ok=True)
    except OSError:
        # Some systems let no file go that is open; but they let it be emptied.
        with suppress(OSError):
            os.ftruncate(handle, 0)
