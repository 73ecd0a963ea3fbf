"""What Linux lets everybody see of its disks: what is mounted from where, and what lies below."""

from __future__ import annotations

import os
import sys
from importlib import import_module
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

# Kinds of file systems that lie on a disk and hide nothing by themselves.
_ON_A_DISK: Final = frozenset(
    {"ext2", "ext3", "ext4", "xfs", "btrfs", "f2fs", "jfs", "reiserfs", "vfat", "exfat", "ntfs3"}
)
_IN_MEMORY: Final = frozenset({"tmpfs", "ramfs"})
# It may lie on several disks, of which one is named.
_ON_SEVERAL: Final = "btrfs"
# Mapped disks whose bytes are encrypted; others of this kind only vouch for what lies below.
_CRYPT: Final = tuple(
    f"CRYPT-{kind}" for kind in ("LUKS", "PLAIN", "TCRYPT", "BITLK", "FVAULT2", "LOOPAES")
)
# Mapped disks that only part, join, list or vouch for others.
_PLAINLY_MAPPED: Final = ("LVM-", "mpath-", "part", "CRYPT-VERITY", "CRYPT-INTEGRITY")
# How Linux is asked for the marks of a folder, and the mark of one whose files fscrypt hides.
_ASK_MARKS: Final = 0x80086601
_FSCRYPT: Final = 0x800
_MARK_BYTES: Final = 8


class _Mount(NamedTuple):
    """One line of what is mounted: its device, where, as which kind of disk, and from what."""

    device: str
    at: str
    kind: str
    source: str


def seen(root: Path, places: Iterable[Path]) -> list[bool | None]:
    """Return of each disk below folders, and of what is swapped to, whether it is encrypted.

    None stands for what cannot be known; what is in memory alone is left out.
    """
    mounts = _mounts(root)
    below = [(place, _under(str(place), mounts)) for place in places]
    on_disk = [(place, mount) for place, mount in below if mount.kind not in _IN_MEMORY]
    found = [_of_folder(root, place, mount) for place, mount in on_disk]
    return found + _swapped(root, mounts)


def _mounts(root: Path) -> list[_Mount]:
    """Return what is mounted, in the order in which it was."""
    mounts = []
    for line in (root / "proc/self/mountinfo").read_text("utf-8").splitlines():
        before, _, after = line.partition(" - ")
        left, right = before.split(), after.split()
        mounts.append(_Mount(left[2], _spelled(left[4]), right[0], _spelled(right[1])))
    return mounts


def _spelled(name: str) -> str:
    """Return a name whose blanks were written as numbers."""
    for written, sign in (("\\040", " "), ("\\011", "\t"), ("\\012", "\n"), ("\\134", "\\")):
        name = name.replace(written, sign)
    return name


def _under(place: str, mounts: Sequence[_Mount]) -> _Mount:
    """Return what a path lies on: the nearest mount, and of several at one place the last."""
    holding = [one for one in mounts if f"{place}/".startswith(f"{one.at.rstrip('/')}/")]
    nearest = max((len(one.at) for one in holding), default=0)
    at_last = [one for one in holding if len(one.at) == nearest]
    return at_last[-1] if at_last else _Mount("", "", "", "")


def _of_folder(root: Path, place: Path, mount: _Mount) -> bool | None:
    if mount.kind not in _ON_A_DISK or _is_hidden(place):
        return None
    major = mount.device.partition(":")[0]
    named = _named(root, mount.source) if major == "0" else root / "sys/dev/block" / mount.device
    found = _of_device(named)
    return None if found and mount.kind == _ON_SEVERAL else found


def _is_hidden(place: Path) -> bool:
    """Return whether the files of a folder have a key of their own, or that is not to be seen."""
    marks = bytearray(_MARK_BYTES)
    try:
        at = os.open(place, os.O_RDONLY)
    except OSError:
        return True
    try:
        # Imported here: no other system has it.
        import_module("fcntl").ioctl(at, _ASK_MARKS, marks)
    except OSError:
        # A file system that knows no such marks hides nothing by them.
        return False
    finally:
        os.close(at)
    return bool(int.from_bytes(marks, sys.byteorder) & _FSCRYPT)


def _named(root: Path, source: str) -> Path:
    """Return what is known of a disk, by its name in /dev or by one that leads there."""
    return root / "sys/class/block" / (root / source.lstrip("/")).resolve().name


def _of_device(device: Path) -> bool | None:
    """Return whether a disk is encrypted, or all that it is made of."""
    mapped = _text(device / "dm/uuid")
    if mapped.startswith(_CRYPT):
        return True
    if not device.exists() or (device / "loop").is_dir():
        return None
    if mapped and not mapped.startswith(_PLAINLY_MAPPED):
        return None
    parts = device / "slaves"
    below = [_of_device(one) for one in parts.iterdir()] if parts.is_dir() else []
    if not below or False in below:
        return False
    return True if all(below) else None


def _swapped(root: Path, mounts: Sequence[_Mount]) -> list[bool | None]:
    """Return of each disk or file that is swapped to whether it is encrypted."""
    found = []
    for line in _text(root / "proc/swaps").splitlines()[1:]:
        name, kind = line.split()[:2]
        source = _spelled(name)
        if kind == "partition" and not source.startswith("/dev/zram"):
            found.append(_of_device(_named(root, source)))
        elif kind == "file":
            # Nobody but the system may open the file itself.
            folder = (root / source.lstrip("/")).parent
            found.append(_of_folder(root, folder, _under(source, mounts)))
    return found


def _text(path: Path) -> str:
    try:
        return path.read_text("utf-8")
    except OSError:
        return ""
