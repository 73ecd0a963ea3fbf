"""What a server says of batches: their numbers beside each, and how far each stream is."""

from __future__ import annotations

import struct
from typing import Final

# Before each batch that is given out: its length, its number here, its number in the stream.
PLACED: Final = struct.Struct(">IQQ")
# One stream: id, kind, generation, number and log hash of the newest batch, up to where batches
# were purged, up to where a snapshot covers, batches and bytes since.
STREAM: Final = struct.Struct(">16sBHQ32sQQQQ")


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
