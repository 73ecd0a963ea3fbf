"""Look for planted words in files and in the memory of processes, however they are written.

A word is looked for as UTF-8, UTF-16 and UTF-32, in base64 at each of its three phases,
and again inside every zlib, gzip, zip and zstd stream.
"""

from __future__ import annotations

import base64
import os
import re
import shutil
import subprocess
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import re2

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

ENCODINGS = ("utf-8", "utf-16-le", "utf-16-be", "utf-32-le")
# How many letters of base64 are shared with what stands before the word.
PHASES = {0: 0, 1: 2, 2: 3}
STREAM = re.compile(rb"\x78[\x01\x5e\x9c\xda]|\x1f\x8b\x08|PK\x03\x04|\x28\xb5\x2f\xfd", re.DOTALL)
ZSTD = b"\x28\xb5\x2f\xfd"
ZIP = b"PK\x03\x04"
SUSPECT = b"a zstd frame, and no command to read it"
MOST_INFLATED = 32 << 20
DEEPEST = 3
REGION = 16 << 20
OVERLAP = 1 << 10


@dataclass(frozen=True)
class Hit:
    """A planted word that was found: where, and in which dress."""

    place: str
    word: str
    dress: str


def dresses(word: str | bytes) -> dict[bytes, str]:
    """Return every sequence of bytes that gives a word away."""
    if isinstance(word, bytes):
        spelled = {word: "raw", word.hex().encode(): "hex", word.hex().upper().encode(): "hex"}
    else:
        spelled = {word.encode(encoding): encoding for encoding in ENCODINGS}
    plain = next(iter(spelled))
    for phase, shared in PHASES.items():
        letters = base64.b64encode(bytes(phase) + plain)
        whole = (phase + len(plain)) * 8 // 6
        for piece in (letters[shared:whole], letters[shared:whole].translate(URL_SAFE)):
            spelled[piece] = f"base64 at {phase}"
    return spelled


_BYTES = re2.Options()
_BYTES.encoding = re2.Options.Encoding.LATIN1
URL_SAFE = bytes.maketrans(b"+/", b"-_")


class Watch:
    """The words to look for."""

    def __init__(self, words: Iterable[str | bytes]) -> None:
        self._known = {
            piece: (word if isinstance(word, str) else "key", dress)
            for word in words
            for piece, dress in dresses(word).items()
        }
        pieces = sorted(self._known, key=len, reverse=True)
        # It goes through a memory for all of them at once, sixty times as fast as our own.
        self._pattern = re2.compile(b"|".join(map(re2.escape, pieces)), _BYTES)

    def in_bytes(self, data: bytes, place: str, depth: int = 0) -> Iterator[Hit]:
        """Yield the words in some bytes and in the streams inside them."""
        for found in set(self._pattern.findall(data)):
            word, dress = self._known[found]
            yield Hit(place, word, dress)
        if depth < DEEPEST:
            for inner in inflated(data):
                if inner == SUSPECT:
                    yield Hit(place, "?", SUSPECT.decode())
                yield from self.in_bytes(inner, f"{place} (inflated)", depth + 1)

    def in_folders(self, *folders: Path) -> set[Hit]:
        """Return the words in every file below some folders, names of files included."""
        hits: set[Hit] = set()
        for folder in folders:
            for path in folder.rglob("*"):
                hits.update(self.in_bytes(str(path).encode(), "a file's name"))
                if path.is_file():
                    hits.update(self.in_bytes(path.read_bytes(), path.name))
        return hits

    def in_process(self, pid: int) -> set[Hit]:
        """Return the words in the readable memory of a process (Linux)."""
        hits: set[Hit] = set()
        for name in ("cmdline", "environ"):
            hits.update(self.in_bytes(Path(f"/proc/{pid}/{name}").read_bytes(), name, DEEPEST))
        for region in regions(pid):
            hits.update(self.in_bytes(region, "memory", DEEPEST))
        return hits


def regions(pid: int) -> Iterator[bytes]:
    """Yield the memory of a process in pieces that overlap a little."""
    maps = Path(f"/proc/{pid}/maps").read_text("ascii", errors="replace").splitlines()
    with Path(f"/proc/{pid}/mem").open("rb", buffering=0) as memory:
        for line in maps:
            bounds, rights, _, _, _, *name = line.split(maxsplit=5)
            of_a_file = bool(name) and "w" not in rights  # the code of a library, as on the disk
            if not rights.startswith("r") or of_a_file:
                continue
            start, end = (int(bound, 16) for bound in bounds.split("-"))
            for at in range(start, end, REGION):
                try:
                    yield os.pread(memory.fileno(), min(REGION + OVERLAP, end - at), at)
                except OSError:
                    break


def processes_of(session: int) -> list[int]:
    """Return the processes of a session (Linux)."""
    found = []
    for entry in Path("/proc").iterdir():
        try:
            if entry.name.isdigit() and os.getsid(int(entry.name)) == session:
                found.append(int(entry.name))
        except (ProcessLookupError, PermissionError):
            continue
    return found


def inflated(data: bytes) -> Iterator[bytes]:
    """Yield what the streams inside some bytes hold, as far as they can be read."""
    view = memoryview(data)
    for start in STREAM.finditer(data):
        magic, at = start.group(), start.start()
        if magic == ZSTD:
            inner = unzstd(bytes(view[at:]))
        elif magic == ZIP:
            skip = 30 + int.from_bytes(view[at + 26 : at + 28], "little")
            skip += int.from_bytes(view[at + 28 : at + 30], "little")
            inner = inflate(view[at + skip :], -zlib.MAX_WBITS)
        else:
            inner = inflate(view[at:], zlib.MAX_WBITS | 32)
        if inner:
            yield inner


def inflate(view: memoryview, window: int) -> bytes:
    """Return the readable beginning of a deflated stream."""
    stream = zlib.decompressobj(window)
    found = bytearray()
    for at in range(0, len(view), 4096):
        try:
            found += stream.decompress(view[at : at + 4096])
        except zlib.error:
            break
        if stream.eof or len(found) > MOST_INFLATED:
            break
    return bytes(found)


def unzstd(data: bytes) -> bytes:
    """Return what a zstd frame holds; where nothing reads zstd, every frame is suspect."""
    command = shutil.which("zstd")
    if command is None:
        return SUSPECT
    done = subprocess.run([command, "-dcq"], input=data, capture_output=True, check=False)
    return done.stdout
