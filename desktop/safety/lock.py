"""Locking: the keys are wiped and the process becomes another one that knows nothing.

Python cannot overwrite the strings it has made, so no wiping of a living process is
enough. Replacing its image is: the system takes all of its memory back at once.
"""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING, NoReturn

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


def lock(secrets: Iterable[bytearray], resume: Sequence[str]) -> NoReturn:
    """Wipe the secrets and leave a waiting program in the place of this process.

    An unfinished transaction ends as after a power cut: the store knows only what was
    committed. `resume` is what the waiting program starts when someone comes back.
    """
    for secret in secrets:
        secret[:] = bytes(len(secret))
    _become([*_waiting_program(), *resume])


def wait(resume: Sequence[str]) -> int:
    """Wait for a line; then become the program to resume. End with the input."""
    sys.stdout.write("locked\n")
    sys.stdout.flush()
    if sys.stdin.readline():
        _become(list(resume))
    return 0


def _waiting_program() -> list[str]:
    return [sys.executable, "-m", "desktop.safety.lock"]


def _become(command: list[str]) -> NoReturn:
    if sys.platform == "win32":
        # Windows cannot replace a process: the new one starts, the old one ends at once.
        subprocess.Popen(command)  # noqa: S603 - our own interpreter and arguments
        os._exit(0)
    os.execv(command[0], command)  # noqa: S606 - our own interpreter and arguments


if __name__ == "__main__":
    sys.exit(wait(sys.argv[1:]))
