"""Watch a process for papers that it writes: what a program of the system saw, and what we see."""

from __future__ import annotations

import re
import shutil
import sys
from threading import Event, Thread
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from pathlib import Path

STRACE = shutil.which("strace")
CALLS = "open,openat,openat2,creat,write,writev,pwrite64,pwritev,rename,renameat,renameat2,sendto"
_MARK = b"%PDF"
# A call that writes a paper; with -y the place of the file stands behind its number, and that it
# has no name.
_WRITES = re.compile(rb'(?:writev?|pwrite64|pwritev)\(\d+<([^>]*)>(?:\(deleted\))?, [^"]*"%PDF')
_SECONDS = 0.002


def traced(log: Path) -> list[str]:
    """Return the beginning of a command that is watched from outside."""
    return [STRACE, "-f", "-y", "-s", "16", "-e", f"trace={CALLS}", "-o", str(log)]


def papers_written(log: Path) -> list[str]:
    """Return every place that a paper was written to, but for pipes and sockets."""
    found = [one.decode() for one in _WRITES.findall(log.read_bytes())]
    return [one for one in found if one.startswith("/")]


class PlainWatch:
    """Every paper that was in some folders at any moment, and every file that was opened to write.

    Looks through the folders again and again in a thread of its own, so that what is there for a
    moment only is seen too; what our own code opens is told by the interpreter.
    """

    def __init__(self, *folders: Path) -> None:
        self._folders, self._over = folders, Event()
        self._thread = Thread(target=self._look_on, daemon=True)
        self.seen: dict[Path, bytes] = {}
        self.opened: list[str] = []

    def __enter__(self) -> Self:
        _WATCHES.append(self)
        self._thread.start()
        return self

    def __exit__(self, *_why: object) -> None:
        _WATCHES.remove(self)
        self._over.set()
        self._thread.join()
        self._look()

    def _look_on(self) -> None:
        while not self._over.wait(_SECONDS):
            self._look()

    def _look(self) -> None:
        for folder in self._folders:
            for path in folder.rglob("*"):
                self._look_at(path)

    def _look_at(self, path: Path) -> None:
        try:
            if not path.is_file():
                return
            with path.open("rb") as file:
                if file.read(len(_MARK)) == _MARK:
                    self.seen[path] = path.read_bytes()
        except OSError:
            # It was there for a moment only; what it was opened for is told by the interpreter.
            return


_WATCHES: list[PlainWatch] = []


def _told(event: str, args: tuple[object, ...]) -> None:
    if event != "open" or not _WATCHES:
        return
    path, mode, flags = args
    writes = any(one in str(mode or "") for one in "wax+") or int(flags or 0) & 3
    if writes and not isinstance(path, int):
        for watch in _WATCHES:
            watch.opened.append(str(path))


sys.addaudithook(_told)
