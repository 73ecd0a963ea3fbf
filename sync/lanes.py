"""The chain of a lane: one author in one stream, batch after batch, with no gap and no fork."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sync.frames import START

if TYPE_CHECKING:
    from sync.frames import Header


class LaneRefused(ValueError):
    """A batch does not follow in its lane; the message is a code."""


# What says something only together with batches that did not come yet.
PIECE: Final = "lane.piece"
# Why what somebody wrote after she was let out is kept: it is to be decided, or was left aside.
LATE: Final = "incoming.late"
LEFT: Final = "late.left"
# Why a part of a snapshot is kept as it came: its key is not here yet. No lane waits for it.
SEALED: Final = "late.snapshot"


@dataclass(frozen=True, slots=True)
class LaneState:
    """The last batch known of a lane: its number and its id."""

    aseq: int
    digest: bytes


BEGINNING: Final = LaneState(0, START)


def follow(
    state: LaneState, header: Header, batch_id: bytes, kept: bytes | None = None
) -> LaneState:
    """Return the lane after a batch that follows, or refuse it.

    `kept` is the id known of the batch with that very number, if one earlier than the last is asked
    about: the last alone does not tell a batch known long ago from another in its place.
    """
    if header.aseq > state.aseq + 1:
        raise LaneRefused("lane.gap")
    if header.aseq == state.aseq + 1:
        if header.prev != state.digest:
            raise LaneRefused("lane.fork")
        return LaneState(header.aseq, batch_id)
    known = state.digest if header.aseq == state.aseq else kept
    raise LaneRefused("lane.known" if known in {None, batch_id} else "lane.fork")
