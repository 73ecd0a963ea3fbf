"""What printing leaves behind on Linux: nothing on a disk, and no job once its page is printed."""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager
from getpass import getuser
from importlib import import_module
from pathlib import Path
from shutil import which
from tempfile import mkdtemp
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

_TEMPORARY: Final = "TMPDIR"
_OF_THE_SESSION: Final = "XDG_RUNTIME_DIR"
# Memory that looks like a folder.
_OF_THE_MACHINE: Final = str(Path("/dev") / "shm")
_MOUNTS: Final = Path("/proc/self/mounts")
_MEMORY: Final = frozenset({"tmpfs", "ramfs"})
_PATIENCE: Final = 5
_SHELL: Final = "/bin/sh"
# Waits until nobody holds the other end of its pipe, as when the program was killed.
_CLEAR: Final = 'read -r _; rm -rf -- "$1"'
_FORGET_ALL: Final = """
for job in $(lpstat -W all -u "$1" | cut -d" " -f1); do cancel -x "$job"; done &
"""
# How often it is looked whether something is printed: every two seconds for half an hour, then
# every minute for a day, as a printer may be off.
_OFTEN: Final = 900
_SELDOM: Final = 1_440
# Begins when nobody holds the other end of its pipe any more, as when the program was ended, and
# runs on then. A job of ours is one of this queue that was not there before; what is still being
# printed is let be.
_PURGE: Final = """
ours() {
    case "$1" in "$2"-*) ;; *) return 1 ;; esac
    case "${1#"$2"-}" in *[!0-9]*) return 1 ;; esac
    case " $3 " in *" $1 "*) return 1 ;; esac
}
purge() {
    left=$(($4 + $5))
    while [ "$left" -gt 0 ]; do
        waiting=
        for job in $(lpstat -W not-completed -u "$2" | cut -d" " -f1); do
            if ours "$job" "$1" "$3"; then waiting=yes; fi
        done
        for job in $(lpstat -W completed -u "$2" | cut -d" " -f1); do
            if ours "$job" "$1" "$3"; then cancel -x "$job"; fi
        done
        [ -n "$waiting" ] || exit 0
        left=$((left - 1))
        if [ "$left" -ge "$5" ]; then sleep 2; else sleep 60; fi
    done
}
read -r _
purge "$@" &
"""


def leaves_traces() -> bool:
    """Return whether the printing of this system writes what it prints into files on its way."""
    return sys.platform == "linux"


def memory_room() -> str:
    """Return a folder that lies in memory and may be written to, or nothing."""
    for place in (os.environ.get(_OF_THE_SESSION, ""), _OF_THE_MACHINE):
        if place and os.access(place, os.W_OK | os.X_OK) and _is_in_memory(place):
            return place
    return ""


@contextmanager
def folder_in(room: str) -> Iterator[str]:
    """Give a folder that goes with all that lies in it, also where this program is killed.

    What is killed while it prints would leave the pages there until the machine is turned off.
    """
    folder = mkdtemp(dir=room)
    with _runs_at_end(_CLEAR, folder):
        yield folder


@contextmanager
def temporary_files_in(room: str) -> Iterator[None]:
    """Let what writes temporary files write them into a folder."""
    before = os.environ.get(_TEMPORARY)
    os.environ[_TEMPORARY] = room
    try:
        yield
    finally:
        if before is not None:
            os.environ[_TEMPORARY] = before
        else:
            del os.environ[_TEMPORARY]


@contextmanager
def jobs_purged(printer: str) -> Iterator[None]:
    """Have the queue of a printer forget what is sent to it here, as soon as that is printed.

    A queue keeps what it printed for a day, for anybody who may read its folder.
    Raises TimeoutError where the printing of this system does not answer.
    """
    if not (printer and which("lpstat") and which("cancel")):
        yield
        return
    user = getuser()
    before = " ".join(_jobs(user))
    with _runs_at_end(_PURGE, printer, user, before, str(_OFTEN), str(_SELDOM)):
        yield


def forget_all() -> None:
    """Have the queues of this system forget whatever they have of a user, printed or not.

    For when someone takes the laptop: by then nobody knows which of it was of the workbook.
    """
    if which("lpstat") and which("cancel"):
        with _runs_at_end(_FORGET_ALL, getuser()):
            pass


@contextmanager
def _runs_at_end(script: str, *words: str) -> Iterator[None]:
    """Have a shell do something at the end of this, or of this program if that is earlier."""
    # Imported by whoever prints.
    running = import_module("subprocess")
    pipes = {"stdin": running.PIPE, "stdout": running.DEVNULL, "stderr": running.DEVNULL}
    # At its end the pipe is closed, and it is waited for.
    with running.Popen([_SHELL, "-c", script, _SHELL, *words], start_new_session=True, **pipes):
        yield


def _jobs(user: str) -> list[str]:
    """Return the names of the jobs that all queues have of a user."""
    running = import_module("subprocess")
    command = ["lpstat", "-W", "all", "-u", user]
    try:
        said = running.run(command, capture_output=True, text=True, timeout=_PATIENCE, check=False)
    except running.TimeoutExpired:
        raise TimeoutError from None
    except OSError:
        return []
    listed: str = said.stdout
    return [line.split()[0] for line in listed.splitlines() if line.strip()]


def _is_in_memory(place: str) -> bool:
    """Return whether a folder lies in memory: what it is mounted from says so."""
    found, kind = "", ""
    real = os.path.realpath(place)
    for line in _MOUNTS.read_text("utf-8", errors="replace").splitlines():
        _source, at, named, *_rest = line.split(" ")
        inside = real == at or real.startswith(at.rstrip("/") + "/")
        if inside and len(at) >= len(found):
            found, kind = at, named
    return kind in _MEMORY
