"""How much is kept of batches whose author nobody knows yet.

Until the roster names her nobody can say whether she signed them: whoever passes bytes on could
fill the disk with what he made himself. What is not kept comes again: nobody says to have it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sync.wire.frames import batch_id

if TYPE_CHECKING:
    from collections.abc import Container, Iterable

MOST: Final = 64 << 20


def within(batches: Iterable[bytes], here: Container[bytes]) -> tuple[list[bytes], list[bytes]]:
    """Return what is kept of batches of strangers, and what there is no room for.

    Those that are `here` already, by their ids, stay.
    """
    kept: list[bytes] = []
    left: list[bytes] = []
    room = MOST
    for batch in sorted(batches, key=lambda one: batch_id(one) not in here):
        if batch_id(batch) in here or len(batch) <= room:
            room -= len(batch)
            kept.append(batch)
        else:
            left.append(batch)
    return kept, left
