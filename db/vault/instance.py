"""One program at a time per workbook, by an empty lock file that the system frees on any death."""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Lock
from typing import TYPE_CHECKING, BinaryIO, Final

from db.vault.refusals import StoreRefused, of_system

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@dataclass(slots=True)
class Hold:
    """This process's claim on one workbook, shared by all its connections."""

    lock_file: int
    users: int = 0
    kept: list[BinaryIO] = field(default_factory=list)


# POSIX frees every record lock a process has on a file as soon as it closes any
# descriptor of that file. So each file is locked through one descriptor here, and
# the store file, once SQLite has it, is only read through `reader`.
_holds: Final[dict[Path, Hold]] = {}
_guard: Final = Lock()


def _seize(descriptor: int) -> None:
    if sys.platform == "win32":
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
    else:
        # Record locks are not inherited by a forked child, unlike flock.
        fcntl.lockf(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)


def _lock(store: Path) -> Hold:
    try:
        descriptor = os.open(store.with_name(store.name + ".lock"), os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        raise of_system(error) from None
    try:
        _seize(descriptor)
    except OSError:
        os.close(descriptor)
        raise StoreRefused("in_use") from None
    return Hold(descriptor)


def take(store: Path) -> None:
    """Claim a workbook for this process, or refuse when another one has it."""
    store = store.absolute()
    with _guard:
        if store not in _holds:
            _holds[store] = _lock(store)
        _holds[store].users += 1


def release(store: Path) -> None:
    """Give one claim back; the last one frees the workbook."""
    store = store.absolute()
    with _guard:
        hold = _holds[store]
        hold.users -= 1
        if hold.users == 0:
            del _holds[store]
            for file in hold.kept:
                file.close()
            os.close(hold.lock_file)


def is_shared(store: Path) -> bool:
    """Return whether this process has more than one claim on the workbook."""
    with _guard:
        hold = _holds.get(store.absolute())
        return hold is not None and hold.users > 1


@contextmanager
def held(store: Path) -> Iterator[None]:
    """Hold a workbook for the length of a block."""
    take(store)
    try:
        yield
    finally:
        release(store)


def reader(store: Path) -> BinaryIO:
    """Return the open store file as bytes; it is closed when the workbook is released."""
    store = store.absolute()
    with _guard:
        hold = _holds[store]
        if not hold.kept:
            hold.kept.append(store.open("rb", buffering=0))
        file = hold.kept[0]
    file.seek(0)
    return file
