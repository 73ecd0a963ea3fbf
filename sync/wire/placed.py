"""What a server says of batches: their numbers beside each, and how far each stream is."""

from __future__ import annotations

import re
import struct
from itertools import count, groupby
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

# Before each batch that is given out: its length, its number here, its number in the stream.
PLACED: Final = struct.Struct(">IQQ")
# One stream: id, kind, generation, number and log hash of the newest batch, up to where batches
# were purged, up to where a snapshot covers, batches and bytes since.
STREAM: Final = struct.Struct(">16sBHQ32sQQQQ")
# One file at a server: its name, its size, how much of it is there.
FILE: Final = struct.Struct(">32sQQ")
FILES_AT_ONCE: Final = 1024
# No number is as large: what counts batches for ever fits, and a store can keep it.
END: Final = 1 << 62
_RUNS: Final = re.compile(r"[0-9]{1,19}(-[0-9]{1,19})?(,[0-9]{1,19}(-[0-9]{1,19})?)*")


def unplaced(data: bytes) -> tuple[list[tuple[int, int, bytes]], bytes]:
    """Return the whole batches of an answer with their numbers, and what is left of a torn one."""
    found, at = [], 0
    while len(data) - at >= PLACED.size:
        size, seq, number = PLACED.unpack_from(data, at)
        if len(data) - at - PLACED.size < size:
            break
        at += PLACED.size
        found.append((seq, number, data[at : at + size]))
        at += size
    return found, data[at:]


def runs(numbers: Iterable[int]) -> str:
    """Return numbers in few signs: each that follows on another is told by the last that does."""
    steps, told = count(), []
    for _, run in groupby(numbers, lambda number: number - next(steps)):
        first, *rest = run
        told.append(f"{first}-{rest[-1]}" if rest else str(first))
    return ",".join(told)


def unrun(told: str, how_many: int) -> list[int]:
    """Return the numbers that were told in runs, if they are as many as they must be."""
    if not told or _RUNS.fullmatch(told) is None:
        return []
    found: list[int] = []
    for run in told.split(","):
        first, _, last = run.partition("-")
        start, end = int(first), int(last or first) + 1
        # Whoever says too many is not counted up to.
        if not 0 < end - start <= how_many - len(found) or end > END:
            return []
        found += range(start, end)
    return found if len(found) == how_many else []
