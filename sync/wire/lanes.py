"""The chain of a lane: one author in one stream, batch after batch, with no gap and no fork."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from ledger.backlog import BacklogRefused, Link, Reached
from sync.wire.frames import START

if TYPE_CHECKING:
    from ledger.backlog import Backlog
    from sync.wire.frames import Header


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
    # Where a summary lacked some of it: what comes from its end, or behind that.
    backlog: Backlog | None = None


BEGINNING: Final = LaneState(0, START)


def follow(
    state: LaneState, header: Header, batch_id: bytes, kept: bytes | None = None
) -> LaneState:
    """Return the lane after a batch that follows, or refuse it.

    `kept` is the id known of the batch with that very number, if one earlier than the last is asked
    about: the last alone does not tell a batch known long ago from another in its place.
    """
    if header.aseq == state.aseq + 1 and header.prev != state.digest:
        raise LaneRefused("lane.fork")
    if state.backlog is not None and header.aseq > state.aseq:
        return _behind(state, state.backlog, header, batch_id)
    if header.aseq > state.aseq + 1:
        raise LaneRefused("lane.gap")
    if header.aseq == state.aseq + 1:
        return LaneState(header.aseq, batch_id)
    known = state.digest if header.aseq == state.aseq else kept
    raise LaneRefused("lane.known" if known in {None, batch_id} else "lane.fork")


def _behind(state: LaneState, backlog: Backlog, header: Header, batch_id: bytes) -> LaneState:
    """Return the lane after a batch of what a summary lacked, or of what follows that."""
    if header.aseq == backlog.end.aseq + 1 and header.prev != backlog.end.digest:
        raise LaneRefused("lane.fork")
    known = Reached(state.aseq, state.digest)
    try:
        reached, left = backlog.after(known, Link(header.aseq, batch_id, header.prev))
    except BacklogRefused as refused:
        raise LaneRefused(str(refused)) from refused
    return LaneState(*reached, left)


def came_from_the_end(before: LaneState, after: LaneState) -> bool:
    """Return whether a batch came before those that lead up to it."""
    left = after.backlog
    if before.backlog is None or left is None or after.aseq > before.aseq:
        return False
    return left.next != before.backlog.next
