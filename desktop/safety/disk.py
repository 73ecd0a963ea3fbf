"""Whether this laptop's disk is encrypted, as far as somebody without special rights can see.

Alongside's own file always is. What other programs and the system leave (letters that were saved,
what a printer is given, swap) is only where the disk itself is. What cannot be seen for certain is
not known: nothing here takes a disk for encrypted on a guess.
"""

from __future__ import annotations

import os
import sys
from enum import StrEnum
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Final

from desktop.safety import disk_linux

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_SECONDS = 20
_MAC = ("/usr/bin/fdesetup", "status")
_SHELL = "System32/WindowsPowerShell/v1.0/powershell.exe"
# What the Explorer of Windows shows of a disk, to everybody.
_ASKED = (
    "(New-Object -ComObject Shell.Application).NameSpace($env:SystemDrive).Self"
    ".ExtendedProperty('System.Volume.BitLockerProtection')"
)
_NO_WINDOW = 0x08000000


class Disk(StrEnum):
    """What is known of the disk."""

    ENCRYPTED = "encrypted"
    PLAIN = "plain"
    UNKNOWN = "unknown"


def look() -> Disk:
    """Return what is known of the disks on which other programs leave what they leave."""
    ask = _ASK.get(sys.platform)
    try:
        return ask() if ask is not None else Disk.UNKNOWN
    except (OSError, ValueError, RuntimeError):
        # Whose home is nowhere Python calls an error of its own kind.
        return Disk.UNKNOWN


def of_linux(root: Path = Path("/")) -> Disk:
    """Return what Linux says of the disks: one of them in clear is enough for clear."""
    # Python would try out by a file of its own where files may lie for a while.
    temporary = os.environ.get("TMPDIR") or Path("/", "tmp")
    places = Path.home(), Path(temporary), Path("/var/spool")
    found = disk_linux.seen(root, [one.resolve() for one in places if one.is_dir()])
    if False in found:
        return Disk.PLAIN
    return Disk.ENCRYPTED if found and all(found) else Disk.UNKNOWN


def of_mac(told: str) -> Disk:
    """Return what the answer of FileVault means; while it turns on or off that is not known."""
    known = {"FileVault is On.": Disk.ENCRYPTED, "FileVault is Off.": Disk.PLAIN}
    return known.get(told.strip(), Disk.UNKNOWN)


def of_windows(told: str) -> Disk:
    """Return what the number of Windows means: 1 is on, 2 is off, all others are in between."""
    return {"1": Disk.ENCRYPTED, "2": Disk.PLAIN}.get(told.strip(), Disk.UNKNOWN)


def answer(command: Sequence[str]) -> str:
    """Return what a command of the system prints, or nothing where it fails or takes too long."""
    # Imported here: on Linux nothing is asked of a command.
    running = import_module("subprocess")
    hidden = {"creationflags": _NO_WINDOW} if sys.platform == "win32" else {}
    try:
        ran = running.run(
            command,
            capture_output=True,
            stdin=running.DEVNULL,
            text=True,
            timeout=_SECONDS,
            check=True,
            **hidden,
        )
    except running.SubprocessError:
        return ""
    return str(ran.stdout)


def _shell() -> tuple[str, ...]:
    shell = Path(os.environ.get("SYSTEMROOT", "")) / _SHELL
    return str(shell), "-NoProfile", "-NonInteractive", "-Command", _ASKED


_ASK: Final[dict[str, Callable[[], Disk]]] = {
    "linux": of_linux,
    "darwin": lambda: of_mac(answer(_MAC)),
    "win32": lambda: of_windows(answer(_shell())),
}
